"""What redaction offers to leave out, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.bench.redaction import KNOWN, measure
from tests.build import a_team, a_worker
from voice.answers.marks import BadMarks, Mark, applied, both_parsed, both_written, joined
from voice.quotes import names
from voice.quotes.choosing import Candidate, likeness, pick
from voice.quotes.cues import cues
from voice.quotes.recognise import signs
from voice.quotes.redact import offers
from voice.quotes.roster import roster


def redacted(text: str, language: str = "en") -> str:
    """The text with every offer taken."""
    return applied(text, offers(text, language, KNOWN))


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("my brother jaden hits me", "[my brother] hits me"),
        ("Jaden's mum is ill", "[a name]'s mum is ill"),
        ("my foster carer Sue Young is kind", "[my foster carer] is kind"),
        ("I told Miss Harper about it", "I told [a name] about it"),
        ("he is called ola", "he is called [a worker]"),
        ("my sister hope is 4", "[my sister] is [an age]"),
        ("ava and hope went", "[a name] and [a name] went"),
        ("Poppy, Isla and Freya left", "[a name], [a name] and [a name] left"),
        ("Jade, 13, hit me", "[a name], [an age], hit me"),
        ("I told Tom W about it", "I told [a name] about it"),
        ("me and eshal ran", "me and [a name] ran"),
        ("i miss agnieska", "i miss [a name]"),
        ("Mr Smith-Jones came", "[a name] came"),
        ("i miss ngozi a lot", "i miss [a name] a lot"),
        ("dr wren is nice", "[a name] is nice"),
        ("my nurse kezzle is nice", "[my nurse] is nice"),
        ("I am Kofi", "I am [a name]"),
        ("my name is zorro", "my name is [a name]"),
        ("pennhale and dayna came", "[a worker] and [a worker] came"),
        ("my mum. Jaden ran", "my mum. [a name] ran"),
        ("i go to green lane primary school", "i go to [a school]"),
        ("I like Kestrel Academy best", "I like [a school] best"),
        ("We saw oakfield primary", "We saw [a school]"),
        ("I am at St Anne's School", "I am at [a school]"),
        ("we live in Kettle Wick now", "we live in [a place] now"),
        ("she moved from wexcombe", "she moved from [a place]"),
        ("we live at 14 Rowan Road", "we live at [an address]"),
        ("he is on Rowan Road", "he is on [an address]"),
        ("near LE2 7DH", "near [a postcode]"),
        ("call 07700 900123 now", "call [a phone number] now"),
        ("mail kai.r@example.com", "mail [an e-mail address]"),
        ("my birthday is 3rd June", "my birthday is [a date]"),
        ("born 21/08/2013", "born [a date]"),
        ("add me on snap its jaydz_09", "add me on snap its [an online name]"),
        ("my insta is private", "my insta is private"),
        ("I saw jaden-zq there", "I saw [a name] there"),
        ("I saw Jaden Monday", "I saw [a name] Monday"),
    ],
)
def test_what_could_name_somebody_is_offered(text: str, safe: str) -> None:
    assert redacted(text) == safe


@pytest.mark.parametrize(
    "text",
    [
        "I hope it gets better and I will try.",
        "Will you come? May I see my mum in May?",
        "Dad called me names and I called the police.",
        "my brother will not talk to me",
        "i am tired and im sad",
        "I miss my old school and i miss hugs",
        "We live in a flat in a big town.",
        "My New School Is Nice",
        "I AM SO ANGRY NOBODY LISTENS TO ME",
        "We met on 3rd June with 12 people.",
        "becuase my freinds are funy",
        "Hope",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("language", "text", "safe"),
    [
        ("pl", "Mieszkam z Kasią i z Tomkiem.", "Mieszkam z [imię] i z [imię]."),
        ("pl", "Chodzę do Szkoły Jana Pawła.", "Chodzę do [szkoła]."),
        ("ar", "أختي اسمها فاطمة", "أختي اسمها [اسم]"),
        ("ar", "أذهب إلى مدرسة النور", "أذهب إلى [مدرسة]"),
        ("so", "Walaalkay Cabdi waa fiican yahay", "[walaalkay] waa fiican yahay"),
        ("uk", "Мій брат Андрій сумує.", "[мій брат] сумує."),
        ("zh_Hans", "我的老师叫王小明。李老师很好。", "我的老师叫[名字]。[名字]老师很好。"),
        ("zh_Hans", "我在阳光小学。", "我在[学校]。"),
        ("tr", "Zeynep'in evi", "[bir isim]'in evi"),
        ("pt", "Gosto dela", "Gosto dela"),
        ("xx", "I saw Jaden there", "I saw […] there"),
    ],
)
def test_it_reads_other_languages_and_answers_in_them(language: str, text: str, safe: str) -> None:
    assert redacted(text, language) == safe


def test_the_measured_figures_hold() -> None:
    held = measure("held")
    assert held.mentions.total() >= 250
    assert held.recall() >= 0.97
    assert held.recall("roster") == 1.0
    assert held.false / held.words <= 0.05


def test_every_list_holds_hundreds_of_names() -> None:
    found = list(names._cultures())
    assert len(found) >= 12
    for each in found:
        assert len(set(each["first"].split())) >= 200, each["culture"]
        assert len(set(each["last"].split())) >= 150, each["culture"]


def test_a_name_is_known_with_the_endings_of_its_language() -> None:
    endings = cues("pl").endings
    assert names.sort_of("kubie", endings) == names.STRONG
    assert names.sort_of("tomkiem", endings) == names.STRONG
    assert names.sort_of("kowalski") == names.WEAK
    assert names.sort_of("table") is None
    assert names.is_misspelt("agnieska")
    assert not names.is_misspelt("ola")
    assert not names.is_misspelt("qqqqqq")


def test_marks_are_joined_kept_and_refused_where_they_do_not_fit() -> None:
    first, second = Mark(0, 5, "name", "[a]"), Mark(3, 8, "place", "[b]")
    assert joined([second, first]) == (Mark(0, 8, "name", "[a]"),)
    assert joined([Mark(0, 5, "name", "[a]"), Mark(1, 2, "age", "[b]")]) == (first,)
    assert both_parsed(both_written([first], [second])) == ((first,), (second,))
    for wrong in (Mark(0, 99, "name", "[a]"), Mark(0, 1, "name", "x" * 99)):
        with pytest.raises(BadMarks):
            applied("short", [wrong])


def test_the_roster_is_the_staff_and_the_councils_own_places(
    session: Session, tmp_path: Path
) -> None:
    a_worker(session).name = "Quorra Vex"
    a_team(session, "harbour")
    assert roster(session, tmp_path).places == ("Harbour",)
    (tmp_path / "places.txt").write_text("# ours\nCopper Park\n\n", "utf-8")
    known = roster(session, tmp_path)
    assert known.places == ("Harbour", "Copper Park")
    assert "Quorra Vex" in known.staff
    text = "we go to copper park with quorra, not copper parking"
    safe = applied(text, offers(text, "en", known))
    assert safe == "we go to [a place] with [a worker], not copper parking"


def candidate(child: str, said: str, **more: object) -> Candidate:
    """Words of one child."""
    asked = {"language": "en", "tier": "11-18", "form": "GS-P", "fit": 0.5, **more}
    return Candidate(child, "q", words=frozenset(said.split()), **asked)  # type: ignore[arg-type]


def test_quotes_are_picked_to_differ_and_each_child_speaks_once() -> None:
    same = [candidate("a", "she is kind", fit=0.6), candidate("b", "she is kind")]
    other = candidate("c", "late again", language="pl", tier="8-10", form="GS-Y", fit=0.3)
    again = candidate("a", "nobody rings")
    assert [each.response_id for each in pick([*same, other, again], 3)] == ["a", "c", "b"]
    assert pick([], 3) == ()


def test_likeness_goes_by_meaning_where_there_is_some() -> None:
    one, other = candidate("a", "x", vector=(1.0, 0.0)), candidate("b", "x", vector=(0.0, 1.0))
    assert likeness(one, other) < likeness(candidate("a", "x"), candidate("b", "x"))
    assert likeness(one, candidate("c", "", vector=(0.0, 0.0))) == pytest.approx(0.4)
    assert likeness(candidate("a", ""), candidate("b", "")) == pytest.approx(0.4)


def test_signs_by_which_a_child_could_be_recognised_are_asked_about() -> None:
    text = "I have 3 sisters and the police came to my school"
    assert signs(text, "en", rare=True) == ("language", "siblings", "school", "event", "number")
    assert signs("She is kind.", "en", rare=False) == ()
    assert signs("antidisestablishment", "en", rare=False) == ("detail",)
    assert signs("so " * 50, "en", rare=False) == ("much",)
    assert signs("ok", "en", [Mark(0, 1, "school", "[a school]")], rare=False) == ("school",)
