"""The clock: working days and hours in England, and the ladder, on fixed moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from voice.safety import clock
from voice.safety.clock import LONDON, Group, Ladder, Step, Times
from voice.safety.screen import KINDS

LADDER = Ladder()
#: Every working hour of these years is known.
MOMENTS = some.integers(0, 4 * 365 * 24 * 60 - 90_000).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_every_year_has_its_eight_bank_holidays(year: int) -> None:
    days = {day for day in clock.holidays() if day.year == year}
    assert len(days) == 8
    assert {easter(year) - timedelta(2), easter(year) + timedelta(1)} <= days
    assert all(day.weekday() < 5 for day in days), "a holiday on a weekend has a substitute"
    assert sum(day.month == 5 and day.weekday() == 0 for day in days) == 2
    assert any(day.month == 8 and day.day >= 25 and day.weekday() == 0 for day in days)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-12-28", "Boxing Day (substitute day)"),
        ("2027-12-27", "Christmas Day (substitute day)"),
        ("2027-12-28", "Boxing Day (substitute day)"),
        ("2028-01-03", "New Year's Day (substitute day)"),
    ],
)
def test_a_holiday_on_a_weekend_moves_to_the_next_working_day(day: str, name: str) -> None:
    assert clock.holidays()[date.fromisoformat(day)] == name


@pytest.mark.parametrize(
    ("moment", "outside"),
    [
        ("2026-09-16T09:00", False),
        ("2026-09-16T08:59", True),
        ("2026-09-16T16:59", False),
        ("2026-09-16T17:00", True),
        ("2026-09-19T12:00", True),  # Saturday
        ("2026-12-25T12:00", True),
        ("2026-12-24T12:00", False),
        ("2026-12-28T12:00", True),
        ("2026-12-29T12:00", False),
    ],
)
def test_hours_are_nine_to_five_on_working_days(moment: str, outside: bool) -> None:
    assert clock.out_of_hours(london(moment)) is outside


@pytest.mark.parametrize(
    ("moment", "days", "expected"),
    [
        ("2026-09-16T10:30", 5, "2026-09-23T10:30"),  # Wednesday to Wednesday
        ("2026-09-18T16:00", 1, "2026-09-21T16:00"),  # Friday to Monday
        ("2026-09-18T20:00", 1, "2026-09-22T09:00"),  # Friday night counts from Monday
        ("2026-09-19T12:00", 1, "2026-09-22T09:00"),  # Saturday too
        ("2026-09-21T07:00", 1, "2026-09-22T09:00"),  # early on Monday
        ("2026-12-24T15:00", 1, "2026-12-29T15:00"),  # over Christmas and its substitute
        ("2026-12-23T15:00", 5, "2027-01-04T15:00"),
        ("2026-10-23T10:00", 1, "2026-10-26T10:00"),  # the clocks go back on the Sunday
        ("2026-09-16T10:30", 0, "2026-09-16T10:30"),
    ],
)
def test_working_days_leave_out_weekends_and_holidays(
    moment: str, days: int, expected: str
) -> None:
    assert clock.add_working_days(london(moment), days) == london(expected)


@pytest.mark.parametrize(
    ("moment", "minutes", "expected"),
    [
        ("2026-09-16T10:30", 30, "2026-09-16T11:00"),
        ("2026-09-16T16:45", 30, "2026-09-17T09:15"),
        ("2026-09-18T16:45", 30, "2026-09-21T09:15"),
        ("2026-12-24T16:00", 120, "2026-12-29T10:00"),
        ("2026-09-19T03:00", 120, "2026-09-21T11:00"),
        ("2026-09-16T09:00", 480, "2026-09-16T17:00"),
    ],
)
def test_working_minutes_stop_when_the_desk_does(moment: str, minutes: int, expected: str) -> None:
    assert clock.add_working_minutes(london(moment), minutes) == london(expected)


@given(MOMENTS, some.integers(0, 20))
def test_more_working_days_are_never_sooner(moment: datetime, days: int) -> None:
    later = clock.add_working_days(moment, days)
    assert later >= moment
    assert not clock.out_of_hours(later)
    assert clock.add_working_days(moment, days + 1) > later


@given(MOMENTS, some.integers(0, 2_000))
def test_working_minutes_add_up(moment: datetime, minutes: int) -> None:
    once = clock.add_working_minutes(moment, minutes)
    assert once >= moment
    assert clock.add_working_minutes(moment, minutes + 1) > once


def test_an_answer_no_checked_list_looks_at_is_read_sooner() -> None:
    sent = london("2026-09-18T12:00")
    assert clock.read_due(sent, 5, unchecked=False) == london("2026-09-25T12:00")
    assert clock.read_due(sent, 5, unchecked=True) == london("2026-09-21T12:00")


def test_every_kind_of_alert_belongs_to_a_group() -> None:
    assert set(clock.GROUPS) == set(KINDS)


@pytest.mark.parametrize("sent", ["2026-09-19T23:10", "2026-12-25T15:00", "2026-09-16T10:00"])
def test_a_cry_for_help_does_not_wait_for_monday(sent: str) -> None:
    by = clock.deadlines(Times(london(sent)), LADDER)
    assert by[Step.NEXT] == london(sent) + timedelta(minutes=30)
    assert by[Step.MANAGER] == london(sent) + timedelta(hours=2)
    assert by[Step.DECISION] == clock.add_working_days(london(sent), 1)


def test_a_request_is_looked_at_in_working_time() -> None:
    by = clock.deadlines(Times(london("2026-09-19T23:10"), group=Group.REQUESTS), LADDER)
    assert by[Step.NEXT] == london("2026-09-21T09:30")
    assert by[Step.MANAGER] == london("2026-09-21T11:00")


def test_the_ladder_is_climbed_step_by_step() -> None:
    sent = london("2026-12-24T15:00")
    unseen = Times(sent)
    after = {minutes: sent + timedelta(minutes=minutes) for minutes in (29, 30, 119, 120)}
    assert clock.reached(unseen, after[29], LADDER) == ()
    assert clock.reached(unseen, after[30], LADDER) == (Step.NEXT,)
    assert clock.reached(unseen, after[119], LADDER) == (Step.NEXT,)
    assert clock.reached(unseen, after[120], LADDER) == (Step.NEXT, Step.MANAGER)
    assert clock.reached(unseen, london("2026-12-29T15:00"), LADDER) == tuple(Step)


def test_an_alert_that_was_seen_still_wants_a_decision() -> None:
    sent = london("2026-12-24T15:00")
    seen = Times(sent, seen_at=sent + timedelta(minutes=5))
    assert clock.reached(seen, london("2026-12-28T15:00"), LADDER) == ()
    assert clock.reached(seen, london("2026-12-29T15:00"), LADDER) == (Step.DECISION,)


def test_a_decided_alert_asks_for_nothing_more() -> None:
    sent = london("2026-09-16T10:00")
    done = Times(sent, sent, sent)
    assert clock.due(done, LADDER) is None
    assert clock.overdue(done, sent + timedelta(days=90), LADDER) is None
    assert clock.reached(done, sent + timedelta(days=90), LADDER) == ()


def test_how_late_an_alert_is_counts_from_what_is_missing() -> None:
    sent = london("2026-09-16T10:00")
    assert clock.overdue(Times(sent), sent + timedelta(minutes=30), LADDER) is None
    assert clock.overdue(Times(sent), sent + timedelta(minutes=90), LADDER) == timedelta(hours=1)
    seen = Times(sent, sent)
    assert clock.overdue(seen, london("2026-09-17T10:00"), LADDER) is None
    assert clock.overdue(seen, london("2026-09-17T11:00"), LADDER) == timedelta(hours=1)


def test_other_settings_make_another_ladder() -> None:
    sent = london("2026-09-16T10:00")
    by = clock.deadlines(Times(sent), Ladder(5, 10, 2))
    assert by[Step.MANAGER] - by[Step.NEXT] == timedelta(minutes=5)
    assert by[Step.DECISION] == london("2026-09-18T10:00")
