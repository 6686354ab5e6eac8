"""What children read of a theme: our words in their language, a council's marked with its own."""

from __future__ import annotations

import pytest

from tests.codes.built import a_book, numbered
from voice.i18n.catalogues import say_in
from voice.themes import drafting, for_children
from voice.themes.changes import Add, Change, Reword, Undo, Unfit, Wording, of_told, told_in
from voice.themes.codebook import Codebook, shipped, using
from voice.themes.folding import applied
from voice.themes.for_children import Words

TAXIS = Add("local_taxis", Wording("Taxis", "Being driven to school."))
POLISH = Reword("local_taxis", {"child_title:pl": "Taksówki"})


def titled(key: str, code: str, *changes: Change) -> tuple[Words, Words]:
    book = applied(shipped(), numbered(*changes))
    with using(lambda: book):
        return for_children.title_in(key, code), for_children.line_in(key, code)


def test_our_own_words_are_in_every_language() -> None:
    title, line = titled("home", "ar")
    assert (title.tag, title.direction) == (line.tag, line.direction) == ("ar", "rtl")
    assert title.text == say_in("ar", shipped().theme("home").child_title)
    assert title.text != shipped().theme("home").child_title


def test_a_councils_words_say_which_language_they_are_in() -> None:
    title, line = titled("local_taxis", "ar", TAXIS)
    assert title == Words("Taxis", "en", "ltr")
    assert line == Words("Being driven to school.", "en", "ltr")
    assert titled("home", "ar", Reword("home", {"child_title": "My place"})) == (
        Words("My place", "en", "ltr"),
        titled("home", "ar")[1],
    )


def test_what_a_council_wrote_in_a_language_is_read_there_and_nowhere_else() -> None:
    title, line = titled("local_taxis", "pl", TAXIS, POLISH)
    assert title == Words("Taksówki", "pl", "ltr")
    assert line.tag == "en"
    assert titled("local_taxis", "so", TAXIS, POLISH)[0].tag == "en"
    assert titled("local_taxis", "en", TAXIS, POLISH)[0] == Words("Taxis", "en", "ltr")


def test_words_taken_out_or_back_are_not_read_any_more() -> None:
    emptied = Reword("local_taxis", {"child_title:pl": ""})
    for last in (emptied, Undo(2)):
        assert titled("local_taxis", "pl", TAXIS, POLISH, last)[0].text == "Taxis"


def test_only_words_for_children_have_a_language() -> None:
    assert of_told(told_in("child_line", "pt_BR")) == ("child_line", "pt_BR")
    assert of_told("child_line") == ("child_line", "")
    for name in ("owner:pl", "child_title:", "child_title:PL", "child_title:pl:so"):
        with pytest.raises(Unfit, match="Only the words"):
            applied(a_book(), numbered(Reword("home", {name: "Dom"})))


def test_only_what_differs_is_a_change() -> None:
    book: Codebook = applied(a_book(), numbered(Reword("home", {"child_title:pl": "Dom"})))
    same = {"child_title:pl": "Dom", "child_line:pl": "", "title": "Home"}
    assert drafting.reworded(book, "home", same) == {}
    there = {"child_title:so": "Dom", "child_line:so": ""}
    assert drafting.reworded(book, "home", there) == {"child_title:so": "Dom"}
    long = Reword("home", {"child_title:pl": "a" * 61})
    with pytest.raises(Unfit, match="at most 60"):
        drafting.check(book, long)
