"""The geometry of the charts: honest proportions, nothing drawn that is not known."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.web.charts import (
    DOTS_IN_A_ROW,
    FEELINGS,
    MOST_DOTS,
    WIDE,
    dots,
    shares,
    stacked,
    texture,
    trend,
    unit_for,
)

COUNTS = st.lists(st.integers(0, 5000), min_size=1, max_size=6)
FEELING_COUNTS = st.fixed_dictionaries({key: st.integers(0, 500) for key in FEELINGS})


@given(COUNTS)
def test_percentages_add_up_to_a_hundred_or_to_nothing(counts: list[int]) -> None:
    assert sum(shares(counts)) == (100 if sum(counts) else 0)


@given(COUNTS)
def test_no_percentage_is_a_whole_point_away_from_the_truth(counts: list[int]) -> None:
    total = sum(counts) or 1
    for count, percent in zip(counts, shares(counts), strict=True):
        assert abs(percent - 100 * count / total) < 1


def test_the_same_counts_always_give_the_same_percentages() -> None:
    assert shares([1, 1, 1]) == (34, 33, 33)


@given(FEELING_COUNTS)
def test_the_parts_of_a_bar_lie_side_by_side_and_fill_it(counts: dict[str, int]) -> None:
    parts = stacked(counts)
    assert [part.key for part in parts] == list(FEELINGS)
    for left, right in pairwise(parts):
        assert right.x == pytest.approx(left.x + left.width, abs=0.2)
    assert sum(part.width for part in parts) == pytest.approx(
        WIDE if sum(counts.values()) else 0, abs=0.5
    )


def test_a_bar_is_not_drawn_when_one_part_is_too_small_to_be_shown() -> None:
    parts = stacked({"pos": None, "mixed": 0, "neg": 7})
    assert [part.count for part in parts] == [None, 0, 7]
    assert {part.width for part in parts} == {0.0}
    assert {part.percent for part in parts} == {None}


@given(FEELING_COUNTS)
def test_no_texture_leaves_its_part(counts: dict[str, int]) -> None:
    for part in stacked(counts):
        for x, _ in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", part.texture):
            assert part.x - 0.2 <= float(x) <= part.x + part.width + 0.2


def test_each_textured_part_is_told_apart_without_colour() -> None:
    drawn = {key: texture(key, 0, 100, 28) for key in ("mixed", "neutral", "neg")}
    assert len(set(drawn.values())) == 3
    assert all(drawn.values())
    assert texture("neg", 0, 0.5, 28) == ""


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000))
def test_a_group_that_is_there_has_a_dot_and_an_absent_one_has_none(
    full: int, half: int, empty: int
) -> None:
    fills = [dot.fill for dot in dots(full, half, empty).dots]
    for name, count in (("full", full), ("half", half), ("empty", empty)):
        assert (name in fills) == (count > 0)


def test_dots_are_rounded_to_the_unit_they_state() -> None:
    field = dots(72, 16, 24, unit=4)
    fills = [dot.fill for dot in field.dots]
    assert (fills.count("full"), fills.count("half"), fills.count("empty")) == (18, 4, 6)
    assert fills == sorted(fills, key=["full", "half", "empty"].index)


def test_dots_wrap_into_rows_and_stay_inside_their_field() -> None:
    field = dots(30, unit=1)
    assert len({dot.y for dot in field.dots}) == 2
    assert max(dot.x for dot in field.dots) < field.wide
    assert max(dot.y for dot in field.dots) < field.tall
    assert sum(dot.y < 20 for dot in field.dots) == DOTS_IN_A_ROW


def test_an_empty_field_of_dots_still_has_a_size() -> None:
    field = dots(0)
    assert field.dots == ()
    assert field.tall > 0


@given(st.integers(0, 40_000))
def test_one_dot_stands_for_a_round_number_and_they_fit(largest: int) -> None:
    assert largest <= unit_for(largest) * MOST_DOTS


def test_more_children_than_any_unit_fits_get_the_largest_unit() -> None:
    assert unit_for(10_000_000) == 1000


@pytest.mark.parametrize(
    ("values", "course"),
    [
        ([], "unknown"),
        ([4], "unknown"),
        ([None, 4, None], "unknown"),
        ([10, 20], "up"),
        ([20, None, 10], "down"),
        ([20, 50, 21], "level"),
        ([0, 0], "level"),
    ],
)
def test_a_trend_says_where_it_goes(values: list[int | None], course: str) -> None:
    assert trend(values).course == course


def test_a_gap_in_a_trend_stays_a_gap() -> None:
    line = trend([1, 2, None, 4, 5])
    assert line.path.count("M") == 2
    assert len(line.marks) == 4
    assert (line.first, line.last) == (1, 5)


def test_lines_side_by_side_share_a_scale() -> None:
    low, high = trend([0, 5], top=50), trend([0, 50], top=50)
    assert low.marks[-1][1] > high.marks[-1][1]


@given(st.lists(st.none() | st.integers(0, 10_000), max_size=20))
def test_a_trend_stays_inside_its_frame(values: list[int | None]) -> None:
    for x, y in trend(values, wide=160, tall=40).marks:
        assert 0 <= x <= 160
        assert 0 <= y <= 40
