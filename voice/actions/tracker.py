"""The state of an action: computed from its days, by rules that stand on the page.

Pure. Four states, as in an improvement plan: completed; on track; late, but a plan is in place;
will not be delivered, and no plan. A person may set a worse state than the rules give, never a
better one; only closing, with evidence, completes an action.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """The four states, from the best to the worst."""

    COMPLETED = "completed"
    ON_TRACK = "on_track"
    LATE = "late"
    STUCK = "stuck"


class Why(StrEnum):
    """Which rule gave a state."""

    DONE = "done"
    COULD_NOT = "could_not"
    IN_TIME = "in_time"
    UPDATE_MISSED = "update_missed"
    LATE_WITH_PLAN = "late_with_plan"
    PAST_DUE = "past_due"
    PLAN_MISSED = "plan_missed"
    SAID = "said"


#: The rules in the order in which they are tried, and the state that each gives.
RULES: Final = {
    Why.DONE: State.COMPLETED,
    Why.COULD_NOT: State.STUCK,
    Why.PLAN_MISSED: State.STUCK,
    Why.PAST_DUE: State.STUCK,
    Why.LATE_WITH_PLAN: State.LATE,
    Why.UPDATE_MISSED: State.LATE,
    Why.IN_TIME: State.ON_TRACK,
}
_WORSE: Final = list(State)
#: Days before an update is expected, and before an action is due, on which its lead is reminded.
UPDATE_AHEAD: Final = timedelta(days=3)
DUE_AHEAD: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Days:
    """What the state of an action depends on."""

    due: date
    #: When it was last updated.
    updated: date
    #: An update is expected at least once in so many days.
    update_days: int
    #: By when the plan will have it done, where it is late and there is a plan.
    plan_due: date | None = None
    #: A worse state, as a person said.
    said: State | None = None
    #: "did" or "could_not" once it is closed.
    outcome: str | None = None

    @property
    def update_due(self) -> date:
        """The last day on which the next update is in time."""
        return self.updated + timedelta(days=self.update_days)

    @property
    def ends(self) -> date:
        """The day that counts: that of the plan, where there is one."""
        return self.plan_due or self.due


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, and the rule that gave it."""

    state: State
    why: Why


def standing(days: Days, today: date) -> Standing:
    """How an action stands today."""
    why = _rule(days, today)
    state = RULES[why]
    if days.said is not None and days.outcome is None and _is_worse(days.said, state):
        return Standing(days.said, Why.SAID)
    return Standing(state, why)


def may_say(days: Days, today: date) -> tuple[State, ...]:
    """The states a person may set today: those worse than what the rules give."""
    if days.outcome is not None:
        return ()
    ruled = RULES[_rule(days, today)]
    return tuple(each for each in State if _is_worse(each, ruled) and each is not State.ON_TRACK)


def reminders(days: Days, today: date) -> tuple[tuple[str, date], ...]:
    """What its lead is reminded of by now: ("update" or "due", the day it is about)."""
    if days.outcome is not None:
        return ()
    found = []
    if today >= days.update_due - UPDATE_AHEAD:
        found.append(("update", days.update_due))
    if today >= days.ends - DUE_AHEAD:
        found.append(("due", days.ends))
    return tuple(found)


def _rule(days: Days, today: date) -> Why:
    if days.outcome is not None:
        return Why.DONE if days.outcome == "did" else Why.COULD_NOT
    if today > days.due:
        if days.plan_due is None:
            return Why.PAST_DUE
        return Why.PLAN_MISSED if today > days.plan_due else Why.LATE_WITH_PLAN
    return Why.UPDATE_MISSED if today > days.update_due else Why.IN_TIME


def _is_worse(one: State, other: State) -> bool:
    return _WORSE.index(one) > _WORSE.index(other)
