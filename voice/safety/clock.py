"""Working time in England, and the clock that runs for every alert.

Pure: moments in, moments out. Moments carry their zone; days and hours are London's, so that half
an hour is half an hour and Monday nine o'clock is nine o'clock, summer and winter. Bank holidays
lie in `holidays/england.toml`; a year missing there has weekends and nothing else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from voice.i18n.days import LONDON, day_of, local

OPENS, CLOSES = time(9), time(17)
_SATURDAY = 5
#: Answers in a language whose list nobody has checked are read within so many working days.
UNCHECKED_DAYS = 1


class Group(StrEnum):
    """How soon somebody must look."""

    NOW = "now"
    TODAY = "today"
    REQUESTS = "requests"


#: Every kind of alert, in the order in which they are shown.
GROUPS: Mapping[str, Group] = {
    **dict.fromkeys(
        ("harm", "self_harm", "domestic", "exploitation", "missing", "fear"), Group.NOW
    ),
    **dict.fromkeys(("contact_me", "about_worker", "complaint"), Group.TODAY),
    **dict.fromkeys(("advocate", "erase"), Group.REQUESTS),
}


#: An answer that took longer than this from Send to us is late: whatever it says, look now.
LATE = timedelta(hours=72)


def came_late(sent_at: datetime, received_at: datetime) -> bool:
    """Whether an answer was held back for so long that it must be looked at at once."""
    return received_at - sent_at > LATE


def group(kind: str, *, late: bool) -> Group:
    """How soon somebody must look at an alert of this kind."""
    return Group.NOW if late else GROUPS[kind]


class Step(StrEnum):
    """What the ladder asks for, in order: a look by the next person, the manager, a decision."""

    NEXT = "next"
    MANAGER = "manager"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Ladder:
    """How long an alert may wait before the next person hears of it."""

    next_minutes: int = 30
    manager_minutes: int = 120
    decision_days: int = 1


@dataclass(frozen=True, slots=True)
class Times:
    """When one alert was sent, first looked at, and decided; None for not yet."""

    sent_at: datetime
    seen_at: datetime | None = None
    decided_at: datetime | None = None
    group: Group = Group.NOW


@cache
def holidays() -> dict[date, str]:
    """Bank holidays in England by day."""
    years = tomllib.loads((files("voice.safety") / "holidays" / "england.toml").read_text("utf-8"))
    return {date.fromisoformat(day): name for year in years.values() for day, name in year.items()}


def is_working_day(day: date) -> bool:
    """Whether offices are open at all: neither weekend nor bank holiday."""
    return day.weekday() < _SATURDAY and day not in holidays()


def out_of_hours(moment: datetime) -> bool:
    """Whether nobody is expected at a desk."""
    here = local(moment)
    return not (is_working_day(here.date()) and OPENS <= here.time() < CLOSES)


def next_opening(moment: datetime) -> datetime:
    """The moment itself in working hours, otherwise when the desk opens again."""
    if not out_of_hours(moment):
        return moment.astimezone(UTC)
    here = local(moment)
    day = here.date()
    if here.time() >= CLOSES or not is_working_day(day):
        day = _day_after(day)
    return _at(day, OPENS)


def add_working_days(moment: datetime, days: int) -> datetime:
    """The same time of day so many working days on; outside hours it counts from the opening."""
    here = local(next_opening(moment))
    day = here.date()
    for _ in range(days):
        day = _day_after(day)
    return _at(day, here.time())


def add_working_minutes(moment: datetime, minutes: int) -> datetime:
    """So many minutes of working time on."""
    at, left = next_opening(moment), timedelta(minutes=minutes)
    while left > (today := _at(day_of(at), CLOSES) - at):
        left -= today
        at = _at(_day_after(day_of(at)), OPENS)
    return at + left


def read_due(sent_at: datetime, days: int, *, unchecked: bool) -> datetime:
    """By when a person reads an answer: sooner where no checked list looks at it first."""
    return add_working_days(sent_at, min(days, UNCHECKED_DAYS) if unchecked else days)


def deadlines(times: Times, ladder: Ladder) -> dict[Step, datetime]:
    """When each step of the ladder is reached.

    Whoever may be in danger does not wait for Monday, so looking runs on the real clock; requests
    are looked at in working time. Decisions are in working days.
    """
    waits = {Step.NEXT: ladder.next_minutes, Step.MANAGER: ladder.manager_minutes}
    looked = {
        step: add_working_minutes(times.sent_at, minutes)
        if times.group is Group.REQUESTS
        else times.sent_at + timedelta(minutes=minutes)
        for step, minutes in waits.items()
    }
    return {**looked, Step.DECISION: add_working_days(times.sent_at, ladder.decision_days)}


def due(times: Times, ladder: Ladder) -> datetime | None:
    """By when somebody must do the next thing: look, then decide; None when all is done."""
    if times.decided_at is not None:
        return None
    step = Step.NEXT if times.seen_at is None else Step.DECISION
    return deadlines(times, ladder)[step]


def overdue(times: Times, now: datetime, ladder: Ladder) -> timedelta | None:
    """By how much an alert is late; None while it is not."""
    by = due(times, ladder)
    return now - by if by is not None and now > by else None


def reached(times: Times, now: datetime, ladder: Ladder) -> tuple[Step, ...]:
    """The steps of the ladder that this alert has come to: nobody looked, or nobody decided."""
    if times.decided_at is not None:
        return ()
    open_steps = tuple(Step) if times.seen_at is None else (Step.DECISION,)
    by = deadlines(times, ladder)
    return tuple(step for step in open_steps if now >= by[step])


def _day_after(day: date) -> date:
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON).astimezone(UTC)
