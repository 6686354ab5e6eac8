"""The library is taken from its files whole, or refused with every fault at once."""

from __future__ import annotations

import pytest

from voice.questions.kinds import RESERVED, Kind, Polarity, Tier
from voice.questions.sets import for_tier
from voice.questions.shelf import BadLibrary, library, read_library

SCALES = """
[YESNO]
look = "words"
[[YESNO.options]]
value = "yes"
text = "Yes"
weight = 1.0
[[YESNO.options]]
value = "no"
text = "No"
low = true
[FACES]
look = "faces"
[[FACES.options]]
value = "good"
text = "Good"
face = "happy"
"""
HEAD = """
key = "T-1"
version = 1
title = "A test"
intro = ""
occasion = "general"
tiers = ["4-7", "11-18"]
audience = "child"
[[sections]]
key = "one"
title = "One"
"""
QUESTION = """
[[sections.questions]]
id = "first"
construct = "test.first"
kind = "choice"
scale = "YESNO"
text = "Is it so?"
"""


def read(questions: str = QUESTION, head: str = HEAD, scales: str = SCALES) -> list[str]:
    """The faults of a library with one set."""
    try:
        read_library({"scales.toml": scales, "t.toml": head + questions})
    except BadLibrary as wrong:
        return wrong.errors
    return []


def changed(line: str, other: str) -> str:
    assert line in QUESTION
    return QUESTION.replace(line, other)


def test_a_good_set_has_no_faults() -> None:
    assert read() == []


def test_our_own_library_can_be_read() -> None:
    keys = {"GS-Y", "GS-P", "CPB-Y", "CPB-P", "CP-Y", "CP-P", "RVB-Y", "RVB-P", "RV-Y", "RV-P"}
    assert set(library()) == keys


def test_every_form_ends_with_room_for_anything_else() -> None:
    for each in library().values():
        assert each.questions[-1].id == "anything_else"


def test_every_set_can_be_asked_at_each_of_its_ages() -> None:
    for each in library().values():
        for tier in each.tiers:
            for question in for_tier(each, tier).questions:
                assert bool(question.options) == (question.kind is not Kind.OPEN), question.id


def test_a_question_is_read_as_it_was_written() -> None:
    text = (
        QUESTION
        + """
help = "A hint."
theme = "listened"
polarity = "bad"
safety = "help"
more = false
private = true
voch = "explained_worries"
[[sections.questions]]
id = "second"
construct = "test.second"
kind = "open"
text = "Why?"
follows = "first"
when = { question = "first", values = ["no"] }
"""
    )
    made = read_library({"scales.toml": SCALES, "t.toml": HEAD + text})["T-1"]
    first, second = made.questions[:2]
    assert [option.value for option in first.options] == ["yes", "no"]
    assert (first.help, first.theme, first.polarity) == ("A hint.", "listened", Polarity.BAD)
    assert (first.safety, first.more, first.private) == ("help", False, True)
    assert first.voch == "explained_worries"
    assert first.option("no") is not None
    assert (second.follows, second.more) == ("first", False)
    assert second.only is not None
    assert (second.only.question, second.only.values) == ("first", ("no",))


def test_a_scale_by_age_is_picked_by_age() -> None:
    text = changed('scale = "YESNO"', 'scale = { "4-7" = "FACES", "11-18" = "YESNO" }')
    made = read_library({"scales.toml": SCALES, "t.toml": HEAD + text})["T-1"]
    young, old = (for_tier(made, tier).questions[0] for tier in (Tier.YOUNGEST, Tier.OLDER))
    assert (young.look, [each.value for each in young.options]) == ("faces", ["good"])
    assert (old.look, [each.value for each in old.options]) == ("words", ["yes", "no"])


@pytest.mark.parametrize(
    ("extra", "look"),
    [("", "words"), ('face = "sad"', "faces"), ('picture = "school"', "pictures")],
)
def test_own_options_look_as_they_are_drawn(extra: str, look: str) -> None:
    text = (
        changed('scale = "YESNO"\n', "")
        + f"""
[[sections.questions.options]]
value = "a"
text = "A"
{extra}
"""
    )
    made = read_library({"scales.toml": SCALES, "t.toml": HEAD + text})["T-1"]
    assert made.questions[0].look == look


@pytest.mark.parametrize(
    ("questions", "fault"),
    [
        (changed('id = "first"\n', ""), "a question without id: id is missing"),
        (changed('construct = "test.first"', 'construct = ""'), "first: construct is missing"),
        (changed('text = "Is it so?"', ""), "first: text is missing"),
        (changed('kind = "choice"', 'kind = "matrix"'), "kind cannot be 'matrix'"),
        (changed('"YESNO"', '"NONE"'), "scale cannot be 'NONE'; it is one of YESNO, FACES"),
        (changed('"YESNO"', '{ "4-7" = "YESNO" }'), "scale has none for tier 11-18"),
        (changed('"YESNO"', '{ "4-7" = "NONE", "11-18" = "YESNO" }'), "scale cannot be 'NONE'"),
        (changed('scale = "YESNO"\n', ""), "first: options or a scale are missing"),
        (QUESTION + 'colour = "red"', "first: colour is not a key of a question"),
        (QUESTION + 'polarity = "maybe"', "polarity cannot be 'maybe'"),
        (QUESTION + 'follows = "later"', "later does not come before it"),
        (QUESTION + 'when = { question = "later", values = [] }', "later does not come before"),
        (QUESTION + QUESTION, "first: id is used twice"),
        (QUESTION + '[[sections.questions.options]]\ntext = "A"', "an option has no value"),
        (QUESTION + '[[sections.questions.options]]\nvalue = "a"', "an option has no text"),
        (
            QUESTION + '[[sections.questions.options]]\nvalue = "a"\ntext = "A"\nface = "smug"',
            "face cannot be 'smug'",
        ),
        (
            QUESTION + '[[sections.questions.options]]\nvalue = "a"\ntext = "A"\nsize = 1',
            "size is not a key of an option",
        ),
    ],
)
def test_a_fault_is_named_by_file_question_and_key(questions: str, fault: str) -> None:
    faults = read(questions)
    assert any(fault in each and each.startswith("t.toml: ") for each in faults), faults


@pytest.mark.parametrize("reserved", sorted(RESERVED))
def test_an_id_of_the_form_itself_is_refused(reserved: str) -> None:
    faults = read(changed('"first"', f'"{reserved}"'))
    assert faults == [f"t.toml: question {reserved}: id belongs to the form itself"]


@pytest.mark.parametrize(
    ("line", "other", "fault"),
    [
        ('title = "A test"\n', "", "title is missing"),
        ('intro = ""', 'intro = ""\ncolour = "red"', "colour is not a key of a set"),
        ('"general"', '"birthday"', "occasion cannot be 'birthday'"),
        ('"4-7"', '"0-3"', "tiers cannot be '0-3'"),
    ],
)
def test_a_fault_of_the_set_itself_is_named(line: str, other: str, fault: str) -> None:
    faults = read(head=HEAD.replace(line, other))
    assert any(fault in each for each in faults), faults


def test_a_file_that_is_not_toml_is_named() -> None:
    assert any(each.startswith("t.toml: not TOML") for each in read("= = ="))


def test_all_faults_of_all_files_come_at_once() -> None:
    with pytest.raises(BadLibrary) as wrong:
        read_library({"a.toml": "x = ", "b.toml": "y = ", "c.toml": HEAD.replace("key", "kye", 1)})
    told = str(wrong.value)
    assert all(name in told for name in ("a.toml", "b.toml", "c.toml"))
    assert len(wrong.value.errors) >= 4
