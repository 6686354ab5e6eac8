"""The codebook as data: every fault named by file and key, harmless senses heard as such."""

from __future__ import annotations

import pytest

from voice.i18n.words import words
from voice.themes.codebook import CodebookError, codebook, read_codebook, shipped
from voice.themes.theme_book import ThemeBook, ThemeBooks

KEYS = (
    "listened influence informed meetings worker worker_change alone safe home family friends "
    "school wellbeing identity rights independence activities access delay support"
)

THEME = """
version = 3
[[themes]]
key = "listened"
title = "Listened to"
child_title = "Listened"
line = "x"
child_line = "x"
include = "x"
exclude = "x"
examples = ["she listens"]
uncrc = [12]
bright_spots = "Rights"
owner = "x"
description = "x"
"""
BOOK = """
language = "en"
state = "draft"
[listened]
phrases = ["listen*", "hear* me"]
not = ["listen* to music"]
"""


def found(text: str, phrases: str = BOOK) -> list[tuple[str, str]]:
    book = read_codebook(THEME, {"en.toml": phrases}).book("en")
    assert book is not None
    return [(hit.key, text[hit.start : hit.end]) for hit in book.find(words(text, "en"))]


def test_the_codebook_holds_its_twenty_themes_in_order() -> None:
    book = codebook()
    assert [theme.key for theme in book.themes] == KEYS.split()
    assert book.version >= 1
    assert book.theme("alone").uncrc == (12, 16)


@pytest.mark.parametrize("language", sorted(shipped().books))
def test_every_phrase_that_comes_with_this_version_can_be_read(language: str) -> None:
    shipped().books[language].check()


def test_a_language_is_read_once_and_when_it_is_asked_for() -> None:
    read: list[str] = []

    def book(language: str) -> ThemeBook:
        read.append(language)
        return ThemeBook(language, "draft", [])

    books = ThemeBooks(["so", "en"], book)
    assert (list(books), len(books), "pl" in books) == (["en", "so"], 2, False)
    assert read == []
    assert books["so"] is books.get("so")
    assert read == ["so"]


def test_every_offered_language_has_a_book() -> None:
    for language in ("en", "ar", "pl", "so"):
        book = codebook().book(language)
        assert book is not None
        assert (book.language, book.state) == (language, book.state)
    assert codebook().book("xx") is None
    assert codebook().book("en-GB") is codebook().book("en")


def test_an_unknown_theme_has_no_entry() -> None:
    with pytest.raises(KeyError):
        codebook().theme("weather")


def test_a_phrase_is_found_where_the_child_wrote_it() -> None:
    assert found("She LISTENS!") == [("listened", "LISTENS")]


def test_a_harmless_sense_takes_only_its_own_hit_away() -> None:
    assert found("I listen to music") == []
    assert found("I listen to music and they hear me") == [("listened", "hear me")]
    two = f'{BOOK}\n[nothing_to_add]\nphrases = ["listen to music"]'
    assert found("I listen to music", two) == [("nothing_to_add", "listen to music")]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (BOOK.replace('"en"', "en", 1), "en.toml: not TOML"),
        (BOOK.replace("[listened]", "[weather]"), "en.toml: weather is no theme"),
        (BOOK.replace('"en"', '"pl"', 1), "en.toml: language is pl"),
        (BOOK.replace('state = "draft"', ""), "en.toml: state is missing"),
        (BOOK.replace("phrases", "phrase"), "en.toml: listened: phrase is neither"),
        (BOOK.replace('["listen*", "hear* me"]', '"listen"'), "en.toml: listened: phrases is"),
        (BOOK.replace('"hear* me"', "3"), "en.toml: listened: listened holds 3"),
        (BOOK.replace("hear* me", "hear .."), "en.toml: listened: The pattern 'hear ..'"),
        (BOOK.replace("listen* to music", "a*b"), "en.toml: listened: The pattern 'a*b'"),
    ],
)
def test_a_faulty_phrase_file_is_named_with_its_key(broken: str, message: str) -> None:
    with pytest.raises(CodebookError) as fault:
        read_codebook(THEME, {"en.toml": broken})
    assert message in str(fault.value)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (THEME.replace("version = 3", ""), "themes.toml: version is missing"),
        (THEME.replace('owner = "x"', ""), "themes.toml: theme listened: owner is missing"),
        (THEME.replace('key = "listened"', ""), "themes.toml: theme 1: key is missing"),
        (THEME + 'colour = "red"', "themes.toml: theme listened: colour is no key"),
        (THEME.replace("[12]", '["12"]'), "theme listened: uncrc holds '12'"),
        (THEME + THEME.replace("version = 3", ""), "listened is used twice"),
        (THEME.replace('"listened"', '"unreadable"'), "unreadable is used twice or is a control"),
    ],
)
def test_a_faulty_theme_is_named_with_its_key(broken: str, message: str) -> None:
    with pytest.raises(CodebookError) as fault:
        read_codebook(broken, {})
    assert message in str(fault.value)
