"""Park a sign-in while a child has the tablet: every staff page then asks for the worker's PIN.

The mark lies on the server, so that no Back button, address or second tab leads to a staff page.
Five wrong tries end the sign-in; then only a whole new one helps.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from voice.people import presence
from voice.storage import trail
from voice.storage.base import Base
from voice.storage.types import UtcTime, Words, now

TRIES: Final = 5
_HASHER: Final = PasswordHasher()


class Parked(Base):
    """A sign-in that waits for its PIN."""

    __tablename__ = "parked"
    kept: ClassVar[str] = "until the PIN is typed, or as long as the sign-in it belongs to"

    sign_in_id: Mapped[str] = mapped_column(
        ForeignKey("sign_ins.id", ondelete="CASCADE"), primary_key=True
    )
    #: Argon2id of six digits.
    pin: Mapped[str] = mapped_column(Words(200))
    wrong: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Tried(StrEnum):
    """What came of a PIN."""

    OPEN = "open"
    WRONG = "wrong"
    ENDED = "ended"


def park(db: Session, token: str, pin: str, worker_id: int) -> None:
    """Park the sign-in of this token until `pin` is typed."""
    key = presence.digest(token)
    db.merge(Parked(sign_in_id=key, pin=_HASHER.hash(pin), wrong=0, at=now()))
    trail.write(db, f"worker:{worker_id}", "people.parked", f"worker:{worker_id}")


def is_parked(db: Session, token: str) -> bool:
    """Whether staff pages wait for a PIN."""
    return db.get(Parked, presence.digest(token)) is not None


def unpark(db: Session, token: str, pin: str, worker_id: int) -> Tried:
    """Take the sign-in up again; the fifth wrong PIN ends it."""
    parked = db.get(Parked, presence.digest(token))
    if parked is None:
        return Tried.OPEN
    try:
        _HASHER.verify(parked.pin, pin)
    except VerifyMismatchError:
        return _wrong(db, token, parked, worker_id)
    db.delete(parked)
    trail.write(db, f"worker:{worker_id}", "people.unparked", f"worker:{worker_id}")
    return Tried.OPEN


def _wrong(db: Session, token: str, parked: Parked, worker_id: int) -> Tried:
    parked.wrong += 1
    if parked.wrong < TRIES:
        return Tried.WRONG
    presence.end(db, token)
    db.delete(parked)
    trail.write(db, f"worker:{worker_id}", "people.pin_refused", f"worker:{worker_id}")
    return Tried.ENDED
