"""Phrases and meaning are two witnesses of a theme."""

import pytest

from voice.themes.fusion import ASSIGNED, SURE, Fused, fuse, joint


def test_without_a_probability_the_phrases_decide_alone() -> None:
    assert fuse(["home", "school"], None, has_phrases=True) == (
        Fused("home", "phrase", 1.0, "sure"),
        Fused("school", "phrase", 1.0, "sure"),
    )


def test_a_phrase_and_a_likely_meaning_are_sure() -> None:
    (found,) = fuse(["home"], {"home": 0.6}, has_phrases=True)
    assert (found.source, found.sure) == ("phrase", "sure")


def test_a_phrase_with_a_doubtful_meaning_is_not_sure() -> None:
    (found,) = fuse(["home"], {"home": 0.1}, has_phrases=True)
    assert (found.source, found.sure) == ("phrase", "not_sure")


def test_a_phrase_that_the_meaning_contradicts_is_not_assigned() -> None:
    assert fuse(["home"], {"home": 0.001}, has_phrases=True) == ()
    assert fuse(["home"], {}, has_phrases=True) == ()


def test_where_likeness_has_no_veto_every_phrase_stays() -> None:
    (found,) = fuse(["home"], {"home": 0.001}, has_phrases=True, vetoed=False)
    assert found == Fused("home", "phrase", ASSIGNED, "sure")


def test_where_likeness_has_no_veto_it_adds_only_what_is_sure() -> None:
    likely = {"delay": 0.99, "school": 0.7, "home": 0.99}
    found = fuse(["home"], likely, has_phrases=True, vetoed=False)
    assert [(each.theme, each.source) for each in found] == [
        ("home", "phrase"),
        ("delay", "similar"),
    ]


def test_meaning_alone_can_find_what_no_phrase_says() -> None:
    (found,) = fuse([], {"delay": 0.7}, has_phrases=True)
    assert (found.theme, found.source, found.sure) == ("delay", "similar", "not_sure")


def test_the_silence_of_the_phrases_lowers_a_probability() -> None:
    assert joint(0.6, spoken=False) < 0.6 < joint(0.6, spoken=True)


def test_in_a_language_without_phrases_silence_means_nothing() -> None:
    (found,) = fuse([], {"delay": 0.4, "home": 0.2}, has_phrases=False, cuts={"delay": 0.3})
    assert found == Fused("delay", "similar", 0.4, "not_sure")


def test_the_likeliest_theme_comes_first_and_equals_by_name() -> None:
    likely = {"school": 0.8, "home": 0.8, "safe": 0.99}
    found = fuse([], likely, has_phrases=False)
    assert [each.theme for each in found] == ["safe", "home", "school"]


def test_nothing_said_is_not_assigned() -> None:
    assert fuse([], {}, has_phrases=True) == ()
    assert fuse([], None, has_phrases=False) == ()


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_no_witness_is_ever_certain(chance: float) -> None:
    assert 0 < joint(chance, spoken=False) < joint(chance, spoken=True) < 1


def test_assigned_comes_before_sure() -> None:
    assert 0 < ASSIGNED < SURE < 1
