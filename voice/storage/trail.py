"""The trail: who did what, when. Append-only and hash-chained, in the same transaction as the act.

Every entry carries the hash of the one before, so that a changed, removed or inserted row breaks
the chain from there on. Details hold keys, codes and counts, never a child's words.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Integer, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Json, UtcTime, Words, now

_START = "0" * 64
#: One number for every writer of the chain, so that PostgreSQL lets one at a time append.
_CHAIN_LOCK = 7_301_984


class TrailEntry(Base):
    """One act."""

    __tablename__ = "trail"
    kept: ClassVar[str] = "7 years, then the oldest year is written out and sealed"

    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Who: "worker:<id>", "child", "command", "worker process".
    actor: Mapped[str] = mapped_column(Words(80))
    #: What: "<room>.<verb>", for instance "answers.received".
    act: Mapped[str] = mapped_column(Words(80), index=True)
    #: On what: "<thing>:<id>".
    subject: Mapped[str] = mapped_column(Words(120), index=True)
    detail: Mapped[Json] = mapped_column(Codes)
    before: Mapped[str] = mapped_column(Words(64))
    hash: Mapped[str] = mapped_column(Words(64))


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the chain does not hold."""

    number: int
    why: str


def write(session: Session, actor: str, act: str, subject: str, **detail: object) -> TrailEntry:
    """Append one act to the trail, inside the caller's transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _CHAIN_LOCK})
    last = session.execute(
        select(TrailEntry.number, TrailEntry.hash).order_by(TrailEntry.number.desc()).limit(1)
    ).first()
    number, before = (last.number + 1, last.hash) if last else (1, _START)
    entry = TrailEntry(
        number=number, at=now(), actor=actor, act=act, subject=subject, detail=detail, before=before
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()
    return entry


def verify(session: Session) -> Broken | None:
    """Walk the whole chain; the first break, or None when every entry holds."""
    before, expected = _START, 1
    for entry in session.scalars(select(TrailEntry).order_by(TrailEntry.number)).yield_per(1000):
        if entry.number != expected:
            return Broken(expected, "an entry is missing")
        if entry.before != before:
            return Broken(entry.number, "it does not follow the entry before it")
        if entry.hash != _hash(entry):
            return Broken(entry.number, "it was changed")
        before, expected = entry.hash, expected + 1
    return None


def _hash(entry: TrailEntry) -> str:
    told = [
        entry.number,
        entry.at.isoformat(),
        entry.actor,
        entry.act,
        entry.subject,
        entry.detail,
        entry.before,
    ]
    line = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(line.encode()).hexdigest()
