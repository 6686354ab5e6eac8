"""The trail's head, signed: a line a day, kept elsewhere, by which a shortened trail is found.

A chain shows a change in its middle; whoever cuts off its end, or makes a new chain from scratch,
is found out by a head that was written before. The key lies in the data folder: keep the heads
where those who keep the data cannot write.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.config import kept_secret
from voice.storage.trail import Broken, TrailEntry

_KEY = "trail.key"


class NoHead(LookupError):
    """The trail is empty, or the file holds no heads."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the trail at one moment."""

    at: str
    number: int
    hash: str

    def line(self, key: bytes) -> str:
        """This head as a signed line of JSON."""
        return json.dumps(
            {"at": self.at, "number": self.number, "hash": self.hash, "mac": self.mac(key)}
        )

    def mac(self, key: bytes) -> str:
        """HMAC SHA-256 over the three values."""
        told = json.dumps([self.at, self.number, self.hash], separators=(",", ":"))
        return hmac.new(key, told.encode(), sha256).hexdigest()


def key_in(folder: Path) -> bytes:
    """The key that signs heads, made on first use."""
    return kept_secret(folder, _KEY)


def head(session: Session, at: datetime) -> Head:
    """The trail's head now; NoHead for an empty trail."""
    last = session.scalar(select(TrailEntry).order_by(TrailEntry.number.desc()).limit(1))
    if last is None:
        raise NoHead("The trail is empty.")
    return Head(at.isoformat(), last.number, last.hash)


def append(path: Path, line: str) -> None:
    """Add a line to the file of heads."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def verify(session: Session, path: Path, key: bytes) -> Broken | None:
    """Hold the trail against every head in the file; the first that does not fit. NoHead."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    if not lines:
        raise NoHead(f"{path} holds no heads.")
    return next((wrong for line in lines if (wrong := _verify(session, line, key))), None)


def _verify(session: Session, line: str, key: bytes) -> Broken | None:
    try:
        told = json.loads(line)
        one, mac = Head(str(told["at"]), int(told["number"]), str(told["hash"])), str(told["mac"])
    except (ValueError, KeyError, TypeError):
        return Broken(0, "a line of the file is no head")
    if not hmac.compare_digest(mac, one.mac(key)):
        return Broken(one.number, "the head was not signed by this installation, or was changed")
    entry = session.get(TrailEntry, one.number)
    if entry is None:
        return Broken(one.number, "the trail ends before this head")
    if entry.hash != one.hash:
        return Broken(one.number, "the trail is another one than when this head was written")
    return None
