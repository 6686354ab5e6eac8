"""Phrases and meaning are two witnesses of a theme."""

import pytest

from voice.themes.fusion import ASSIGNED, AT_LEAST, SURE, Fused, fuse, joint


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


def test_a_phrase_that_the_meaning_contradicts_stays_but_is_not_sure() -> None:
    (found,) = fuse(["home"], {"home": 0.001}, has_phrases=True)
    assert found == Fused("home", "phrase", ASSIGNED, "not_sure")
    assert [each.theme for each in fuse(["home"], {}, has_phrases=True)] == ["home"]


def test_where_likeness_has_no_veto_every_phrase_is_sure() -> None:
    (found,) = fuse(["home"], {"home": 0.001}, has_phrases=True, vetoed=False)
    assert found == Fused("home", "phrase", ASSIGNED, "sure")


def test_beside_phrases_likeness_adds_what_is_likelier_than_not() -> None:
    likely = {"delay": 0.99, "school": 0.4, "home": 0.99}
    found = fuse(["home"], likely, has_phrases=True, vetoed=False)
    assert [(each.theme, each.source) for each in found] == [
        ("home", "phrase"),
        ("delay", "similar"),
    ]


def test_where_nothing_is_likely_the_likeliest_theme_is_not_sure() -> None:
    (found,) = fuse([], {"delay": 0.2, "home": 0.1}, has_phrases=True)
    assert found == Fused("delay", "similar", 0.2, "not_sure")
    assert fuse([], {"delay": AT_LEAST / 2}, has_phrases=True) == ()
    assert fuse(["home"], {"delay": 0.2}, has_phrases=True)[0].theme == "home"


def test_meaning_alone_can_find_what_no_phrase_says() -> None:
    (found,) = fuse([], {"delay": 0.7}, has_phrases=True)
    assert (found.theme, found.source, found.sure) == ("delay", "similar", "not_sure")


def test_a_phrase_raises_a_probability() -> None:
    assert joint(0.6) > 0.6


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
    assert 0 < joint(chance) < 1


def test_assigned_comes_before_sure() -> None:
    assert 0 < AT_LEAST < ASSIGNED < SURE < 1
