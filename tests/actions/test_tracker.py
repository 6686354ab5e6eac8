"""The state of an action follows from its days; a person may only make it worse."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.actions.tracker import RULES, Days, Standing, State, Why, may_say, reminders, standing

DUE = date(2026, 12, 1)
BEGUN = date(2026, 10, 1)
DAYS = Days(DUE, BEGUN, 30)


def test_it_is_on_track_until_an_update_is_missed() -> None:
    assert standing(DAYS, date(2026, 10, 31)) == Standing(State.ON_TRACK, Why.IN_TIME)
    assert standing(DAYS, date(2026, 11, 1)) == Standing(State.LATE, Why.UPDATE_MISSED)


def test_past_its_day_it_is_red_without_a_plan_and_amber_with_one() -> None:
    updated = Days(DUE, DUE, 30)
    planned = Days(DUE, DUE, 30, plan_due=date(2027, 1, 15))
    assert standing(updated, DUE).state is State.ON_TRACK
    assert standing(updated, DUE + timedelta(1)) == Standing(State.STUCK, Why.PAST_DUE)
    assert standing(planned, DUE + timedelta(1)) == Standing(State.LATE, Why.LATE_WITH_PLAN)
    assert standing(planned, date(2027, 1, 16)) == Standing(State.STUCK, Why.PLAN_MISSED)


def test_a_person_may_make_it_worse_but_never_better() -> None:
    worse = Days(DUE, BEGUN, 30, said=State.STUCK)
    assert standing(worse, BEGUN) == Standing(State.STUCK, Why.SAID)
    milder = Days(DUE, BEGUN, 30, said=State.LATE)
    assert standing(milder, DUE + timedelta(1)) == Standing(State.STUCK, Why.PAST_DUE)
    assert may_say(DAYS, BEGUN) == (State.LATE, State.STUCK)
    assert may_say(DAYS, date(2026, 11, 1)) == (State.STUCK,)
    assert may_say(DAYS, DUE + timedelta(1)) == ()


@pytest.mark.parametrize(
    ("outcome", "state"), [("did", State.COMPLETED), ("could_not", State.STUCK)]
)
def test_closed_it_stays_as_it_ended(outcome: str, state: State) -> None:
    closed = Days(DUE, BEGUN, 30, said=State.STUCK, outcome=outcome)
    later = DUE + timedelta(days=900)
    assert standing(closed, later).state is state
    assert may_say(closed, later) == ()
    assert reminders(closed, later) == ()


def test_a_lead_is_reminded_a_little_before_each_day() -> None:
    assert reminders(DAYS, date(2026, 10, 27)) == ()
    assert reminders(DAYS, date(2026, 10, 28)) == (("update", date(2026, 10, 31)),)
    assert ("due", DUE) in reminders(DAYS, date(2026, 11, 24))
    planned = Days(DUE, DUE, 90, plan_due=date(2027, 2, 1))
    assert reminders(planned, date(2026, 12, 20)) == ()
    assert reminders(planned, date(2027, 1, 25)) == (("due", date(2027, 2, 1)),)


@given(
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.integers(1, 366),
    st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.sampled_from([None, State.LATE, State.STUCK]),
    st.integers(0, 900),
)
def test_what_a_person_says_never_makes_it_look_better(
    due: date, updated: date, every: int, plan: date | None, said: State | None, on: int
) -> None:
    order = list(State)
    today = date(2026, 1, 1) + timedelta(days=on)
    ruled = standing(Days(due, updated, every, plan), today)
    shown = standing(Days(due, updated, every, plan, said), today)
    assert order.index(shown.state) >= order.index(ruled.state)
    assert ruled.state is RULES[ruled.why]
