"""Phrases and meaning are two witnesses of a theme."""

import pytest

from voice.themes.fusion import ASSIGNED, AT_LEAST, HELD, SURE, Fused, fuse, joint


def test_without_a_probability_the_phrases_decide_alone() -> None:
    assert fuse(["home", "school"], None) == (
        Fused("home", "phrase", 1.0, "sure"),
        Fused("school", "phrase", 1.0, "sure"),
    )


def test_a_phrase_and_a_likely_meaning_are_sure() -> None:
    (found,) = fuse(["home"], {"home": 0.6})
    assert (found.source, found.sure) == ("phrase", "sure")


def test_a_phrase_with_a_doubtful_meaning_is_not_sure() -> None:
    (found,) = fuse(["home"], {"home": 0.06})
    assert (found.source, found.sure) == ("phrase", "not_sure")


def test_a_phrase_falls_where_its_theme_is_all_but_impossible() -> None:
    assert fuse(["home"], {"home": 0.01}) == ()
    assert fuse(["home"], {}) == ()
    (found,) = fuse(["home"], {"home": 0.01, "delay": 0.9})
    assert found.theme == "delay"


def test_beside_phrases_likeness_adds_what_is_likely() -> None:
    likely = {"delay": 0.99, "school": ASSIGNED / 2, "home": 0.99}
    found = fuse(["home"], likely)
    assert [(each.theme, each.source) for each in found] == [
        ("home", "phrase"),
        ("delay", "similar"),
    ]


def test_where_nothing_is_likely_the_likeliest_theme_is_not_sure() -> None:
    (found,) = fuse([], {"delay": 0.2, "home": 0.1})
    assert found == Fused("delay", "similar", 0.2, "not_sure")
    assert fuse([], {"delay": AT_LEAST / 2}) == ()
    assert fuse(["home"], {"delay": 0.2, "home": 0.1})[0].theme == "home"


def test_meaning_alone_can_find_what_no_phrase_says() -> None:
    (found,) = fuse([], {"delay": 0.7})
    assert (found.theme, found.source, found.sure) == ("delay", "similar", "not_sure")


def test_a_phrase_raises_a_probability() -> None:
    assert joint(0.6) > 0.6


def test_the_likeliest_theme_comes_first_and_equals_by_name() -> None:
    likely = {"school": 0.8, "home": 0.8, "safe": 0.99}
    assert [each.theme for each in fuse([], likely)] == ["safe", "home", "school"]


def test_nothing_said_is_not_assigned() -> None:
    assert fuse([], {}) == ()
    assert fuse([], None) == ()


@pytest.mark.parametrize("chance", [0.0, 1.0])
def test_no_witness_is_ever_certain(chance: float) -> None:
    assert 0 < joint(chance) < 1


def test_assigned_comes_before_sure() -> None:
    assert 0 < AT_LEAST < ASSIGNED < SURE < 1
    assert ASSIGNED < HELD < SURE
