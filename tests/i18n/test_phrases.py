"""The phrase book: what a practitioner writes is what is found, where the child wrote it."""

import sys

import pytest

from voice.i18n.phrases import Hit, PhraseBook
from voice.i18n.words import normalise, words


def said(text: str, *patterns: str, language: str = "en") -> list[str]:
    book = PhraseBook([(f"k{number}", p) for number, p in enumerate(patterns)], language)
    return [text[hit.start : hit.end] for hit in book.find(words(text, language))]


def test_a_phrase_is_found_where_it_stands() -> None:
    book = PhraseBook([("harm", "hit* me")], "en")
    assert book.find(words("He HITS me!", "en")) == [Hit("harm", "hit* me", 3, 10)]


def test_a_plain_word_is_only_itself() -> None:
    assert said("hit hits hitting", "hit") == ["hit"]


def test_a_star_behind_is_any_ending_and_none() -> None:
    assert said("listen listens listening glisten", "listen*") == ["listen", "listens", "listening"]


def test_a_star_in_front_is_any_beginning() -> None:
    assert said("يضربني وبيضربني ضربني", "*ضربني", language="ar") == [
        "يضربني",
        "وبيضربني",
        "ضربني",
    ]


def test_stars_on_both_sides_find_the_middle() -> None:
    assert said("unlistening", "*listen*") == ["unlistening"]


def test_alternatives_may_be_several_words_and_nest() -> None:
    pattern = "[not|no one [ever|really]] listen*"
    assert said("not listened", pattern) == ["not listened"]
    assert said("no one really listens", pattern) == ["no one really listens"]
    assert said("no one listens", pattern) == []


def test_an_optional_word_may_be_there_or_not() -> None:
    assert said("I feel sad. I feel so sad.", "feel (so|really) sad") == ["feel sad", "feel so sad"]


@pytest.mark.parametrize("between", ["", "a", "a b", "a b c"])
def test_a_gap_takes_up_to_three_words(between: str) -> None:
    assert said(f"hit {between} me", "hit .. me") == [f"hit {between} me"]


def test_a_gap_takes_no_fourth_word() -> None:
    assert said("hit a b c d me", "hit .. me") == []


def test_hyphens_are_spaces_on_both_sides() -> None:
    assert said("I self harm and self-harmed", "self-harm*") == ["self harm", "self-harmed"]


def test_the_longest_hit_of_a_key_wins_at_its_place() -> None:
    book = PhraseBook([("a", "hit me"), ("a", "he hit me hard"), ("a", "he hit")], "en")
    assert [hit.pattern for hit in book.find(words("he hit me hard", "en"))] == ["he hit me hard"]


def test_keys_do_not_push_each_other_out() -> None:
    book = PhraseBook([("a", "hit me"), ("b", "he hit me")], "en")
    assert {hit.key for hit in book.find(words("he hit me", "en"))} == {"a", "b"}


def test_overlapping_hits_that_hold_neither_one_both_stay() -> None:
    assert said("one two three", "one two", "two three") == ["one two", "two three"]


def test_every_hit_can_be_had_and_each_span_once_a_key() -> None:
    book = PhraseBook([("a", "hit me"), ("a", "hit* me"), ("a", "hit me hard")], "en")
    assert [(h.pattern, h.end) for h in book.every(words("hit me hard", "en"))] == [
        ("hit me", 6),
        ("hit me hard", 11),
    ]


def test_an_apostrophe_may_be_left_out_by_the_child_only() -> None:
    assert said("I don't I dont I don’t", "i don't") == ["I don't", "I dont", "I don’t"]
    assert said("she'll break the shell", "shell") == ["shell"]


def test_polish_is_heard_without_its_keyboard() -> None:
    patterns = ("boję się", "żołąd*")
    assert said("boje sie Boję się boję sie", patterns[0], language="pl") == [
        "boje sie",
        "Boję się",
        "boję sie",
    ]
    assert said("zoladek żoladka żołądek", patterns[1], language="pl") == [
        "zoladek",
        "żoladka",
        "żołądek",
    ]


def test_an_accent_nobody_wrote_is_not_heard_in() -> None:
    assert said("łaska laska", "laska", language="pl") == ["laska"]
    assert said("łaskawa", "*skawą", "laska*", language="pl") == ["łaskawa"]


def test_arabic_diacritics_and_letters_are_one_on_both_sides() -> None:
    text = "أَخَافُ مِن المدرسـة"
    assert said(text, "اخاف من *مدرسه", language="ar") == [text]
    assert said("اخاف من مدرسه", "أخاف من المدرسة", language="ar") == []


def test_a_held_down_letter_is_let_go() -> None:
    assert said("stoppp it pleeease", "stop", "please") == ["stoppp", "pleeease"]
    assert said("gooood feeling", "good feel*") == ["gooood feeling"]
    assert said("999", "9") == []


@pytest.mark.parametrize(
    "text", ["😢 mum hit\u0301 👨‍👩‍👧 me ❤️!", "he\u0301 — hit me", "ｈｉｔ ME"]
)
def test_offsets_are_right_among_marks_and_emoji(text: str) -> None:
    for given in (text, normalise(text)):
        (found,) = said(given, "hit .. me")
        assert found[0] in "hｈ"
        assert found[-1] in "eE"


@pytest.mark.parametrize(
    "pattern",
    ["", " ", "..", ".. me", "hit ..", "(hit)", "[hit|..] me", "hit [me", "hit (me", "*", "a*b"],
)
def test_a_pattern_that_cannot_be_read_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(ValueError, match="The pattern"):
        PhraseBook([("k", pattern)], "en")


@pytest.mark.parametrize("pattern", ["friend(s)", "[a]b", "hit (..)", "?!"])
def test_a_slip_of_the_hand_is_refused_too(pattern: str) -> None:
    with pytest.raises(ValueError, match="The pattern"):
        PhraseBook([("k", pattern)], "en")


def test_a_stray_closing_bracket_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot use"):
        PhraseBook([("k", "hit ] me")], "en")


def test_a_book_with_nothing_in_it_finds_nothing() -> None:
    assert PhraseBook([], "en").find(words("he hit me", "en")) == []
    assert PhraseBook([("a", "hit")], "en").find(()) == []


def calls_to_read(book: PhraseBook, comments: list[str]) -> int:
    """Python calls made to read the comments a second time: work counted, not timed."""
    cut = [words(comment, "en") for comment in comments]
    for comment in cut:
        book.find(comment)
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        for comment in cut:
            book.find(comment)
    finally:
        sys.setprofile(before)
    return calls


def test_a_thousand_patterns_cost_no_more_calls_than_ten() -> None:
    patterns = [("k", f"he [was|is] .. number{n}* me") for n in range(1000)]
    comments = [f"he was so number{n}x to us and i is not he is he is me" for n in range(50)]
    few, many = PhraseBook(patterns[:10], "en"), PhraseBook(patterns, "en")
    assert calls_to_read(many, comments) <= calls_to_read(few, comments) <= 6 * len(comments)


def test_memory_does_not_grow_with_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice.i18n.phrases._MOST_STATES", 5)
    monkeypatch.setattr("voice.i18n.phrases._MOST_WORDS", 5)
    book = PhraseBook([("k", f"w{n} .. hit [me|us]") for n in range(30)], "en")
    for n in range(30):
        text = f"oh{n} w{n} a hit me"
        assert [text[h.start : h.end] for h in book.find(words(text, "en"))] == [f"w{n} a hit me"]
    assert len(book._kind_of) <= 6
    assert len(book._states) <= 6
