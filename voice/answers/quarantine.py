"""Set a sealed answer aside that cannot be kept as it is: closed, and no word of it lost.

A person opens it, and keeps it as an answer of its own or lets it go with a reason; either way its
words are gone from here then, and only its mark stays, so that a copy is not set aside anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.answers.arrival import Arrival
from voice.answers.models import Quarantined, Response
from voice.answers.notices import notices
from voice.questions.sets import QuestionSet
from voice.safety import clock, triage
from voice.safety.models import Alert
from voice.safety.triage import Notice
from voice.storage import trail
from voice.storage.types import now

KEPT: Final = "kept"
#: Why an answer that was set aside may be let go; codes, because a reason in words could quote.
LET_GO: Final = ("same", "trial", "empty", "closed")
#: As long as the key that opens it.
LASTS: Final = timedelta(days=92)
_EMPTIED: Final = b"\x01"


class Settled(LookupError):
    """It was never set aside, or somebody has settled it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """One answer that was set aside; closed."""

    id: int
    submission_id: str
    fingerprint: str
    why: str
    at: datetime
    #: By when somebody looks at it: no list has.
    due: datetime
    #: Empty once it is settled.
    envelope: bytes
    outcome: str | None
    settled_at: datetime | None


def set_aside(session: Session, submission_id: str, envelope: bytes, why: str) -> None:
    """Keep an envelope for an officer; the same one is kept once."""
    mark = sha256(envelope).hexdigest()
    same = select(Quarantined).filter_by(submission_id=submission_id, fingerprint=mark)
    if session.scalar(same) is not None:
        return
    session.add(
        Quarantined(
            submission_id=submission_id, fingerprint=mark, why=why, at=now(), envelope=envelope
        )
    )
    session.flush()
    subject = f"submission:{submission_id}"
    trail.write(session, "child", "answers.set_aside", subject, why=why, size=len(envelope))


def call(session: Session, asked: QuestionSet, arrival: Arrival) -> None:
    """Raise what is noticed in words set aside, with the answer that has their id already.

    Each kind once: the same envelope may come again and again.
    """
    known = session.scalar(select(Response.id).filter_by(submission_id=arrival.submission_id))
    if known is None:
        return
    raised = set(session.scalars(select(Alert.kind).filter_by(response_id=known)))
    fresh = {each.kind for each in notices(asked, arrival)} - raised
    found = tuple(Notice(kind, "aside") for kind in sorted(fresh))
    triage.raise_alerts(session, known, arrival.sent_at, found)


def waiting(session: Session) -> tuple[Aside, ...]:
    """What nobody has settled, the oldest first."""
    open_ones = select(Quarantined).where(Quarantined.outcome.is_(None)).order_by(Quarantined.id)
    return tuple(_aside(each) for each in session.scalars(open_ones))


def settled(session: Session, most: int = 20) -> tuple[Aside, ...]:
    """What was settled, the newest first."""
    done = select(Quarantined).where(Quarantined.outcome.is_not(None))
    newest = done.order_by(Quarantined.settled_at.desc(), Quarantined.id).limit(most)
    return tuple(_aside(each) for each in session.scalars(newest))


def count(session: Session) -> int:
    """How many wait for somebody."""
    open_ones = select(func.count()).where(Quarantined.outcome.is_(None))
    return session.scalar(open_ones.select_from(Quarantined)) or 0


def find(session: Session, aside_id: int) -> Aside:
    """One that nobody has settled; Settled."""
    return _aside(_open(session, aside_id))


def settle(session: Session, aside_id: int, outcome: str, by: int) -> None:
    """Say what became of it, and empty it; Settled. `outcome` is KEPT or one of LET_GO."""
    if outcome not in {KEPT, *LET_GO}:
        raise ValueError(outcome)
    found = _open(session, aside_id)
    found.outcome, found.settled_at, found.settled_by = outcome, now(), by
    found.envelope = _EMPTIED
    subject = f"submission:{found.submission_id}"
    trail.write(session, f"worker:{by}", "answers.aside_settled", subject, outcome=outcome)
    session.flush()


def _open(session: Session, aside_id: int) -> Quarantined:
    found = session.get(Quarantined, aside_id)
    if found is None or found.outcome is not None:
        raise Settled(aside_id)
    return found


def _aside(found: Quarantined) -> Aside:
    return Aside(
        found.id,
        found.submission_id,
        found.fingerprint,
        found.why,
        found.at,
        clock.add_working_days(found.at, clock.UNCHECKED_DAYS),
        found.envelope,
        found.outcome,
        found.settled_at,
    )
