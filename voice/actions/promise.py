"""Make an action, change it, and note how it goes: each act in its history and in the trail.

Who may do what is asked here, not only on the page: officers and the partnership may change every
action, a lead may update their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from voice.actions.models import Action, Entry
from voice.actions.tracker import Days, State, may_say
from voice.i18n.days import day_of
from voice.people.models import Worker
from voice.people.permissions import may
from voice.storage import trail


class NoSuchAction(LookupError):
    """There is no such action, or not one that this person may touch."""


class AlreadyClosed(ValueError):
    """It is closed: what was told to children stays."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody promises to do, as plain values."""

    title: str
    what: str
    theme: str
    lead_name: str
    agency: str
    due: date
    #: Children who spoke of the theme between these days will be told.
    since: date
    until: date
    update_days: int = 30
    lead_id: int | None = None
    pack_id: int | None = None
    body: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """How an action goes, in a few sentences."""

    text: str
    #: How it will be done after all, and by when; both or neither.
    plan: str = ""
    plan_due: date | None = None
    #: A worse state than the rules give; None leaves it to the rules.
    said: State | None = None


def days_of(action: Action) -> Days:
    """What its state depends on."""
    return Days(
        due=action.due,
        updated=day_of(action.updated_at),
        update_days=action.update_days,
        plan_due=action.plan_due,
        said=State(action.said) if action.said else None,
        outcome=action.outcome,
    )


def make(session: Session, by: int, promise: Promise, at: datetime) -> Action:
    """A new action; its number comes from the database."""
    told = {name: getattr(promise, name) for name in Promise.__slots__}
    action = Action(**told, state="open", made_at=at, made_by=by, updated_at=at)
    session.add(action)
    session.flush()
    note(session, action, by, at, "made")
    trail.write(session, f"worker:{by}", "actions.made", _subject(action), theme=action.theme)
    return action


def change(
    session: Session, by: int, action_id: int, wanted: Mapping[str, Any], at: datetime
) -> bool:
    """Change what was promised; whether anything is different. What it was stays in the history."""
    action = of(session, action_id)
    changes = {
        name: [_told(getattr(action, name)), _told(value)]
        for name, value in wanted.items()
        if getattr(action, name) != value
    }
    if not changes:
        return False
    for name in changes:
        setattr(action, name, wanted[name])
    note(session, action, by, at, "changed", changes=changes)
    fields = sorted(changes)
    trail.write(session, f"worker:{by}", "actions.changed", _subject(action), fields=fields)
    return True


def update(session: Session, worker: Worker, action_id: int, told: Update, at: datetime) -> None:
    """Note how it goes; a worse state and a plan come with it, a better state never does."""
    action = of(session, action_id)
    if not may_update(worker, action):
        raise NoSuchAction(action_id)
    changes = {
        name: [_told(getattr(action, name)), _told(value)]
        for name, value in (("plan", told.plan), ("plan_due", told.plan_due))
        if getattr(action, name) != value
    }
    action.updated_at, action.plan, action.plan_due = at, told.plan, told.plan_due
    said = told.said if told.said in may_say(days_of(action), day_of(at)) else None
    if action.said != said:
        changes["said"] = [_told(action.said), _told(said)]
    action.said = said
    note(session, action, worker.id, at, "update", told.text, changes)
    trail.write(session, f"worker:{worker.id}", "actions.updated", _subject(action), said=said)


def may_update(worker: Worker, action: Action) -> bool:
    """Whether this person may say how it goes: everybody who may edit, and its own lead."""
    if may(worker, "actions.edit"):
        return True
    return may(worker, "actions.update") and action.lead_id == worker.id


def of(session: Session, action_id: int) -> Action:
    """An action that is still open; NoSuchAction or AlreadyClosed."""
    action = session.get(Action, action_id)
    if action is None:
        raise NoSuchAction(action_id)
    if action.state == "closed":
        raise AlreadyClosed(action_id)
    return action


def note(
    session: Session,
    action: Action,
    by: int | None,
    at: datetime,
    kind: str,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write a line into the history of an action."""
    line = Entry(action_id=action.id, at=at, by=by, kind=kind, text=text, changes=changes or {})
    session.add(line)
    session.flush()


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _subject(action: Action) -> str:
    return f"action:{action.id}"
