"""Noun phrases for naming what no theme holds yet, without any corpus."""

from __future__ import annotations

import pytest

from voice.themes.phrases import noun_phrases, telling


@pytest.fixture(autouse=True)
def _no_corpora(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    import nltk

    monkeypatch.setattr(nltk.data, "path", [str(tmp_path_factory.mktemp("nltk"))])


def test_nouns_are_taken_with_the_adjectives_before_them() -> None:
    found = noun_phrases("The big minibus was late. My own things were in the black bags again!")
    assert found == ("big minibus", "black bags")


def test_an_adjective_without_a_noun_is_no_phrase() -> None:
    assert noun_phrases("it was very red") == ()


def test_very_short_words_are_no_phrase() -> None:
    assert noun_phrases("the tv") == ()


@pytest.mark.parametrize(("text", "language"), [("", "en"), ("  ", "en"), ("mój pies", "pl")])
def test_other_languages_and_silence_have_none(text: str, language: str) -> None:
    assert noun_phrases(text, language) == ()


def test_telling_phrases_come_often_here_and_seldom_elsewhere() -> None:
    here = ["the school minibus was late", "a school minibus with no heating", "the dog barks"]
    others = ["my dog barks at the window", "the dog is here"]
    assert telling(_spoken(here), _spoken(others)) == (("school minibus", 2),)
    assert telling(_spoken(here), _spoken(["school minibus", "the school minibus"])) == ()


def _spoken(texts: list[str]) -> list[tuple[str, ...]]:
    return [noun_phrases(each) for each in texts]
