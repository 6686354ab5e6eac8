"""One comment in, one reading out: concerns, themes, feeling, each with its evidence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from voice.themes.pipeline import Coding, read


def themes(text: str, language: str = "en") -> list[str]:
    return [coding.theme for coding in read(text, language).themes]


def test_a_theme_shows_the_words_it_rests_on() -> None:
    text = "Hello.  My social worker is kind but NEVER listens"
    found = {coding.theme: coding for coding in read(text, "en").themes}
    evidence = found["listened"]
    assert evidence.start is not None
    assert "listens" in text[evidence.start : evidence.end]
    assert (evidence.source, evidence.score) == ("phrase", 1.0)
    assert "worker" in found


def test_each_theme_is_named_once_with_its_longest_words() -> None:
    reading = read("I miss my school friends. school is school. My friend moved", "en")
    keys = [coding.theme for coding in reading.themes]
    assert len(keys) == len(set(keys))
    assert keys == [c.theme for c in sorted(reading.themes, key=lambda c: c.start or 0)]


def test_the_same_words_are_always_read_the_same() -> None:
    text = "she listens to me at school and my friends are nice"
    assert read(text, "en") == read(text, "en")


@pytest.mark.parametrize(
    ("text", "language", "theme"),
    [
        ("هي تسمعني وانا احكي", "ar", "listened"),
        ("ona naprawde mnie slucha", "pl", "listened"),
        ("way i dhagaysataa markaan hadlayo", "so", "listened"),
        ("ona naprawde mnie slucha", "en", "listened"),
    ],
)
def test_other_languages_are_read_by_their_own_phrases(
    text: str, language: str, theme: str
) -> None:
    assert theme in themes(text, language)


def test_a_region_changes_nothing_in_what_is_heard() -> None:
    british = read("he hits me", "en-GB")
    assert british.lang == "en-GB"
    assert [each.kind for each in british.concerns] == ["harm"]
    assert british.feeling == "neg"


def test_a_possible_disclosure_never_sounds_well() -> None:
    reading = read("he hits me but the telly is good", "en")
    assert reading.concerns[0].kind == "harm"
    assert reading.feeling == "mixed"
    assert read("he hits me", "en").feeling == "neg"


def test_the_question_gives_its_theme_only_where_the_words_name_none() -> None:
    reading = read("purple with glitter", "en", question_theme="worker")
    assert reading.themes == (Coding("worker", "question", None, None, 0.5),)
    assert "worker" not in [c.theme for c in read("i like maths", "en", "worker").themes]
    assert read("purple", "en", question_theme="worker").themes == ()


@pytest.mark.parametrize("text", ["nothing", "n/a", "Nothing.", "", "   "])
def test_nothing_to_add_is_a_control_and_no_theme(text: str) -> None:
    reading = read(text, "en", question_theme="worker", polarity="worry")
    assert (reading.themes, reading.controls) == ((), ("nothing_to_add",))
    assert reading.not_assigned is False
    assert (reading.feeling, reading.feeling_source) == ("neutral", "estimated")


def test_what_stands_beside_nothing_is_still_heard() -> None:
    reading = read("nothing, but school is boring", "en")
    assert reading.controls == ()
    assert "school" in [coding.theme for coding in reading.themes]


@pytest.mark.parametrize(
    ("text", "feeling"), [("idk", "unclear"), ("ok", "unclear"), ("good", "pos")]
)
def test_a_word_that_adds_nothing_may_still_have_a_feeling(text: str, feeling: str) -> None:
    reading = read(text, "en")
    assert reading.controls == ("nothing_to_add",)
    assert reading.feeling == feeling


@pytest.mark.parametrize("text", ["jjjjjjjjjj", "hgdkfjghsd sdkjfhkjsdf", "?!?", "..."])
def test_a_finger_on_the_keyboard_is_unreadable(text: str) -> None:
    reading = read(text, "en", question_theme="worker")
    assert (reading.themes, reading.controls) == ((), ("unreadable",))


def test_a_lone_face_is_a_feeling_and_not_unreadable() -> None:
    reading = read("😭", "en")
    assert (reading.feeling, reading.controls, reading.not_assigned) == ("neg", (), True)


def test_words_about_the_form_are_a_control() -> None:
    assert "about_this_form" in read("this survey is too long", "en").controls


def test_what_nobody_foresaw_is_shown_as_not_assigned() -> None:
    assert read("a bus is red and a taxi is black", "en").not_assigned
    assert read("le bus est rouge et le taxi est noir", "fr").not_assigned


def test_the_rating_and_the_question_make_the_feeling_of_record() -> None:
    text = "Playing snap after tea"
    assert read(text, "en", polarity="good").feeling_source == "question"
    assert read(text, "en", polarity="good", rating=-1.0).feeling == "neg"


def test_a_control_character_or_half_an_emoji_shifts_no_span() -> None:
    text = "\x00\ud83d she listens\r\nto me"
    coding = read(text, "en").themes[0]
    assert text[slice(coding.start, coding.end)].startswith("listens")


def test_reading_needs_neither_flask_nor_a_database() -> None:
    code = (
        "import sys; from voice.themes.pipeline import read; read('she listens', 'en');"
        "assert not {'flask', 'sqlalchemy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
