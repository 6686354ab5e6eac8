"""How many answers wait to be read by a person, by language: each needs somebody who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from voice.answers.models import Response
from voice.answers.reach import EVERYWHERE, Reach
from voice.answers.wanted import Wanted, conditions
from voice.safety import screen


@dataclass(frozen=True, slots=True)
class ToRead:
    """What waits in one language."""

    language: str
    #: Whether a list that somebody checked has looked at them first.
    checked: bool
    waiting: int
    late: int
    next_due: datetime


def by_language(session: Session, now: datetime, reach: Reach = EVERYWHERE) -> tuple[ToRead, ...]:
    """Unread answers by language, the most urgent language first."""
    next_due = func.min(Response.read_due)
    rows = session.execute(
        select(
            Response.language,
            func.count().label("waiting"),
            func.count(case((Response.read_due < now, 1))).label("late"),
            next_due.label("next_due"),
        )
        .where(*conditions(Wanted(state="unread", reach=reach), ""))
        .group_by(Response.language)
        .order_by(next_due, Response.language)
    )
    return tuple(
        ToRead(
            each.language,
            not screen.needs_a_person(each.language),
            each.waiting,
            each.late,
            each.next_due,
        )
        for each in rows
    )
