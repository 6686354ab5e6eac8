"""No child can be worked out from the numbers that are shown."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice.panel.figures import (
    ENOUGH,
    FEELINGS,
    Counts,
    Shown,
    ShownRow,
    biggest,
    blend,
    dots,
    ends,
    few,
    in_ten,
    per_dot,
    protect,
    rounded,
    shown_count,
    sureness,
    tally,
)

Table = tuple[tuple[int, ...], ...]


def _counts(table: Table, apart: bool = False) -> Counts:
    return Counts({str(i): row for i, row in enumerate(table)}, apart)


def _tables(rows: int, columns: int, most: int) -> Iterator[Table]:
    for flat in itertools.product(range(most + 1), repeat=rows * columns):
        yield tuple(flat[i * columns : (i + 1) * columns] for i in range(rows))


def _same_page(
    rows: int, columns: int, most: int, apart: bool, threshold: int
) -> list[list[Table]]:
    """All tables, those that lead to the same page together: what an attacker cannot tell apart.

    The attacker knows the rules of `protect` and can try every table there could be.
    """
    pages: dict[Shown, list[Table]] = defaultdict(list)
    for table in _tables(rows, columns, most):
        pages[protect(_counts(table, apart), threshold)].append(table)
    return list(pages.values())


@pytest.mark.parametrize(
    ("rows", "columns", "most", "apart", "threshold"),
    [
        (1, 4, 8, False, 5),
        (1, 3, 12, False, 5),
        (2, 2, 7, True, 5),
        (2, 3, 3, True, 3),
        (3, 2, 3, True, 3),
    ],
)
def test_an_attacker_who_tries_every_table_learns_nothing_of_a_hidden_count(
    rows: int, columns: int, most: int, apart: bool, threshold: int
) -> None:
    for alike in _same_page(rows, columns, most, apart, threshold):
        for i, j in itertools.product(range(rows), range(columns)):
            values = {table[i][j] for table in alike}
            if min(values) < threshold:
                assert values == set(range(threshold))


def test_an_attacker_learns_nothing_of_hidden_counts_taken_together() -> None:
    for alike in _same_page(1, 3, 9, apart=False, threshold=5):
        hidden = [j for j in range(3) if alike[0][0][j] < 5]
        together = {tuple(table[0][j] for j in hidden) for table in alike}
        assert together == set(itertools.product(range(5), repeat=len(hidden)))


def test_exact_totals_would_give_a_hidden_count_away() -> None:
    """The control: the attack does find something where totals are not protected."""
    pages: dict[object, set[int]] = defaultdict(set)
    for ((first, second),) in _tables(1, 2, 9):
        shown = (first if first >= 5 else None, second if second >= 5 else None)
        pages[shown, first + second].add(second)
    assert any(len(values) == 1 and min(values) < 5 for values in pages.values())


@given(st.lists(st.tuples(*[st.integers(0, 400)] * 4), min_size=1, max_size=6), st.integers(3, 12))
@settings(max_examples=200, deadline=None)
def test_no_small_count_changes_anything_that_is_shown(rows: list[Table], threshold: int) -> None:
    zeroed = tuple(tuple(n if n >= threshold else 0 for n in row) for row in rows)
    fullest = tuple(tuple(n if n >= threshold else threshold - 1 for n in row) for row in rows)
    shown = protect(_counts(tuple(rows), apart=True), threshold)  # type: ignore[arg-type]
    assert shown == protect(_counts(zeroed, apart=True), threshold)
    assert shown == protect(_counts(fullest, apart=True), threshold)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=5), st.integers(3, 12))
def test_shown_counts_are_near_the_true_ones(row: list[int], threshold: int) -> None:
    for shown in protect(Counts({"a": tuple(row)}), threshold).rows:
        near = 2 + len(row) * (threshold // 2)
        assert abs(shown.total - sum(row)) <= near
        for count, cell in zip(row, shown.cells, strict=True):
            assert (cell is None) == (count < threshold)
            assert cell is None or (abs(cell - count) <= 2 and cell % 5 == 0)


@given(st.tuples(*[st.integers(0, 60)] * len(FEELINGS)), st.integers(3, 20))
def test_parts_in_ten_always_stand_for_ten_children_or_more(
    row: tuple[int, ...], threshold: int
) -> None:
    for shown in protect(Counts({"a": row}), threshold).rows:
        if shown.total >= ENOUGH:
            assert sum(row) >= 10


def test_a_row_of_small_counts_is_left_out_whole() -> None:
    shown = protect(Counts({"many": (20, 0), "few": (4, 4)}, apart=True), 5)
    assert [row.key for row in shown.rows] == ["many"]
    assert shown.left_out == ("few",)
    assert shown.column_totals == (20, None)


def test_columns_have_no_total_where_a_child_may_be_in_several_rows() -> None:
    assert protect(Counts({"a": (20, 7)}), 5).column_totals == ()
    assert protect(Counts({}), 5) == Shown((), ())


def test_rounding_goes_to_the_nearest_five() -> None:
    assert [rounded(n) for n in (5, 7, 8, 12, 13, 58)] == [5, 5, 10, 10, 15, 60]
    assert (shown_count(4, 5), shown_count(212, 5)) == (None, 210)


@pytest.mark.parametrize(
    ("bands", "feeling"),
    [
        ({"pos"}, "happy"),
        ({"neg", "neutral"}, "unhappy"),
        ({"pos", "neg"}, "mixed"),
        ({"mixed", "pos"}, "mixed"),
        ({"neutral"}, "unclear"),
        (set(), "unclear"),
    ],
)
def test_one_child_has_one_feeling_about_a_theme(bands: set[str], feeling: str) -> None:
    assert blend(bands) == feeling


def test_feelings_are_tallied_in_the_order_shown() -> None:
    assert tally(["happy", "unclear", "happy", "mixed"]) == (2, 1, 0, 1)


def _row(key: str, *cells: int | None, total: int) -> ShownRow:
    return ShownRow(key, cells, total)


def test_the_biggest_rows_come_first_and_equals_keep_their_order() -> None:
    rows = (_row("a", 5, total=5), _row("b", 20, total=20), _row("c", 5, total=5))
    assert [row.key for row in biggest(Shown(rows, ()), 2)] == ["b", "a"]


def test_parts_in_ten_need_enough_children() -> None:
    assert in_ten(15, 60) == 3  # halves go up
    assert in_ten(65, 60) == 10
    assert in_ten(10, 15) is None
    assert in_ten(None, 60) is None


def test_the_ends_are_told_only_where_they_lie_apart() -> None:
    rows = (_row("a", 20, total=40), _row("b", 30, total=40), _row("c", None, total=15))
    assert ends(rows, 0) == ("b", "a")
    assert ends((*rows, _row("d", None, total=40)), 0) == ("b", "d")
    assert ends((rows[0], _row("e", 85, total=155)), 0) is None
    assert ends(rows[2:], 0) is None


def test_few_children_make_us_less_sure() -> None:
    assert [sureness(n) for n in (10, 15, 20, 35, 40, 500)] == [
        *("not", "not", "fairly", "fairly", "quite", "quite")
    ]


def test_the_longest_row_of_dots_fits() -> None:
    assert [per_dot(totals) for totals in ([], [95], [185, 40], [100_000])] == [5, 5, 10, 1000]
    assert [dots(n, 10) for n in (None, 5, 95, 100)] == [0, 1, 10, 10]


def test_groups_we_heard_little_from_are_named() -> None:
    assert few({"4-7": 9, "8-10": 60, "11-18": 100}) == ("4-7",)
    assert few({"a": 20, "b": 120, "c": 100}) == ("a",)
    assert few({}) == ()
