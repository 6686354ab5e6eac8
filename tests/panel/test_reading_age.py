"""The reading age of a text, by the Flesch-Kincaid grade."""

from __future__ import annotations

import pytest

from voice.panel.reading_age import reading_age, sentences, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("the", 1), ("make", 1), ("makes", 1), ("named", 1), ("wanted", 2), ("houses", 2),
        ("table", 2), ("whole", 1), ("people", 2), ("idea", 3), ("quiet", 2), ("science", 2),
        ("video", 3), ("being", 2), ("playing", 2), ("children", 2), ("decision", 3),
        ("question", 2), ("something", 2), ("safeguarding", 3), ("participation", 5),
        ("various", 3), ("usually", 4), ("don't", 1), ("42", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_by_rule(word: str, count: int) -> None:
    assert syllables(word) == count


def test_sentences_end_where_they_end() -> None:
    assert sentences("We asked. Did they listen? “Yes!” A line\nand another") == [
        "We asked", "Did they listen", "“Yes", "A line", "and another",
    ]  # fmt: skip


def test_plain_words_are_for_the_young_and_long_ones_are_not() -> None:
    plain = reading_age(["We asked you. You told us. We read it all."])
    heavy = reading_age(["Participation arrangements demonstrate organisational accountability."])
    assert plain is not None
    assert heavy is not None
    assert plain.age == 5.0
    assert plain.young_enough
    assert plain.hard == ()
    assert heavy.age > 20
    assert not heavy.young_enough
    assert "accountability" in heavy.hard
    assert heavy.longest.startswith("Participation")


def test_the_grade_is_that_of_the_formula() -> None:
    """Ten words, one sentence, 13 syllables: 0.39 * 10 + 11.8 * 1.3 - 15.59 = 3.65; and five."""
    text = "My worker came to see me and we had lemonade"
    found = reading_age([text])
    assert found is not None
    assert (found.words, found.sentences, found.age) == (10, 1, 8.7)


def test_nothing_to_read_has_no_age() -> None:
    assert reading_age(["", "…"]) is None
