"""Kappa against worked numbers, intervals that stay honest, and which answers are worth a look."""

from __future__ import annotations

import pytest

from voice.themes.agreement import kappas, rightness, wilson
from voice.themes.choosing import Doubt, doubt_of, spread
from voice.themes.codebook import NOT_ASSIGNED


def test_kappa_of_a_worked_example() -> None:
    # 20 both, 5 the first alone, 10 the second alone, 15 neither: (.7 - .5) / (1 - .5).
    pairs = [({"a"}, {"a"})] * 20 + [({"a"}, set())] * 5 + [(set(), {"a"})] * 10
    pairs += [(set(), set())] * 15
    (found,) = kappas(["a"], pairs)
    assert (found.n, found.seen) == (50, 35)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_says_nothing_where_there_is_nothing() -> None:
    nowhere, everywhere = kappas(["a", "b"], [({"b"}, {"b"})] * 3)
    assert nowhere.kappa is None
    assert everywhere.kappa == 1.0


def test_wilsons_interval_of_a_worked_example() -> None:
    share = wilson(8, 10)
    assert (share.share, share.of) == (0.8, 10)
    assert share.low == pytest.approx(0.4902, abs=1e-4)
    assert share.high == pytest.approx(0.9433, abs=1e-4)
    assert wilson(0, 0).share is None
    assert wilson(0, 5).low == 0
    assert wilson(5, 5).high == 1


def test_precision_is_of_what_was_found_and_recall_of_what_is_there() -> None:
    (found,) = rightness(["a"], [({"a"}, {"a"}), ({"a"}, set()), (set(), {"a"}), ({"a"}, {"a"})])
    assert found.precision.share == pytest.approx(2 / 3)
    assert found.recall.share == pytest.approx(2 / 3)


def test_even_odds_are_the_greatest_doubt() -> None:
    assert doubt_of("home", 0.5) == 1
    assert doubt_of("home", 0.2) == 1
    assert doubt_of("home", 0.95) == 0
    assert 0 < doubt_of(NOT_ASSIGNED, 0.0) < 1


def test_languages_take_turns_and_no_child_comes_twice() -> None:
    doubts = [Doubt(f"en{n}", "q", "en", 0.9) for n in range(5)]
    doubts += [Doubt("en0", "other", "en", 1.0), Doubt("so1", "q", "so", 0.1)]
    chosen = spread(doubts, 4)
    assert [each.response_id for each in chosen] == ["en0", "so1", "en1", "en2"]
    assert chosen[0].question == "other"
