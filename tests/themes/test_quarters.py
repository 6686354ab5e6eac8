"""The panel reads whole quarters."""

from datetime import date

import pytest

from voice.themes.quarters import Quarter, back_from, of, of_key, whole


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 10, 1), "2026-Q3"),
        (date(2026, 12, 31), "2026-Q3"),
        (date(2027, 1, 1), "2026-Q4"),
    ],
)
def test_the_latest_whole_quarter_is_the_one_before_today(today: date, latest: str) -> None:
    assert whole(today)[0].key == latest


def test_a_quarter_has_three_whole_months() -> None:
    assert (Quarter(2026, 3).since, Quarter(2026, 3).until) == (
        date(2026, 7, 1),
        date(2026, 9, 30),
    )
    assert Quarter(2024, 4).until == date(2024, 12, 31)
    assert Quarter(2024, 1).before == Quarter(2023, 4)


def test_quarters_are_offered_latest_first() -> None:
    assert [each.key for each in whole(date(2026, 2, 3), 3)] == ["2025-Q4", "2025-Q3", "2025-Q2"]


@pytest.mark.parametrize("key", ["2026-Q5", "2026-07", "26-Q1", "x", ""])
def test_what_is_no_quarter_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        of_key(key)


def test_a_key_names_its_quarter() -> None:
    assert of_key("2026-Q2") == Quarter(2026, 2)


def test_a_day_lies_in_one_quarter() -> None:
    assert of(date(2026, 9, 30)) == Quarter(2026, 3)
    assert of(date(2026, 9, 30)).days == (date(2026, 7, 1), date(2026, 9, 30))
    assert back_from(Quarter(2026, 1), 2) == (Quarter(2026, 1), Quarter(2025, 4))
