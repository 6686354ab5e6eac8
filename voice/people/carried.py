"""Carry what somebody typed across a sign-in that ran out, so that no words are lost.

The words travel sealed in the sign-in page, never in an address or a cookie; where somebody signs
in elsewhere, they wait as `waiting` says. They are given back to the person who typed them and
nobody else, and sent only when that person says so. Only a form that held this browser's own token
is carried: no other site can plant one.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voice.storage import keys

#: Characters of a form that may travel; more than any form of ours takes.
MOST: Final = 60_000
_GOOD_FOR: Final = timedelta(hours=1)
_PLACE: Final = keys.Place("page", "carried", "", "derived")
#: What is made anew, or must not be kept.
_LEFT_OUT: Final = frozenset({"csrf_token", "password", "code", "carried"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A form somebody filled in: where it goes, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]
    #: Whose words these are.
    worker_id: int


def pack(
    secret: bytes, path: str, fields: Iterable[tuple[str, str]], worker_id: int, at: datetime
) -> str | None:
    """The sealed form; None where it is too long to travel."""
    kept = [[name, value] for name, value in fields if name not in _LEFT_OUT]
    plain = json.dumps([path, kept, worker_id, at.timestamp()])
    if len(plain) > MOST:
        return None
    return base64.urlsafe_b64encode(keys.seal(_key(secret), plain.encode(), _PLACE)).decode()


def unpack(secret: bytes, sealed: str, at: datetime) -> Carried | None:
    """The form, unless it was changed, is not ours, or is more than an hour old."""
    try:
        envelope = base64.urlsafe_b64decode(sealed.encode())
        plain = keys.open_sealed(_key(secret), envelope, _PLACE)
    except (ValueError, keys.CannotOpen):
        return None
    path, fields, worker_id, packed = json.loads(plain)
    if at.timestamp() - packed > _GOOD_FOR.total_seconds():
        return None
    return Carried(path, tuple((name, value) for name, value in fields), worker_id)


def _key(secret: bytes) -> bytes:
    return hmac.digest(secret, b"people.carried", "sha256")
