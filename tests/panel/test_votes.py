"""Three stars each, counted without remembering whose they were."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.panel import votes
from voice.panel.votes import DoesNotFit, Given, Place, Words

THEMES = ("listened", "influence", "delay")
STARS = st.integers(1, 3)


def test_three_stars_may_go_to_one_theme_or_several_and_no_further() -> None:
    mine = Given({})
    for theme in ("delay", "delay", "listened"):
        mine = votes.add_star(mine, theme, THEMES)
    assert (mine.stars, mine.left) == ({"delay": 2, "listened": 1}, 0)
    with pytest.raises(DoesNotFit):
        votes.add_star(mine, "influence", THEMES)


def test_a_star_can_be_taken_back() -> None:
    mine = votes.take_star(Given({"delay": 2}), "delay")
    assert mine.stars == {"delay": 1}
    assert votes.take_star(votes.take_star(mine, "delay"), "delay").stars == {}


@pytest.mark.parametrize(
    "wrong",
    [
        Given({"delay": 4}),
        Given({"delay": -1, "listened": 3}),
        Given({"school": 1}),
        Given({}, Words(names={"school": "School!"})),
    ],
)
def test_what_does_not_fit_the_pack_is_refused(wrong: Given) -> None:
    with pytest.raises(DoesNotFit):
        votes.fit(wrong, THEMES)


def test_a_round_is_counted_in_stars_and_the_packs_order_breaks_ties() -> None:
    cast = [Given({"delay": 2, "influence": 1}), Given({"influence": 1}), Given({"listened": 1})]
    result = votes.count(cast, THEMES, "seed")
    told = [(each.theme, each.stars) for each in result.places]
    assert told == [("influence", 2), ("delay", 2), ("listened", 1)]
    assert result.voters == 3


def test_with_two_voters_no_star_is_shown() -> None:
    result = votes.count([Given({"delay": 3}), Given({"delay": 1})], THEMES, "seed")
    assert [each.stars for each in result.places] == [None, None, None]
    assert result.places[0].theme == "delay"


def test_words_come_once_each_and_names_by_how_many_chose_them() -> None:
    cast = [
        Given({}, Words("We wait.", "Buses", "Why so long?", {"delay": "Waiting for ever"})),
        Given({}, Words("We wait.", names={"delay": "So slow"})),
        Given({}, Words(names={"delay": "So slow"})),
    ]
    result = votes.count(cast, THEMES, "seed")
    assert result.headlines == ("We wait.",)
    assert result.questions == ("Why so long?",)
    assert result.missing == ("Buses",)
    assert Place("delay", 0, ("So slow", "Waiting for ever")) in result.places
    assert cast[0].words.all == ("We wait.", "Buses", "Why so long?", "Waiting for ever")


@given(
    st.lists(
        st.builds(lambda theme, stars: Given({theme: stars}), st.sampled_from(THEMES), STARS),
        max_size=6,
    ),
    st.sampled_from(("seed", "another")),
)
def test_a_result_is_written_and_read_as_the_same(cast: list[Given], seed: str) -> None:
    result = votes.count(cast, THEMES, seed)
    assert votes.read(asdict(result)) == result
    assert {each.theme for each in result.places} == set(THEMES)
    assert Words(names={"delay": "x"}).told()["names"] == {"delay": "x"}
