"""Actions as people look at them: the tracker's rows, one action with its history, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.actions import told
from voice.actions.models import Action, Entry, NotEnough, Sentence
from voice.actions.promise import NoSuchAction, days_of
from voice.actions.tracker import Days, Standing, State, standing
from voice.people.models import Worker
from voice.themes.codebook import Theme, codebook


@dataclass(frozen=True, slots=True)
class Row:
    """One action as the tracker shows it."""

    action: Action
    theme: Theme
    days: Days
    standing: Standing
    #: Its newest update; empty where there is none yet.
    last: str
    #: Young people of the panel who said that it is not good enough.
    not_enough: int

    @property
    def number(self) -> str:
        """What people call it: "A-12"."""
        return f"A-{self.action.id}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    at: datetime
    who: str
    kind: str
    text: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Opened:
    """One action with all that belongs to it."""

    row: Row
    history: tuple[Line, ...]
    sentences: Mapping[str, Sentence]
    #: Why young people said that it is not good enough: counts by reason.
    reasons: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """A closed action that children of one language cannot read about yet."""

    action: Action
    language: str
    #: None where nobody has begun.
    draft: Sentence | None
    home: Sentence
    #: Children who wait for it.
    children: int


def rows(session: Session, today: date, ids: Sequence[int] | None = None) -> tuple[Row, ...]:
    """Every action by theme, in the codebook's order, then by the day it is due."""
    wanted = select(Action) if ids is None else select(Action).where(Action.id.in_(ids))
    actions = session.scalars(wanted).all()
    last, voices = _last(session), _voices(session)
    order = {each.key: place for place, each in enumerate(codebook().ever_made)}
    found = [_row(each, today, last, voices) for each in actions]
    return tuple(
        sorted(found, key=lambda row: (order[row.theme.key], row.action.due, row.action.id))
    )


def opened(session: Session, action_id: int, today: date) -> Opened:
    """One action; NoSuchAction."""
    found = rows(session, today, [action_id])
    if not found:
        raise NoSuchAction(action_id)
    query = select(NotEnough.why, func.count()).filter_by(action_id=action_id)
    reasons = dict(session.execute(query.group_by(NotEnough.why)).all())
    known = told.sentences(session, [action_id])[action_id]
    first = sorted(known.values(), key=_as_written)
    sentences = {each.language: each for each in first}
    return Opened(found[0], _history(session, action_id), sentences, reasons)


def by_state(found: Iterable[Row]) -> Counter[State]:
    """How many actions are in each state."""
    return Counter(row.standing.state for row in found)


def missing(
    session: Session, offered: Sequence[str], waiting: Mapping[int, Mapping[str, int]]
) -> tuple[Missing, ...]:
    """Sentences that are not checked yet in a language offered, or in one that a child waits in."""
    ended = session.scalars(
        select(Action).where(Action.state == "closed").order_by(Action.closed_at.desc(), Action.id)
    ).all()
    known = told.sentences(session, [each.id for each in ended])
    found = []
    for each in ended:
        wait, mine = waiting.get(each.id, {}), known[each.id]
        home = next((one for code in offered[:1] if (one := mine.get(code))), None)
        for code in dict.fromkeys((*offered, *wait)):
            draft = mine.get(code)
            if home is not None and (draft is None or draft.state != "checked"):
                found.append(Missing(each, code, draft, home, wait.get(code, 0)))
    return tuple(sorted(found, key=lambda each: -each.children))


def leads(session: Session) -> tuple[Worker, ...]:
    """People who may lead an action here: everybody with an address."""
    people = select(Worker).where(Worker.active, Worker.email.is_not(None)).order_by(Worker.name)
    return tuple(session.scalars(people))


def _as_written(sentence: Sentence) -> tuple[bool, str]:
    """The sentence of the house first: its writer vouches for it, nobody else checked it."""
    own = sentence.state == "checked" and sentence.checked_as is None
    return not own, sentence.language


def _row(action: Action, today: date, last: Mapping[int, str], voices: Mapping[int, int]) -> Row:
    days = days_of(action)
    return Row(
        action,
        codebook().theme(action.theme),
        days,
        standing(days, today),
        last.get(action.id, ""),
        voices.get(action.id, 0),
    )


def _last(session: Session) -> dict[int, str]:
    """The newest update of each action."""
    newest = select(func.max(Entry.id)).where(Entry.kind == "update").group_by(Entry.action_id)
    lines = session.execute(select(Entry.action_id, Entry.text).where(Entry.id.in_(newest)))
    return dict(lines.all())


def _voices(session: Session) -> dict[int, int]:
    query = select(NotEnough.action_id, func.count()).group_by(NotEnough.action_id)
    return dict(session.execute(query).all())


def _history(session: Session, action_id: int) -> tuple[Line, ...]:
    names = {each.id: each.name for each in session.scalars(select(Worker))}
    lines = select(Entry).filter_by(action_id=action_id).order_by(Entry.at.desc(), Entry.id.desc())
    return tuple(
        Line(each.at, names.get(each.by or 0, ""), each.kind, each.text, each.changes)
        for each in session.scalars(lines)
    )
