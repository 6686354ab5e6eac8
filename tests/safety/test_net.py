"""What is said of the safety net is what was measured, and nothing more."""

from __future__ import annotations

from importlib.resources import files

import pytest

from tests.bench import concerns
from voice.safety import net


def test_the_figures_shown_are_those_the_program_prints() -> None:
    written = (files("voice.safety") / "measured.toml").read_text("utf-8")
    assert written == concerns.report(), (
        "run python -m tests.bench.concerns > voice/safety/measured.toml"
    )


def test_only_the_half_that_was_held_back_is_measured() -> None:
    for language in ("en", "ar", "pl", "so"):
        ids = [int(row["id"].rpartition("-")[2]) for row in concerns.held(language)]
        assert ids
        assert all(number % 2 == 0 for number in ids)
    assert {row["split"] for row in concerns.held("fr")} == {"held"}


@pytest.mark.parametrize(
    ("count", "of", "interval"),
    [(0, 10, (0, 28)), (10, 10, (72, 100)), (5, 10, (23, 77)), (0, 0, (0, 100))],
)
def test_the_interval_is_wilsons(count: int, of: int, interval: tuple[int, int]) -> None:
    assert concerns.wilson(count, of) == interval


def test_every_language_has_its_state_its_length_and_its_figures() -> None:
    english, unknown = net.lists(("en", "xx"))
    assert english.state == "draft"
    assert english.phrases >= 250
    assert english.measured is not None
    assert english.measured.found.of >= 50
    assert (unknown.state, unknown.phrases, unknown.measured) == ("", 0, None)


def test_a_share_of_nothing_is_nothing() -> None:
    assert net.Share(0, 0, 0, 100).percent == 0
    assert net.Share(1, 3, 0, 100).percent == 33
