"""What the youth panel says of actions: read in plain words, and "not good enough" by a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.actions import view
from voice.actions.models import Action, NotEnough
from voice.actions.promise import NoSuchAction
from voice.actions.tracker import State, Why
from voice.people.models import Worker
from voice.storage import trail

REASONS = ("slow", "small", "other", "unclear")


@dataclass(frozen=True, slots=True)
class Plain:
    """One action as young people read it: no names of leads, no evidence."""

    id: int
    title: str
    theme: str
    due: date
    state: State
    #: Late, with a plan and a day to come.
    planned: bool
    #: "did" or "could_not" once it is closed.
    outcome: str | None
    #: Why this reader said that it is not good enough; None for not said.
    mine: str | None


def plain(session: Session, member: Worker, today: date) -> tuple[Plain, ...]:
    """Every action that a body of theirs asked for, or nobody in particular, in order."""
    said = dict(
        session.execute(
            select(NotEnough.action_id, NotEnough.why).filter_by(worker_id=member.id)
        ).all()
    )
    return tuple(
        Plain(
            row.action.id,
            row.action.title,
            row.theme.key,
            row.days.ends,
            row.standing.state,
            row.standing.why is Why.LATE_WITH_PLAN,
            row.action.outcome,
            said.get(row.action.id),
        )
        for row in view.rows(session, today)
        if _concerns(member, row.action)
    )


def say(session: Session, member: Worker, action_id: int, why: str, at: datetime) -> None:
    """Say that an action is not good enough, or, with an empty reason, take that back."""
    action = session.get(Action, action_id)
    if action is None or not _concerns(member, action) or why not in {"", *REASONS}:
        raise NoSuchAction(action_id)
    known = session.get(NotEnough, (action_id, member.id))
    if why:
        found = known or NotEnough(action_id=action_id, worker_id=member.id)
        found.why, found.at = why, at
        session.add(found)
    elif known is not None:
        session.delete(known)
    session.flush()
    trail.write(session, f"worker:{member.id}", "actions.judged", f"action:{action_id}", why=why)


def _concerns(member: Worker, action: Action) -> bool:
    return not action.body or action.body in member.bodies
