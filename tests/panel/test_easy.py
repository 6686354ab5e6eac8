"""The easy-read version: short sentences, a picture each, the same numbers, in every language."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_pack, a_worker, signed_in
from tests.panel.test_files import a_frozen_pack, body, paper_text
from voice import paths
from voice.i18n.catalogues import compile_stale
from voice.panel import easy_phrases
from voice.panel.contents import Choices, ChosenTheme
from voice.panel.easy import Easy, easy, ours, split, too_long
from voice.panel.models import Pack
from voice.panel.reading_age import GOAL, reading_age
from voice.panel.speech import speech
from voice.people.models import Role
from voice.themes.codebook import codebook

LANGUAGES = ("en", "ar", "pl", "so")


@pytest.fixture(autouse=True, scope="module")
def _spoken() -> None:
    compile_stale()


def for_the_panel(pack: Pack | None = None) -> dict[str, Any]:
    return {**(pack or a_frozen_pack()).contents, "audience": "youth_panel"}


def told(code: str = "en", contents: dict[str, Any] | None = None) -> Easy:
    return easy(contents or for_the_panel(), speech(code))


def with_every_theme() -> dict[str, Any]:
    """A pack in which every theme of the codebook is, each with other figures."""
    contents = for_the_panel()
    first = contents["themes"][0]
    themes = []
    for place, theme in enumerate(codebook().themes):
        part = place % 12 if place % 12 <= 10 else None
        parts = [{**each, "in_ten": part} for each in first["feelings"]]
        sure = ("quite", "fairly", "not")[place % 3]
        told = {"key": theme.key, "title": "", "line": "", "feelings": parts, "sure": sure}
        themes.append({**first, **told, "quote": None})
    counted = {**contents["counted"], "unassigned": 35}
    silence = {**contents["silence"], "note": "Some were ill. We asked again!"}
    return {**contents, "themes": themes, "counted": counted, "silence": silence}


def test_every_sentence_of_ours_is_short_and_says_one_thing() -> None:
    for contents in (for_the_panel(), with_every_theme()):
        page = told(contents=contents)
        assert too_long(page) == ()
        age = reading_age(ours(page))
        assert age is not None
        assert age.age <= GOAL - 1, age


def test_a_sentence_of_the_officers_that_is_too_long_is_pointed_out() -> None:
    long = "We met eleven times, and then we met again because nothing had changed at all."
    contents = {**for_the_panel(), "note": f"We met. {long}"}
    assert too_long(told(contents=contents)) == (long,)


def test_every_theme_has_words_of_its_own_and_they_are_translated() -> None:
    for theme in codebook().themes:
        english = easy_phrases.meaning(speech("en").say, theme.key)
        assert len(english) >= 2, theme.key
        for code in LANGUAGES[1:]:
            assert easy_phrases.meaning(speech(code).say, theme.key) != english
    assert easy_phrases.meaning(speech("en").say, "only_here") == ()


def test_the_officers_words_stand_where_they_wrote_some() -> None:
    pack = a_frozen_pack(chosen=Choices(themes=(ChosenTheme("delay", line="Late. Too late."),)))
    lines = [line.text.text for line in told(contents=for_the_panel(pack)).parts[1].lines]
    assert lines[:2] == ["Late.", "Too late."]
    arabic = told("ar", for_the_panel(pack)).parts[1].lines[0].text
    assert (arabic.text, arabic.direction) == ("هل الأمر هكذا عند الأطفال؟", "rtl")


@pytest.mark.parametrize("code", LANGUAGES)
def test_its_numbers_are_those_of_the_pack_and_no_percentage_is_among_them(code: str) -> None:
    contents = for_the_panel()
    page = told(code, contents)
    known = {contents["answered"], contents["counted"]["threshold"], 10, 2026, 4, 7, 8, 11, 18}
    parts = {part.key: part for part in page.parts}
    for theme in contents["themes"]:
        tens = [each["in_ten"] for each in theme["feelings"] if each["key"] in {"happy", "unhappy"}]
        drawn = [line.tens for line in parts[theme["key"]].lines if line.tens is not None]
        assert drawn == [each for each in tens if each is not None]
        known |= {theme["shown"], *drawn}
    said = " ".join(ours(page))
    assert {int(each) for each in re.findall(r"\d+", said)} <= known
    assert {contents["answered"], *(each["shown"] for each in contents["themes"])} <= {
        int(each) for each in re.findall(r"\d+", said)
    }
    assert "%" not in said
    assert "٪" not in said


def test_a_part_that_is_small_is_said_as_less_than_one() -> None:
    say = speech("en").say
    assert easy_phrases.happy(say, 0) == "Fewer than 1 of 10 was happy with it."
    assert easy_phrases.unhappy(say, 0) == "Fewer than 1 of 10 was not happy with it."
    assert easy_phrases.happy(say, 1) == "Only 1 of 10 children was happy with it."
    assert easy_phrases.unhappy(say, None) == easy_phrases.happy(say, None) == ""
    assert easy_phrases.said(say, "all") == "A child said:"


def test_every_sentence_has_a_picture_that_is_there() -> None:
    for part in told(contents=with_every_theme()).parts:
        for line in part.lines:
            assert line.picture or line.kind or line.tens is not None, line
            assert not line.picture or (paths.STATIC / "pictures" / f"{line.picture}.svg").exists()


def test_a_childs_words_keep_their_language_and_are_not_measured() -> None:
    page = told("pl")
    quotes = [line.text for part in page.parts for line in part.lines if line.kind == "quote"]
    assert [(each.tag, each.direction) for each in quotes] == [("ar", "rtl"), ("en", "ltr")]
    assert not any(each.text in ours(page) for each in quotes)
    assert next(line for p in told("ar").parts for line in p.lines if line.kind).text == quotes[0]
    assert sum(line.kind == "quote" for p in told("ar").parts for line in p.lines) == 1
    alone = for_the_panel()
    quoted = [each for each in alone["themes"] if each["quote"]]
    quoted[0]["quote"]["translation"] = None
    assert sum(line.kind == "quote" for p in told("pl", alone).parts for line in p.lines) == 1


def test_a_pack_of_nothing_and_a_pack_about_a_group_say_so() -> None:
    empty = {**for_the_panel(), "answered": None, "themes": [], "best": None}
    assert [part.key for part in told(contents=empty).parts] == ["begin", "after"]
    care = {**for_the_panel(), "audience": "care_council", "about": "Children in care"}
    care["silence"] = {"tiers": [], "teams": [], "known": True, "note": ""}
    page = told(contents=care)
    assert "It is about: Children in care." in ours(page)
    assert "We heard from every age and every team." in ours(page)
    assert [each.word for each in page.hard] == ["Theme", "Children in care"]
    unknown = {**care, "audience": "partnership", "silence": {**care["silence"], "known": False}}
    page = told(contents=unknown)
    assert [part.key for part in page.parts][-1] == "counting"
    silence = next(part for part in page.parts if part.key == "silence")
    assert [line.text.text for line in silence.lines] == [
        "We do not know about children nobody asked."
    ]


def test_text_is_cut_at_the_end_of_sentences_in_any_script() -> None:
    assert split("One. Two! ثلاثة؟ አራት። Five") == ["One.", "Two!", "ثلاثة؟", "አራት።", "Five"]
    assert split("  ") == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_on_paper_it_is_large_and_tagged(code: str) -> None:
    made = body("easy", code)
    with pikepdf.open(io.BytesIO(made)) as file:
        assert file.Root.Lang == code
        assert "/StructTreeRoot" in file.Root
    assert min(_sizes(made)) >= 16


def _sizes(made: bytes) -> set[float]:
    """Every size of type that is painted, in points."""
    found = set()
    with pikepdf.open(io.BytesIO(made)) as file:
        for page in file.pages:
            for step in pikepdf.parse_content_stream(page):
                if str(step.operator) == "Tf":
                    found.add(float(step.operands[1]))
    return found


def test_paper_and_page_say_the_same(client: FlaskClient, session: Session) -> None:
    pack = a_pack(session)
    page = told(contents=pack.contents)
    signed_in(client, session, a_worker(session, Role.PANEL_MEMBER))
    web = client.get("/panel?version=easy")
    text = paper_text(body("easy", pack=pack))
    for each in ours(page):
        assert each in web.text, each
        assert each in text, each
    assert len(web.data) <= 60_000
    assert 'href="/panel?"' in web.text or 'href="/panel"' in web.text
    assert "version=easy" in client.get("/panel").text
    assert 'dir="rtl"' in client.get("/panel?version=easy&lang=ar").text
