"""One comment in, one reading out: concerns, themes, feeling, each with its evidence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.codes.built import numbered
from voice.questions.kinds import Tier
from voice.questions.sets import for_tier
from voice.questions.shelf import library
from voice.safety.screen import Concern, Sentence
from voice.themes import folding, pipeline
from voice.themes.changes import Rephrase
from voice.themes.codebook import NOT_ASSIGNED, codebook, shipped, using
from voice.themes.hearing import hear
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


class Learnt:
    """What a meaning would say, told by the test: the tests must not need the extra."""

    def __init__(self, likely: Mapping[str, float], concern: str | None = None) -> None:
        self._likely = dict(likely)
        self._concern = concern

    def themes_of(self, texts: Sequence[str], languages: Sequence[str]) -> list[dict[str, float]]:
        return [self._likely for _ in texts]

    def feelings_of(self, texts: Sequence[str], languages: Sequence[str]) -> list[dict[str, float]]:
        return [{"neg": 9.0} for _ in texts]

    def concerns(self, sentences: Sequence[Sentence], language: str) -> list[Concern]:
        kinds = [self._concern] if self._concern else []
        return [Concern(k, "similar", s.start, s.end, s.text) for s in sentences for k in kinds]


def heard(text: str, language: str, likely: Mapping[str, float], **more: Any) -> list[Coding]:
    learnt: Any = Learnt(likely)
    return list(read(text, language, learnt=learnt, **more).themes)


def test_likeness_may_doubt_a_phrase_or_add_a_theme() -> None:
    said = "she listens to me"
    (doubted,) = heard(said, "en", {"listened": 0.06})
    assert (doubted.source, doubted.sure) == ("phrase", False)
    assert heard(said, "en", {"listened": 0.001}) == []
    (kept, added) = heard(said, "en", {"listened": 0.9, "delay": 0.99})
    assert (kept.theme, kept.source, kept.start) == ("listened", "phrase", 4)
    assert 0.9 < kept.score < 1
    assert (added.theme, added.source, added.start, added.sure) == ("delay", "similar", None, True)


def test_likeness_does_not_doubt_a_phrase_that_the_council_wrote() -> None:
    added = numbered(Rephrase("worker", "en", add=("purple envelope",)))
    book = folding.applied(shipped(), added)
    said = "the purple envelope is at my school"
    with using(lambda: book):
        (found,) = heard(said, "en", {})
    assert (found.theme, found.sure) == ("worker", True)
    assert heard(said, "en", {}) == []


def test_what_the_meaning_finds_too_stands_after_the_phrases() -> None:
    said = "mam fajną szkołę i super kolegów"
    alone = [coding.theme for coding in read(said, "pl").themes]
    assert alone
    likely = {**dict.fromkeys(alone, 0.5), "delay": 0.99, "safe": 0.7}
    found = heard(said, "pl", likely)
    assert [coding.theme for coding in found] == [*alone, "delay", "safe"]
    assert not found[-1].sure


def test_in_a_language_without_phrases_likeness_speaks_alone() -> None:
    found = heard("Ni devas ĉiam atendi", "eo", {"delay": 0.4, "home": 0.2})
    assert [(each.theme, each.source, each.sure) for each in found] == [("delay", "similar", False)]


def test_an_unsure_likeness_gives_way_to_what_was_asked() -> None:
    asked = heard("purple with glitter", "en", {"delay": 0.7}, question_theme="worker")
    assert [(each.theme, each.source) for each in asked] == [
        ("worker", "question"),
        ("delay", "similar"),
    ]
    same = heard("purple with glitter", "en", {"worker": 0.7}, question_theme="worker")
    assert [(each.theme, each.source) for each in same] == [("worker", "question")]


def test_nothing_to_say_is_like_nothing() -> None:
    assert heard("nothing", "en", {"delay": 0.99}) == []


def test_likeness_is_heard_in_the_feeling_too() -> None:
    learnt: Any = Learnt({})
    assert read("je suis là", "fr").feeling == "unclear"
    assert read("je suis là", "fr", learnt=learnt).feeling == "neg"


def test_a_concern_by_likeness_is_one_too() -> None:
    learnt: Any = Learnt({}, "fear")
    (found,) = read("I go quiet there", "en", learnt=learnt).concerns
    assert (found.kind, found.source) == ("fear", "similar")


def test_only_what_is_sure_is_counted() -> None:
    question = for_tier(library()["GS-P"], Tier.OLDER).question("one_change")
    assert question is not None
    learnt: Any = Learnt({"delay": 0.7})
    said = hear(question, (), "purple with glitter", "en", learnt).themes
    assert [each.theme for each in said if each.sure] == [question.theme or NOT_ASSIGNED]


def test_two_themes_counted_as_one_are_one_and_the_sure_one_stays() -> None:
    book = replace(codebook(), counted_as={"delay": "support", "access": "support"})
    unsure = Coding("delay", "similar", None, None, 0.6, sure=False)
    known = Coding("access", "phrase", 0, 4, 1.0)
    with using(lambda: book):
        assert pipeline._counted((unsure, known, unsure)) == (replace(known, theme="support"),)
