"""After a round: the headline that the panel chose, the minutes, and answers to its questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.panel import rounds
from voice.panel.contents import YOUNG
from voice.panel.models import Pack
from voice.panel.round_models import Question, Round
from voice.panel.rounds import NoSuchRound, StillSecret
from voice.storage import trail
from voice.storage.keystore import Keystore


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the panel's, and the adults' answer where there is one."""

    id: int
    words: str
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One round as a list shows it."""

    id: int
    pack_id: int
    period: str
    body: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    #: How many have voted: so far, or in the end.
    voters: int
    headline: str


def keep(
    session: Session, keystore: Keystore, by: int, round_id: int, headline: str, minutes: str
) -> None:
    """Keep the headline and the minutes of a round that is closed; StillSecret before."""
    found = _closed(session, round_id)
    found.headline = rounds.sealed(keystore, found, "rounds.headline", headline)
    found.minutes = rounds.sealed(keystore, found, "rounds.minutes", minutes)
    session.flush()
    trail.write(session, f"worker:{by}", "panel.minutes_kept", f"round:{round_id}")


def answer(session: Session, by: int, question_id: int, text: str, at: datetime) -> int:
    """Answer a question of the panel's; the round it belongs to."""
    found = session.get(Question, question_id)
    if found is None:
        raise NoSuchRound(question_id)
    found.answer, found.answered_by, found.answered_at = text, by, at
    session.flush()
    subject = f"round:{found.round_id}"
    trail.write(session, f"worker:{by}", "panel.question_answered", subject, question=question_id)
    return found.round_id


def headline(session: Session, keystore: Keystore, round_id: int) -> str:
    """The headline that the panel chose; empty for none yet."""
    found = rounds.of(session, round_id)
    return rounds.opened(keystore, found, "rounds.headline", found.headline)


def headline_of(session: Session, keystore: Keystore, pack_id: int) -> str:
    """The headline that a panel chose for a pack; empty where there is none."""
    known = session.scalar(select(Round.id).filter_by(pack_id=pack_id))
    return headline(session, keystore, known) if known is not None else ""


def minutes(session: Session, keystore: Keystore, round_id: int) -> str:
    """The minutes; empty for none yet."""
    found = rounds.of(session, round_id)
    return rounds.opened(keystore, found, "rounds.minutes", found.minutes)


def questions(session: Session, keystore: Keystore, round_id: int) -> tuple[Asked, ...]:
    """What the panel asked, once the round is closed."""
    found = _closed(session, round_id)
    rows = session.scalars(select(Question).filter_by(round_id=round_id).order_by(Question.place))
    return tuple(
        Asked(
            each.id,
            rounds.opened(keystore, found, f"panel_questions.words.{each.place}", each.words),
            each.answer,
            each.answered_at,
        )
        for each in rows
    )


def listed(
    session: Session, keystore: Keystore, bodies: Collection[str] = YOUNG
) -> tuple[Listed, ...]:
    """The rounds of these bodies, the newest first; of an open one only how many have voted."""
    rows = session.execute(
        select(Round, Pack.period)
        .join(Pack, Pack.id == Round.pack_id)
        .where(Round.body.in_(bodies))
        .order_by(Round.opened_at.desc(), Round.id.desc())
    ).all()
    return tuple(
        Listed(
            each.id,
            each.pack_id,
            period,
            each.body,
            each.state,
            each.opened_at,
            each.closed_at,
            each.voters if each.voters is not None else rounds.voters(session, each.id),
            rounds.opened(keystore, each, "rounds.headline", each.headline),
        )
        for each, period in rows
    )


def waiting_packs(session: Session) -> tuple[Pack, ...]:
    """Packs published for young people on which no round was opened yet."""
    voted = select(Round.pack_id)
    wanted = select(Pack).where(
        Pack.state == "published",
        Pack.audience.in_(YOUNG),
        Pack.id.not_in(voted),
    )
    return tuple(session.scalars(wanted.order_by(Pack.period.desc(), Pack.id.desc())))


def _closed(session: Session, round_id: int) -> Round:
    found = rounds.of(session, round_id)
    if found.state != "closed":
        raise StillSecret(round_id)
    return found
