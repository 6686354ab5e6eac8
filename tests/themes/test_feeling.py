"""How words sound: an estimate that knows a social worker from a pleasant one."""

from __future__ import annotations

import pytest

from voice.themes.feeling import estimate, feeling_of_record, joined, textblob_feeling


@pytest.fixture(autouse=True)
def _no_corpora(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    import nltk

    monkeypatch.setattr(nltk.data, "path", [str(tmp_path_factory.mktemp("nltk"))])


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("my social worker is kind", "pos"),
        ("I have a social worker called Tunde", "neutral"),
        ("he hits me", "neg"),
        ("he hits me and I want it to stop", "neg"),
        ("I don't like it here", "neg"),
        ("I dont like it here", "neg"),
        ("nobody is nice to me", "neg"),
        ("I'm not scared any more", "pos"),
        ("she is nice but I miss my mum", "mixed"),
        ("some days are a bit better", "mixed"),
        ("I want a later visit", "neutral"),
        ("there is no ramp", "neg"),
        ("what a magnificent afternoon that was", "pos"),
        ("it was a disgusting dinner", "neg"),
        ("idk", "unclear"),
        ("i think it is nice maybe", "unclear"),
        ("table", "unclear"),
        ("no", "unclear"),
        ("", "unclear"),
        ("😢", "neg"),
        ("Friday :)", "pos"),
    ],
)
def test_english_words_are_heard_as_a_child_means_them(text: str, band: str) -> None:
    assert estimate(text, "en").band == band


@pytest.mark.parametrize(
    ("text", "language", "band"),
    [
        ("boje sie wieczorem", "pl", "neg"),
        ("nie lubię tam być", "pl", "neg"),
        ("Olek to mój najlepszy kumpel", "pl", "pos"),
        ("بحب مدرستي", "ar", "pos"),
        ("مشتاق لماما", "ar", "neg"),
        ("waan ooyaa habeenkii", "so", "neg"),
        ("waan faraxsanahay", "so", "pos"),
        ("pada deszcz", "pl", "unclear"),
        ("chcę psa", "pl", "neutral"),
    ],
)
def test_short_lists_decide_in_other_languages(text: str, language: str, band: str) -> None:
    assert estimate(text, language).band == band


def test_a_language_without_a_list_is_unclear_unless_a_sign_decides() -> None:
    assert estimate("ik ben heel blij", "xx").band == "unclear"
    assert estimate("ik ben heel blij 😀", "xx").band == "pos"
    assert estimate("hallo", "nl_NL").band == "unclear"


def test_an_estimate_says_what_it_found_on_either_side() -> None:
    found = estimate("maths is boring", "en")
    assert (found.good, found.bad, found.unsure) == (0.0, 0.6, False)
    assert estimate("i dunno", "en").unsure


@pytest.mark.parametrize(
    ("rating", "polarity", "estimated", "record"),
    [
        (1.0, "worry", "neg", ("pos", "rating")),
        (-0.5, "good", "pos", ("neg", "rating")),
        (0.0, None, "pos", ("neutral", "rating")),
        (0.1, None, "mixed", ("mixed", "rating")),
        (None, "good", "unclear", ("pos", "question")),
        (None, "good", "neg", ("mixed", "question")),
        (None, "worry", "neutral", ("neg", "question")),
        (None, "worry", "mixed", ("mixed", "question")),
        (None, "wish", "neutral", ("neutral", "estimated")),
        (None, "bad", "pos", ("pos", "estimated")),
        (None, None, "unclear", ("unclear", "estimated")),
    ],
)
def test_the_childs_rating_comes_before_the_question_and_both_before_the_estimate(
    rating: float | None, polarity: str | None, estimated: str, record: tuple[str, str]
) -> None:
    assert feeling_of_record(rating, polarity, estimated) == record


def test_lists_and_likeness_are_heard_together() -> None:
    glad = estimate("my social worker is kind", "en")
    assert joined(glad, None) == "pos"
    assert joined(glad, {"neg": 0.4, "pos": 0.3}) == "pos"
    assert joined(glad, {"neg": 0.9}) == "neg"


def test_lists_that_found_nothing_have_no_voice() -> None:
    nothing, unsure = estimate("table", "en"), estimate("i dunno", "en")
    assert joined(nothing, {"neutral": 0.1}) == "neutral"
    assert joined(unsure, {"neutral": 0.1}) == "unclear"


def test_textblob_alone_is_at_hand_for_comparison() -> None:
    assert textblob_feeling("it isn't good")[0] < 0
    assert textblob_feeling("he hits me")[0] == 0
