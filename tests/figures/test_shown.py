"""What is read from shown counts: parts in ten, dots, order, sureness."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.figures.shown import (
    ENOUGH,
    LONGEST_ROW,
    ShownRow,
    biggest,
    dots,
    ends,
    few,
    in_ten,
    per_dot,
    rounded,
    sureness,
)


def row(key: str, happy: int | None, total: int) -> ShownRow:
    return ShownRow(key, (happy, None, None, None), total)


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10)])
def test_counts_go_to_the_nearest_step(count: int, shown: int) -> None:
    assert rounded(count, 5) == shown


def test_the_biggest_come_first_and_equals_keep_their_order() -> None:
    rows = [row("a", 5, 10), row("b", 5, 30), row("c", 5, 10)]
    assert [each.key for each in biggest(rows, 3)] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("shown", "total", "part"),
    [(None, 40, None), (5, ENOUGH - 5, None), (10, 20, 5), (25, 20, 10), (5, 200, 0)],
)
def test_parts_in_ten_need_enough_children(shown: int | None, total: int, part: int | None) -> None:
    assert in_ten(shown, total) == part


def test_best_and_worst_are_told_only_where_they_lie_apart() -> None:
    assert ends([row("a", 30, 40), row("b", 10, 40)], 0) == ("a", "b")
    assert ends([row("a", 20, 40), row("b", 20, 40)], 0) is None
    assert ends([row("a", 5, 10)], 0) is None
    assert ends([row("a", 40, 40), row("b", None, 40)], 0) == ("a", "b")


@pytest.mark.parametrize(("total", "sure"), [(40, "quite"), (20, "fairly"), (15, "not")])
def test_more_children_make_us_surer(total: int, sure: str) -> None:
    assert sureness(total) == sure


@given(st.lists(st.integers(0, 40_000), max_size=6))
def test_the_longest_row_of_dots_fits(totals: list[int]) -> None:
    assert max((dots(total, per_dot(totals)) for total in totals), default=0) <= LONGEST_ROW + 5


def test_what_is_there_has_a_dot_and_what_is_not_shown_has_none() -> None:
    assert (dots(5, 100), dots(None, 5), dots(0, 5)) == (1, 0, 0)


def test_groups_we_heard_little_from() -> None:
    assert few({"a": 50, "b": 10, "c": 5}) == ("b", "c")
    assert few({"a": 30, "b": 25}) == ()
    assert few({}) == ()
