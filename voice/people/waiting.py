"""Let words wait for a browser that is sent to another page, where no form of ours can hold them.

They lie in the database for an hour at most, sealed once more by a key that one browser alone
holds: whoever has the database cannot open them, and whoever has the browser cannot sign in.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar, Final

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from voice.storage import keys
from voice.storage.base import Base
from voice.storage.types import Sealed, UtcTime, Words

LASTS: Final = timedelta(hours=1)
#: Of one person: as many tabs as anybody leaves open.
_MOST: Final = 5
#: Of all the children together, whom nobody tells apart; each is taken again within a second.
_MOST_OF_CHILDREN: Final = 50


class WaitingWords(Base):
    """A form that somebody filled in, until the page that shows it is there."""

    __tablename__ = "waiting_words"
    kept: ClassVar[str] = "1 hour, or until its words are given back"

    #: SHA-256 of what the browser holds.
    id: Mapped[str] = mapped_column(Words(64), primary_key=True)
    #: None: a child's.
    worker_id: Mapped[int | None] = mapped_column(
        ForeignKey("workers.id", ondelete="CASCADE"), index=True
    )
    sealed: Mapped[bytes] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


def put(db: Session, secret: bytes, worker_id: int | None, carried: str, at: datetime) -> str:
    """Keep a form's words; what the browser must bring to have them back."""
    _forget(db, worker_id, at)
    token = secrets.token_urlsafe(32)
    sealed = keys.seal(_key(secret, token), carried.encode(), _place(token))
    db.add(WaitingWords(id=_digest(token), worker_id=worker_id, sealed=sealed, at=at))
    db.flush()
    return token


def take(db: Session, secret: bytes, token: object) -> str | None:
    """The words behind this token, given back once; None where there is none."""
    if not isinstance(token, str):
        return None
    found = db.get(WaitingWords, _digest(token))
    if found is None:
        return None
    db.delete(found)
    return keys.open_sealed(_key(secret, token), found.sealed, _place(token)).decode()


def _forget(db: Session, worker_id: int | None, at: datetime) -> None:
    """Take away what is too old, and what one person left in too many tabs."""
    newest = (
        select(WaitingWords.id)
        .filter_by(worker_id=worker_id)
        .order_by(WaitingWords.at.desc(), WaitingWords.id)
    )
    spare = db.scalars(newest.offset((_MOST if worker_id else _MOST_OF_CHILDREN) - 1)).all()
    db.execute(delete(WaitingWords).where(WaitingWords.id.in_(spare)))
    db.execute(delete(WaitingWords).where(WaitingWords.at < at - LASTS))


def _key(secret: bytes, token: str) -> bytes:
    return keys.derived(secret, f"people.waiting|{token}")


def _place(token: str) -> keys.Place:
    return keys.Place("waiting_words", "sealed", _digest(token), "derived")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
