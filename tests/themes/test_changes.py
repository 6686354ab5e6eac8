"""A council's changes of the codebook: what each does, what cannot be, and how they are kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.codes.built import WIFI, a_book, found, numbered
from voice.themes import drafting
from voice.themes.changes import (
    Add,
    BringBack,
    Change,
    Merge,
    Rephrase,
    Retire,
    Reword,
    Several,
    Split,
    Undo,
    Unfit,
    Wording,
    in_force,
    key_for,
    keys_ever,
    one_of,
    read,
    singles,
    written,
)
from voice.themes.codebook import Codebook
from voice.themes.folding import applied, differing, phrases_of, tried

PETS = Add("local_pets", Wording("Pets", "Animals."), {"en": ("dog in my room",)})
EVERY: tuple[Change, ...] = (
    WIFI,
    Reword("home", {"title": "My home", "child_title:pl": "Mój dom"}),
    Rephrase("home", "en", ("flat",), ("house",)),
    Merge("delay", "school"),
    Split("home", PETS),
    Retire("local_wifi"),
    BringBack("local_wifi"),
    Several((Retire("local_wifi"), Merge("home", "school"))),
    Undo(3),
)


def after(*changes: Change) -> Codebook:
    return applied(a_book(), numbered(*changes))


def keys(book: Codebook) -> list[str]:
    return [theme.key for theme in book.themes]


@pytest.mark.parametrize("change", EVERY, ids=lambda each: type(each).__name__)
def test_a_change_is_read_as_it_was_written(change: Change) -> None:
    kind, told = written(change)
    assert read(kind, json.loads(json.dumps(told))) == change


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("burn", {}),
        ("merge", {"key": "home"}),
        ("add", {"key": "local_x", "wording": {}, "phrases": {}, "examples": []}),
        ("add", {"key": "local_x", "wording": None, "phrases": None, "examples": []}),
        ("several", {"changes": [1]}),
        ("reword", {"key": "home", "words": "title"}),
        ("reword", {"key": "home", "words": {"title": 5}}),
        ("merge", {"key": "home", "into": 1.5}),
        ("undo", {"number": "1"}),
    ],
)
def test_what_no_row_of_ours_says_is_refused(kind: str, told: dict[str, Any]) -> None:
    with pytest.raises(Unfit, match="no change that can be read"):
        read(kind, told)


def test_without_changes_the_codebook_is_the_one_that_came() -> None:
    book = after()
    assert (book.number, keys(book), book.aside) == ("2", ["home", "school", "delay"], ())
    assert book.book("en") is not None
    assert differing(a_book(), book) == {}


def test_a_local_code_is_heard_by_its_phrases_and_by_its_examples() -> None:
    local = Add(WIFI.key, WIFI.wording, WIFI.phrases, ("The router is broken!",))
    book = after(local)
    assert (book.number, keys(book)[-1]) == ("2.1", "local_wifi")
    assert found(book, "no wifi in my room") == {"local_wifi", "home"}
    assert found(book, "and the router is broken") == {"local_wifi"}
    theme = book.theme("local_wifi")
    assert (theme.child_title, theme.child_line) == ("Wifi", "The internet at home.")


def test_a_language_without_a_list_gets_one() -> None:
    book = after(Rephrase("home", "tr", ("ev*",)))
    turkish = book.book("tr")
    assert turkish is not None
    assert found(book, "evim", "tr") == {"home"}


def test_words_change_and_the_key_does_not() -> None:
    book = after(Reword("home", {"title": "My home", "owner": ""}))
    assert (book.theme("home").title, book.theme("home").owner) == ("My home", "")
    assert book.theme("home").line == a_book().theme("home").line
    blank = after(Reword("home", {"child_title": "", "child_line": ""})).theme("home")
    assert (blank.child_title, blank.child_line) == (blank.title, blank.line)


def test_phrases_come_and_go_and_harmless_ones_take_hits_away() -> None:
    book = after(Rephrase("school", "en", ("class", "!old school", "school"), ("teacher*", "no")))
    assert found(book, "my class") == {"school"}
    assert found(book, "my teacher") == set()
    assert found(book, "old school music") == set()
    assert phrases_of(book, "school")["en"] == ("school", "class", "!old school")
    assert found(book, "szkoła", "pl") == {"school"}


def test_a_merged_code_is_counted_under_the_other_and_never_disappears() -> None:
    book = after(WIFI, Merge("delay", "school"), Merge("school", "local_wifi"))
    assert keys(book) == ["home", "local_wifi"]
    assert found(book, "waiting for school") == {"local_wifi"}
    assert book.theme("delay").title == "Waiting"
    assert (book.counted("delay"), book.counted("home")) == ("local_wifi", "home")
    again = after(WIFI, Merge("delay", "school"), Merge("school", "local_wifi"), BringBack("delay"))
    assert found(again, "waiting for school") == {"local_wifi", "delay"}


def test_a_split_takes_the_hit_away_where_they_overlap() -> None:
    book = after(Split("home", PETS))
    assert found(book, "a dog in my room") == {"local_pets"}
    assert found(book, "my room is cold. a dog in my room") == {"local_pets", "home"}
    back = after(Split("home", PETS), Retire("local_pets"))
    assert found(back, "a dog in my room") == {"home"}


def test_a_retired_code_is_heard_no_more_until_it_is_brought_back() -> None:
    book = after(WIFI, Retire("local_wifi"))
    assert keys(book) == ["home", "school", "delay"]
    assert [theme.key for theme in book.aside] == ["local_wifi"]
    assert found(book, "no wifi") == set()
    assert found(after(WIFI, Retire("local_wifi"), BringBack("local_wifi")), "no wifi")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ((WIFI, WIFI), "already"),
        ((Add("wifi", WIFI.wording),), "already"),
        ((Add("local_" + "x" * 25, WIFI.wording),), "already"),
        ((Reword("pets", {}),), "no code pets"),
        ((Reword("home", {"key": "x"}),), "Only the words"),
        ((Rephrase("pets", "en"),), "no code pets"),
        ((Merge("home", "home"),), "into itself"),
        ((Merge("home", "pets"),), "no code pets"),
        ((Merge("home", "school"), Merge("home", "delay")), "not used any more"),
        ((Merge("home", "school"), Merge("delay", "home")), "not used any more"),
        ((Merge("home", "school"), Split("home", PETS)), "not used any more"),
        ((Retire("home"),), "merged, not retired"),
        ((WIFI, Merge("home", "local_wifi"), Retire("local_wifi")), "counted under"),
        ((WIFI, Merge("delay", "home"), Retire("local_wifi"), Retire("local_wifi")), "not used"),
        ((BringBack("home"),), "is in use"),
        ((Undo(7),), "no change 7"),
        ((WIFI, Retire("local_wifi"), Undo(1)), "Change 2 would not fit any more"),
    ],
)
def test_what_does_not_fit_is_refused_in_plain_words(changes: tuple[Change, ...], why: str) -> None:
    *before, last = numbered(*changes)
    with pytest.raises(Unfit, match=why):
        tried(a_book(), before, last)


def test_retiring_one_code_leaves_merges_of_others_alone() -> None:
    book = after(WIFI, Merge("delay", "home"), Retire("local_wifi"))
    assert book.counted("delay") == "home"


def test_taking_back_is_a_change_and_can_be_taken_back() -> None:
    assert keys(after(WIFI, Undo(1))) == keys(a_book())
    assert after(WIFI, Undo(1)).number == "2.2"
    undone = after(Split("home", PETS), Undo(1))
    assert undone.theme("local_pets").title == "Pets"
    assert "local_pets" not in {theme.key for theme in undone.every}
    assert "local_wifi" in keys(after(WIFI, Undo(1), Undo(2)))
    kept = in_force(numbered(WIFI, Merge("delay", "home"), Undo(1)))
    assert [each.number for each in kept] == [2]


def test_trying_gives_what_applying_would() -> None:
    before, change = numbered(WIFI), numbered(WIFI, Merge("delay", "home"))[1]
    assert tried(a_book(), before, change).counted_as == {"delay": "home"}
    assert keys(tried(a_book(), before, numbered(WIFI, Undo(1))[1])) == keys(a_book())


def test_what_differs_is_named_by_language() -> None:
    assert differing(a_book(), after(Reword("home", {"title": "My home"}))) == {}
    assert differing(a_book(), after(WIFI)) == {
        "en": (("local_wifi", "internet"), ("local_wifi", "wifi"))
    }
    merged = differing(a_book(), after(Merge("delay", "home"), Rephrase("home", "tr", ("ev",))))
    assert merged == {"en": (("delay", "wait*"),), "tr": (("home", "ev"),)}


def test_a_key_is_made_of_the_title_and_never_given_twice() -> None:
    assert key_for("Wi-Fi & phones!", ()) == "local_wi_fi_phones"
    assert key_for("Wi-Fi & phones", {"local_wi_fi_phones"}) == "local_wi_fi_phones_2"
    assert key_for("بيت", ()) == "local_code"
    long = "A very long title that goes on for ever"
    taken = {key_for(long, ())}
    taken.add(key_for(long, taken))
    assert len(taken) == 2
    assert all(len(key) <= 30 for key in taken)
    assert keys_ever(numbered(WIFI, Split("home", PETS), Undo(1), Merge("home", "delay"))) == {
        "local_wifi",
        "local_pets",
    }


def test_several_changes_are_one_and_none_is_none() -> None:
    assert one_of([WIFI]) is WIFI
    assert singles(one_of([WIFI, Several((Retire("x"),))])) == (WIFI, Retire("x"))
    with pytest.raises(Unfit, match="Nothing would change"):
        one_of([])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Add("local_x", Wording("", "Line")), "title"),
        (Add("local_x", Wording("Title", "")), "line"),
        (Add("local_x", Wording("home", "Line")), "title"),
        (Add("local_x", Wording("T" * 81, "Line")), "title"),
        (Add("local_x", Wording("T\x07", "Line")), "title"),
        (Add("local_x", Wording("Title", "Line"), {}, ("!?",)), "examples"),
        (Split("home", Add("local_x", Wording("", "Line"))), "title"),
        (Add("local_x", Wording("Title", "Line"), {"en": ("[x",)}), "phrases"),
        (Rephrase("home", "../en", ("x",)), "phrases"),
        (Split("gone", PETS), ""),
        (Reword("home", {"title": "School"}), "title"),
        (Reword("home", {"colour": "red"}), "colour"),
        (Merge("home", "home"), "into"),
    ],
)
def test_what_is_typed_now_is_judged_more_strictly(change: Change, field: str) -> None:
    with pytest.raises(Unfit) as wrong:
        drafting.check(a_book(), change)
    assert wrong.value.field == field


def test_what_is_right_passes() -> None:
    heard = Add("local_z", Wording("Z", "Line"), {}, ("My dog is old.", "and so am I"))
    for change in (
        WIFI,
        PETS,
        heard,
        Split("home", PETS),
        Reword("home", {"title": "home"}),
        Undo(1),
    ):
        drafting.check(a_book(), change)
    drafting.check(a_book(), Several((Merge("home", "school"), Add("local_y", WIFI.wording))))


def test_every_phrase_that_cannot_be_read_is_named_by_its_line() -> None:
    typed = "my dog\n\n[cat\n  .. me \nmy dog\n" + "x" * 1_501 + "\n!kind of\nbe\x07ll"
    with pytest.raises(Unfit) as wrong:
        drafting.phrase_lines(typed, "en")
    lines = str(wrong.value).splitlines()
    assert [line.split(":")[0] for line in lines] == ["Line 3", "Line 4", "Line 6", "Line 8"]
    assert drafting.phrase_lines("my dog\n\n !kind of \nmy dog", "en") == ("my dog", "!kind of")
    with pytest.raises(Unfit, match="More than 2,000 phrases"):
        drafting.phrase_lines("\n".join(f"a{number}" for number in range(2_001)), "en")


def test_only_what_is_other_becomes_a_change() -> None:
    book = a_book()
    assert drafting.reworded(book, "home", {"title": "Home", "line": "New"}) == {"line": "New"}
    wanted = {"en": ("house", "flat"), "pl": (), "so": ("guri",)}
    assert list(drafting.rephrased(book, "home", wanted)) == [
        ("en", ["flat"], ["my room", "!house music"]),
        ("so", ["guri"], []),
    ]
