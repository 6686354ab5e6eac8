"""Who is here: sign-ins that live in the database, so that they end at once and everywhere.

The browser holds a random token; the database holds its digest. Every request asks the database, so
that signing out, disabling a person or a new password count on every server process at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Engine, Update, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from voice.config import Config
from voice.people.models import Worker
from voice.people.proofs import SignIn
from voice.storage.session import transaction
from voice.storage.types import now

#: A request is noted once in this time, not each time: a page is read more often than it is left.
_NOTED: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts: without a request, and at most."""

    idle: timedelta
    whole: timedelta

    @classmethod
    def of(cls, config: Config) -> Limits:
        """As the settings say."""
        return cls(timedelta(minutes=config.idle_minutes), timedelta(hours=config.session_hours))

    def end(self, begun: datetime, seen: datetime) -> datetime:
        """When a sign-in ends if nothing more happens."""
        return min(seen + self.idle, begun + self.whole)


@dataclass(frozen=True, slots=True)
class Here:
    """What a browser's token says: who, until when, or whose sign-in ended by itself."""

    worker: Worker | None = None
    until: datetime | None = None
    #: The person whose sign-in ran out here, who may go on where they were.
    lapsed: int | None = None


def begin(db: Session, worker: Worker, how: str) -> str:
    """A new sign-in of this person; the token for the browser alone."""
    token, at = secrets.token_urlsafe(32), now()
    db.add(SignIn(id=digest(token), worker_id=worker.id, begun_at=at, seen_at=at, how=how))
    db.flush()
    return token


def recognise(db: Session, token: str, limits: Limits) -> Here:
    """Whom a token stands for, now."""
    found = db.get(SignIn, digest(token))
    if found is None or found.ended_at is not None:
        return Here()
    worker = db.get(Worker, found.worker_id)
    if worker is None or not worker.active:
        return Here()
    until = limits.end(found.begun_at, found.seen_at)
    return Here(worker, until) if now() < until else Here(lapsed=worker.id)


def note(db: Session, token: str, limits: Limits) -> Here | None:
    """Note that this sign-in is used, at most once a minute; what now holds, if it was noted.

    A page that only reads notes it in a small transaction of its own.
    """
    found, at = db.get(SignIn, digest(token)), now()
    if found is None or found.seen_at >= at - _NOTED:
        return None
    same = (SignIn.id == found.id, SignIn.ended_at.is_(None))
    change = update(SignIn).where(*same).values(seen_at=at)
    engine = db.get_bind().engine
    if engine.get_execution_options().get("writing", True):
        db.execute(change)
    else:
        _apart(engine, change)
    return Here(db.get(Worker, found.worker_id), limits.end(found.begun_at, at))


def _apart(engine: Engine, change: Update) -> None:
    # A database too busy to note it is no reason to refuse the page.
    writing = engine.execution_options(writing=True)
    with contextlib.suppress(OperationalError), transaction(writing) as own:
        own.execute(change)


def end(db: Session, token: str) -> None:
    """End the sign-in of this token."""
    _end(db, SignIn.id == digest(token))


def end_all(db: Session, worker_id: int) -> None:
    """End every sign-in of a person, on every browser."""
    _end(db, SignIn.worker_id == worker_id)


def _end(db: Session, which: ColumnElement[bool]) -> None:
    db.execute(update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=now()))


def digest(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
