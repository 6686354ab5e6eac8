"""A published set survives being written down: what is thawed is what was frozen."""

from __future__ import annotations

import json

import pytest

from voice.questions.frozen import as_plain, fingerprint, from_plain
from voice.questions.sets import in_words
from voice.questions.shelf import library


@pytest.mark.parametrize("key", sorted(library()))
def test_what_is_thawed_is_what_was_frozen(key: str) -> None:
    whole = library()[key]
    kept = json.loads(json.dumps(as_plain(whole)))
    assert from_plain(kept) == whole


@pytest.mark.parametrize("key", sorted(library()))
def test_a_translated_set_survives_too(key: str) -> None:
    whole = in_words(library()[key], lambda text: f"‏{text}‏ ąż")
    assert from_plain(as_plain(whole)) == whole


def test_the_same_words_have_the_same_fingerprint() -> None:
    whole = library()["GS-P"]
    again = from_plain(as_plain(whole))
    assert fingerprint(as_plain(again)) == fingerprint(as_plain(whole))


def test_one_changed_letter_changes_the_fingerprint() -> None:
    plain = as_plain(library()["GS-P"])
    before = fingerprint(plain)
    plain["sections"][0]["questions"][0]["text"] += "."
    assert fingerprint(plain) != before


def test_every_set_has_a_fingerprint_of_its_own() -> None:
    marks = {fingerprint(as_plain(each)) for each in library().values()}
    assert len(marks) == len(library())
