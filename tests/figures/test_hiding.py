"""No child can be worked out from the figures that are shown, by anybody with everything shown."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from tests.drills.councils import council
from voice.figures import hiding
from voice.figures.attack import Attack, ImpossibleFigures
from voice.figures.cells import CARE, CHILDREN, SILENT, WHOLE, Cell, Counted, Shape, Truth, truth
from voice.figures.hiding import (
    BESIDE,
    ROLLED,
    SMALL,
    Protected,
    Rules,
    protect,
    share_shown,
    unsafe,
)
from voice.figures.shown import FEELINGS

SERVICES = {1: "assessment", 2: "looked_after", 3: "leaving_care"}


def told(happy: dict[int, int], unhappy: dict[int, int], silent: int = 0) -> Truth:
    """A quarter with one theme and one age: happy and unhappy children by team."""
    rows = []
    for feeling, teams in (("happy", happy), ("unhappy", unhappy)):
        for team, count in teams.items():
            rows.append(Counted("theme", team, "8-10", "GS-Y", feeling, True, False, count))
            rows.append(Counted(CHILDREN, team, "8-10", "GS-Y", "", False, False, count))
    rows.append(Counted(CHILDREN, 1, "8-10", "GS-Y", "", False, False, silent))
    return truth(rows, ["theme"], SERVICES)


def test_groups_add_up_and_services_are_made_of_teams() -> None:
    true = told({1: 30, 2: 20, 3: 7}, {1: 3}, silent=9)
    assert true.of(("theme", WHOLE, WHOLE)) == 60
    assert true.of(("theme", CARE, "happy")) == 27
    assert true.of(("theme", "team:1", SILENT)) == 9
    assert true.shape.unions == {CARE: ("team:2", "team:3")}


def test_a_small_count_is_never_shown() -> None:
    made = protect(told({1: 60, 2: 40}, {1: 30, 2: 4}), Rules())
    assert ("theme", "team:2", "unhappy") not in made.shown
    assert made.shown["theme", WHOLE, WHOLE] == 135


def test_a_group_too_small_for_a_theme_is_rolled_up_whatever_its_count() -> None:
    shares = {1: 400, 2: 300, 3: 6}
    made = protect(told(shares, {}), Rules())
    assert made.hidden["theme", "team:3", "happy"] == ROLLED
    assert ("theme", CARE, "happy") in made.shown


def test_counts_as_they_are_hide_another_beside_a_small_one() -> None:
    made = protect(told({1: 60, 2: 3, 3: 50}, {}), Rules(step=1))
    assert BESIDE in made.hidden.values()


def test_the_few_others_of_a_group_are_not_counted_by_subtraction() -> None:
    true = told({1: 60, 2: 40}, {}, silent=2)
    made = protect(true, Rules(step=1))
    attack = Attack(true.shape, "theme", made.known("theme"))
    low, high = attack.range(("theme", "team:1", SILENT))
    assert (low, high >= 5) == (0, True)


def test_plain_hiding_is_broken_by_the_same_attack() -> None:
    true = told({1: 60, 2: 3, 3: 50}, {})
    cells = [c for theme in (CHILDREN, "theme") for c in true.cells(theme) if c[2] != SILENT]
    known = {cell: (true.of(cell), true.of(cell)) for cell in cells if true.of(cell) >= 5}
    assert Attack(true.shape, "theme", known).range(("theme", "team:2", "happy")) == (3, 3)


@pytest.mark.parametrize("step", [1, 5, 10])
def test_every_small_cell_could_be_none_or_many(step: int) -> None:
    true, rules = council(7), Rules(step=step)
    made = protect(true, rules)
    assert made.attacked > 200
    for theme in (CHILDREN, *true.themes[:5]):
        attack = Attack(true.shape, theme, made.told(theme))
        seen: dict[Cell, set[int]] = {c: set() for c in true.cells(theme) if true.of(c) < 5}
        assert unsafe(attack, seen, rules) == []
    assert share_shown(made) > 0.6


def test_true_counts_lie_within_what_is_shown() -> None:
    true = council(3)
    made = protect(true, Rules())
    for cell, shown in made.shown.items():
        low, high = made.rules.between(shown)
        assert low <= true.of(cell) <= high, cell


def test_the_attack_finds_exactly_what_trying_every_table_finds() -> None:
    """Two teams, one age: the solver's range is that of all tables that fit."""
    true = told({1: 6, 2: 2}, {1: 5, 2: 1})
    known = {
        ("theme", WHOLE, "happy"): (8, 8),
        ("theme", "team:1", WHOLE): (11, 11),
        ("theme", "team:2", WHOLE): (0, 4),
        ("theme", WHOLE, "unhappy"): (6, 6),
        (CHILDREN, WHOLE, WHOLE): (14, 14),
    }
    attack = Attack(true.shape, "theme", known)
    found = {row for row in _tables(8, 6) if row[0] + row[2] == 11}
    for place, cell in enumerate([("team:1", "happy"), ("team:2", "happy")]):
        values = [row[place] for row in found]
        assert attack.range(("theme", *cell)) == (min(values), max(values))


def _tables(happy: int, unhappy: int) -> Iterator[tuple[int, int, int, int]]:
    """Happy in each team, then unhappy in each."""
    for one, other in itertools.product(range(happy + 1), range(unhappy + 1)):
        yield one, happy - one, other, unhappy - other


def test_figures_that_no_children_fit_are_refused() -> None:
    true = told({1: 60}, {})
    with pytest.raises(ImpossibleFigures):
        Attack(true.shape, "theme", {("theme", WHOLE, WHOLE): (9, 5)}).range(
            ("theme", WHOLE, WHOLE)
        )


def test_whole_numbers_are_found_where_halves_would_fit_too() -> None:
    """Three ways of parting can leave a corner of halves; the answer is still whole."""
    rows = [
        Counted(t, team, tier, key, f, True, False, 1)
        for team, tier, key in ((1, "4-7", "A"), (2, "8-10", "B"))
        for t, f in ((CHILDREN, ""), ("theme", "happy"))
    ]
    true = truth(rows, ["theme"], {})
    attack = Attack(true.shape, "theme", {("theme", WHOLE, "happy"): (1, 1)})
    assert attack.range(("theme", "team:1", "happy")) == (0, 1)


def test_nobody_at_all_shows_nothing() -> None:
    made = protect(truth([], ["theme"], {}), Rules())
    assert made.shown == {}
    assert set(made.hidden.values()) <= {SMALL, ROLLED}
    assert share_shown(Protected(made.shape, Rules())) == 0


def test_children_of_no_team_are_counted_but_never_shown() -> None:
    rows = [Counted(CHILDREN, None, "8-10", "GS-Y", "", False, False, 50)]
    made = protect(truth(rows, [], {}), Rules())
    assert ("", "team:0", "all") not in {**made.shown, **made.hidden}
    assert made.shown["", WHOLE, WHOLE] == 50


def test_feelings_have_the_order_of_the_page() -> None:
    assert FEELINGS == ("happy", "mixed", "unhappy", "unclear")


def test_what_was_found_safe_once_is_not_attacked_again() -> None:
    weak = ("delay", "all", "all")
    assert hiding._is_kept(Protected(Shape((), {}), Rules()), weak, {weak: {0, 3}})
