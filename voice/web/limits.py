"""Let nobody try too often, without remembering who anybody is.

Counts live in the memory of this process for some minutes. A visitor is a keyed digest of the
first part of the address, with a key made anew each day and never written down.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final

_DAY: Final = 24 * 60 * 60
#: More different visitors than this, and the oldest are forgotten.
_MOST: Final = 50_000


class Visitors:
    """Digests of neighbourhoods of the network, that mean nothing tomorrow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._salt, self._until = b"", float("-inf")
        self._lock = threading.Lock()

    def mark(self, address: str | None) -> str:
        """The digest of an address's prefix (IPv4 /24, IPv6 /48)."""
        with self._lock:
            if self._clock() >= self._until:
                self._salt, self._until = secrets.token_bytes(32), self._clock() + _DAY
            return hmac.digest(self._salt, _prefix(address), "sha256").hex()


def _prefix(address: str | None) -> bytes:
    try:
        found = ip_address(address or "")
    except ValueError:
        return b""
    return found.packed[:3] if found.version == 4 else found.packed[:6]


class Limit:
    """At most `most` tries in `seconds`, for each key."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allows(self, key: str) -> bool:
        """Count one more try; False when there were too many."""
        with self._lock:
            at = self._clock()
            tries = self._seen.pop(key, deque())
            while tries and tries[0] <= at - self._seconds:
                tries.popleft()
            allowed = len(tries) < self._most
            if allowed:
                tries.append(at)
            self._seen[key] = tries
            self._forget()
            return allowed

    def _forget(self) -> None:
        while len(self._seen) > _MOST:
            del self._seen[next(iter(self._seen))]


class Gate:
    """A limit for each neighbourhood and one for all together, of each thing that is asked for."""

    def __init__(
        self, each: int, everyone: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._visitors = Visitors(clock)
        self._each, self._all = Limit(each, seconds, clock), Limit(everyone, seconds, clock)

    def lets(self, address: str | None, about: str = "") -> bool:
        """Count one more try from this address at this thing; False when there were too many."""
        near = f"{self._visitors.mark(address)}|{about}"
        return self._each.allows(near) and self._all.allows(about)
