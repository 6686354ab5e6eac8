"""Language and sentences, decided without trusting a young child's spelling."""

from __future__ import annotations

import pytest

from voice.themes.text import decide_language, main_script, split_sentences


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("my social worker never lisens to me", "en", "en"),
        ("wen mummy gos hom after family time", "en", "en"),
        ("nie lubię jak mama i tata krzyczą", "en", "pl"),
        ("hooyo way ooydaa markay telefoonka ku hadasho", "en", "so"),
        ("my mum shouts at me every night", "pl", "en"),
    ],
)
def test_four_clear_words_overrule_the_form(text: str, prior: str, language: str) -> None:
    assert decide_language(text, prior) == language


@pytest.mark.parametrize("text", ["mama i tata", "ok", "hooyo", "", "😀 123"])
def test_a_few_words_never_overrule_the_form(text: str) -> None:
    assert decide_language(text, "en") == "en"


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("ماما", "en", "ar"),
        ("بحب مدرستي كثير وعندي اصحاب", "en", "ar"),
        ("дуже сумно", "en", "uk"),
        ("mum", "ar", "en"),
        ("ናፍቆት", "en", "ti"),
        ("ናፍቆት እፈቱ ቤተሰብ ትምህርቲ", "am", "am"),
        ("我喜欢学校", "en", "zh"),
        ("μου αρέσει πολύ το σχολείο", "en", "el"),
    ],
)
def test_another_script_overrules_the_form_at_once(text: str, prior: str, language: str) -> None:
    assert decide_language(text, prior) == language


@pytest.mark.parametrize(
    ("text", "prior", "language"),
    [
        ("gusto ko ng mas maraming oras kasama ang nanay ko", "en", "tl"),
        ("gusto ko ng mas maraming oras kasama ang nanay ko", "tl", "tl"),
        ("gusto ko ng mas maraming oras kasama ang nanay ko", None, "tl"),
        ("my mum shouts at me every single night", "tl", "en"),
        ("მე მიყვარს ჩემი სკოლა და ჩემი მეგობრები", "en", "ka"),
        ("i wan make my worker dey listen to me", "en", "en"),
        ("Je veux voir ma maman plus souvent", None, "fr"),
        ("আমি আমার মায়ের সাথে থাকতে চাই", "en", "bn"),
    ],
)
def test_a_language_without_lists_is_known_too(text: str, prior: str | None, language: str) -> None:
    assert decide_language(text, prior) == language


def test_a_language_that_cannot_be_identified_is_believed() -> None:
    assert decide_language("me kamav mire dake te phenav sa so si", "rom") == "rom"
    assert decide_language("ናፍቆት እፈቱ ቤተሰብ ትምህርቲ", "ti") == "ti"


def test_a_script_nobody_listed_leaves_the_form_its_language() -> None:
    assert decide_language("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "en") == "en"
    assert decide_language("ᏣᎳᎩ", None) == "en"


def test_a_language_nobody_listed_is_believed() -> None:
    assert decide_language("xyz abc", "tlh") == "tlh"


def test_a_regional_form_keeps_its_region() -> None:
    assert decide_language("eu gosto muito da minha escola nova", "pt_BR") == "pt_BR"


def test_without_a_form_the_words_decide() -> None:
    assert decide_language("waxaan ku faraxsanahay iskuulka cusub", None) == "so"
    assert decide_language("ok", None) == "en"
    assert decide_language("", None) == "en"
    assert decide_language("qwrtp bnm", None) == "en"


def test_the_script_is_that_of_most_letters() -> None:
    assert main_script("I like كتاب reading") == "LATIN"
    assert main_script("123 :)") is None


def test_sentences_keep_the_places_of_the_text_given() -> None:
    text = "  I like school. \x00Maths is bad!"
    found = split_sentences(text, "en")
    assert [text[s.start : s.end] for s in found] == ["I like school.", "\x00Maths is bad!"]
    assert [text[w.start : w.end] for s in found for w in s.words] == (
        "I like school Maths is bad".split()
    )


def test_what_lies_beyond_the_longest_answer_is_not_read() -> None:
    found = split_sentences("a " * 5000, "en")
    assert found[-1].end <= 2_000


def test_kurdish_is_one_of_two_languages_by_its_letters() -> None:
    assert decide_language("ez pir dixwazim ku diya xwe bibînim û herim malê", None) == "kmr"
    assert decide_language("دەمەوێت بچمەوە ماڵەوە بۆ لای دایکم", None) == "ckb"
    assert decide_language("دەمەوێت بچمەوە ماڵەوە بۆ لای دایکم", "ckb") == "ckb"


@pytest.mark.parametrize("code", ["sw", "tl", "yi", "xx", "prs", "zh_Hans", "zh"])
def test_a_few_words_are_in_the_language_of_the_form_whatever_it_is(code: str) -> None:
    assert decide_language("我想妈妈" if code.startswith("zh") else "?", code) == code
