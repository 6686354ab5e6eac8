"""No small count can be worked out from what is released; what only hides them is broken."""

from __future__ import annotations

import os

import pytest

from tests.drills.suppression import Found, drill

COUNCILS = int(os.environ.get("VOICE_DRILL_COUNCILS", "2"))


@pytest.fixture(scope="module")
def found() -> tuple[Found, Found, Found]:
    made = drill(COUNCILS)
    for name, each in zip(("steps of 5", "as they are", "control"), made, strict=True):
        print(each.line(name))
    return made


@pytest.mark.drill
def test_no_small_count_of_a_release_is_recovered(found: tuple[Found, Found, Found]) -> None:
    for each in found[:2]:
        assert each.small > 100
        assert (each.recovered, each.given_away) == (0, 0)


@pytest.mark.drill
def test_most_of_what_is_laid_out_is_shown(found: tuple[Found, Found, Found]) -> None:
    assert min(found[0].shown) >= 0.6


@pytest.mark.drill
def test_the_attack_breaks_figures_that_only_hide_small_counts(
    found: tuple[Found, Found, Found],
) -> None:
    control = found[2]
    assert control.recovered > control.small / 4
