"""What counts of what was found: people's word first, and "no theme" follows from the rest."""

from __future__ import annotations

from voice.themes.codebook import NOT_ASSIGNED
from voice.themes.counting import Found, bits
from voice.themes.splits import BAD, BETWEEN, GOOD, HERE


def said(theme: str, question: str = "one", *, counts: bool = True) -> Found:
    return Found(question, theme, own=True, counts=counts)


def chosen(theme: str, question: str = "one", *, counts: bool = True) -> Found:
    return Found(question, theme, own=False, counts=counts)


def test_what_does_not_count_is_no_theme() -> None:
    assert bits([said("home", counts=False)], {}) == {NOT_ASSIGNED: (HERE, 0)}
    assert bits([chosen("home", counts=False)], {}) == {}


def test_one_theme_takes_no_theme_away() -> None:
    found = [said(NOT_ASSIGNED), said("home")]
    assert bits(found, {"one": "neg"}) == {"home": (HERE | BAD, 0)}


def test_no_theme_is_of_one_answer_not_of_the_child() -> None:
    found = [said("home"), said("school", "two", counts=False)]
    assert bits(found, {}) == {"home": (HERE, 0), NOT_ASSIGNED: (HERE, 0)}


def test_feelings_are_joined_over_answers_and_ways_stay_apart() -> None:
    found = [said("home"), said("home", "two"), chosen("home", "three")]
    felt = {"one": "pos", "two": "mixed", "three": "neutral"}
    assert bits(found, felt) == {"home": (HERE | GOOD | BAD, HERE | BETWEEN)}
