"""Texts come in the reader's language; catalogues are compiled when they are stale."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from voice.i18n import catalogues
from voice.i18n.catalogues import compile_stale, current, later, say, say_in, say_many, speak

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Yes"
msgstr "Tak"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Translations with one catalogue that nobody compiled."""
    po = tmp_path / "pl" / "LC_MESSAGES" / "child.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO, "utf-8")
    return tmp_path


def test_a_catalogue_is_compiled_once(folder: Path) -> None:
    assert [path.name for path in compile_stale(folder)] == ["child.mo"]
    assert compile_stale(folder) == []


def test_a_changed_catalogue_is_compiled_again(folder: Path) -> None:
    (mo,) = compile_stale(folder)
    os.utime(mo, (1, 1))
    assert compile_stale(folder) == [mo]


def test_compiling_leaves_no_drafts_behind(folder: Path) -> None:
    compile_stale(folder)
    assert sorted(path.name for path in (folder / "pl/LC_MESSAGES").iterdir()) == [
        "child.mo",
        "child.po",
    ]


def test_outside_a_request_we_speak_english() -> None:
    assert current().code == "en"
    assert say("Some text that nobody translated") == "Some text that nobody translated"


def test_no_text_is_no_text_and_not_the_head_of_the_catalogue(app: Flask) -> None:
    with app.test_request_context():
        for code in ("en", "ar", "pl", "so"):
            speak(code)
            assert say("") == ""
            assert say_in(code, "") == ""


def test_a_request_speaks_the_language_it_was_given(app: Flask) -> None:
    with app.test_request_context():
        assert speak("ar").direction == "rtl"
        assert current().code == "ar"


@pytest.mark.parametrize("code", ["ar", "pl", "so"])
def test_what_a_child_reads_is_said_in_her_language(app: Flask, code: str) -> None:
    with app.test_request_context():
        speak(code)
        assert say("Send my answers") == say_in(code, "Send my answers") != "Send my answers"


def test_a_text_for_later_is_said_when_it_is_shown(app: Flask) -> None:
    text = later("Send my answers")
    with app.test_request_context():
        speak("pl")
        assert str(text) == say_in("pl", "Send my answers")
        speak("ar")
        assert str(text) == say_in("ar", "Send my answers")


def test_a_count_has_its_form() -> None:
    assert say_many("one", "many", 1) == "one"
    assert say_many("one", "many", 2) == "many"


@pytest.mark.parametrize("code", ["en", "ar", "pl", "so"])
def test_a_date_is_in_words_with_latin_digits(code: str) -> None:
    words = catalogues.day_in_words(date(2026, 9, 16), code)
    assert "16" in words
    assert len(words) > 6


def test_a_month_is_in_words() -> None:
    assert catalogues.month_in_words(date(2026, 10, 1), "en") == "October"
    assert catalogues.month_in_words(date(2026, 10, 1), "pl") == "październik"


def test_a_speaker_says_texts_in_one_language() -> None:
    assert catalogues.speaker("en")("Yes") == "Yes"
    assert catalogues.speaker("pl")("") == ""


def test_a_language_without_catalogues_says_texts_as_they_are() -> None:
    assert say_in("en", "Hello") == "Hello"
