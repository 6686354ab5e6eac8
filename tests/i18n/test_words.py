"""Words and sentences: folding forgives, offsets never lie."""

import unicodedata
from itertools import pairwise

import pytest

from voice.i18n.words import LONGEST, fold, normalise, plain, sentences, spelt, words


def folded(text: str, language: str = "en") -> list[str]:
    return [word.folded for word in words(text, language)]


def test_words_are_small_letters_with_straight_apostrophes() -> None:
    assert folded("He DON’T like it, I`m sure") == ["he", "don't", "like", "it", "i'm", "sure"]


def test_an_ascii_text_is_cut_like_any_other() -> None:
    plain_text = "Self-harm: I'm 10, b4 'cause_of_it"
    assert folded(plain_text) == folded(plain_text + " é")[:-1]
    assert folded(plain_text) == ["self", "harm", "i'm", "10", "b4", "cause", "of", "it"]


@pytest.mark.parametrize(
    "text",
    [
        "my mum 👨‍👩‍👧 shouts 😢 at me",
        "cafe\u0301 is nice ❤️ ok",
        "caf\u00e9 naïve e\u0301\u0301\u0301x",
        "أَبِي يَضْرِبُنِي كَثِيرًا",
        "مـــدرسة 1️⃣ جميلة",
        "Zażółć gęślą jaźń",
        "\U0001d4f1\U0001d4ee hits ｍｅ",
        "a\u00adb c\u200dd",
    ],
)
@pytest.mark.parametrize("language", ["en", "ar", "pl", "so"])
def test_every_offset_points_into_the_text_given(text: str, language: str) -> None:
    for word in words(text, language):
        said = text[word.start : word.end]
        assert fold(said, language) == word.folded
        assert said == said.strip()


def test_offsets_hold_before_and_after_composing() -> None:
    apart = "Mum 😢 se\u0301e me"
    for text in (apart, normalise(apart)):
        word = words(text, "en")[1]
        assert unicodedata.normalize("NFC", text[word.start : word.end]) == "sée"
        assert word.folded == "see"


def test_arabic_folds_marks_long_lines_alef_ya_and_ha() -> None:
    assert folded("أَبِي إلى آخر مـــدرسة مستشفى", "ar") == ["ابي", "الي", "اخر", "مدرسه", "مستشفي"]


def test_arabic_written_in_an_english_form_folds_the_same() -> None:
    assert folded("مدرسة", "en") == folded("مدرسة", "ar")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("am", "ፀሐይ ጸሀይ"),
        ("am", "ሐሳብ ሀሳብ ኃሳብ"),
        ("am", "ዓይን አይን ዐይን"),
        ("am", "ሠራ ሰራ"),
        ("ti", "ፀሓይ ጸሐይ"),
        ("ti", "ኣነ አነ"),
        ("ti", "ሃገር ሀገር"),
        ("ti", "ይኽእል ይክእል"),
    ],
)
def test_ethiopic_letters_that_sound_alike_are_one(language: str, said: str) -> None:
    assert len({*folded(said, language)}) == 1


def test_tigrinya_tells_a_mother_from_a_village() -> None:
    mother, village = folded("ኣደይ ዓደይ", "ti")
    assert mother != village


def test_one_spelling_keeps_every_letter_in_its_place() -> None:
    assert spelt("ፀሓይ, my ሠላም!") == "ጸሐይ, my ሰላም!"


def test_polish_keeps_its_accents_and_others_lose_theirs() -> None:
    assert folded("Boję się łaska", "pl") == ["boję", "się", "łaska"]
    assert folded("Boję się łaska", "en") == ["boje", "sie", "laska"]


def test_plain_is_what_a_keyboard_without_accents_writes() -> None:
    assert plain("zażółć") == "zazolc"
    assert plain("mama") == "mama"


def test_marks_that_carry_meaning_in_other_scripts_stay() -> None:
    assert folded("मेरी", "en") == ["मेरी"]
    assert folded("มีความสุข", "en") == ["มีความสุข"]


def test_fancy_letters_are_read_as_letters() -> None:
    assert folded("\U0001d4f1\U0001d4ee ｈｉｔ") == ["he", "hit"]


def test_each_chinese_character_is_a_word() -> None:
    assert [word.folded for word in words("没人听我 OK", "zh")] == ["没", "人", "听", "我", "ok"]


def test_emoji_and_punctuation_are_no_words() -> None:
    assert words("😢 ... ❤️ -- ?! _", "en") == ()


def test_normalise_composes_and_takes_controls_out() -> None:
    assert normalise("e\u0301\x00\x1b[0m \u202ehi\u2069\ud800") == "é[0m hi"


def test_normalise_keeps_lines_and_tabs() -> None:
    assert normalise("one\r\ntwo\rthree\tfour\n") == "one\ntwo\nthree\tfour\n"


def test_normalise_cuts_at_two_thousand_characters_and_changes_nothing_twice() -> None:
    once = normalise("e\u0301" * 5000)
    assert len(once) == LONGEST
    assert normalise(once) == once


def spans(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_where_a_child_ends_them() -> None:
    text = "  I like her. she is nice!! Do you?\nyes\n\n no "
    assert spans(text) == ["I like her.", "she is nice!!", "Do you?", "yes", "no"]


def test_a_text_without_stops_is_one_sentence() -> None:
    assert spans(" i like her and she is nice. ") == ["i like her and she is nice."]
    assert spans("") == []
    assert spans(" \n ") == []


def test_short_forms_and_numbers_do_not_end_a_sentence() -> None:
    assert spans("I saw mr. smith at 3.30 today.") == ["I saw mr. smith at 3.30 today."]


def test_arabic_sentences_end_at_their_own_marks() -> None:
    assert spans("أين أنا؟ لا أعرف.") == ["أين أنا؟", "لا أعرف."]


def test_sentence_spans_are_in_order_and_apart() -> None:
    text = "A. b c. D! é 😢 e? \n f."
    found = sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
