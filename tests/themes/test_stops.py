"""A quote is the sentence round its words, in any script; one sentence alone has no parts."""

from __future__ import annotations

import pytest

from voice.themes.stops import around, parts


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("It is late. They never came! Why?", "They never came!"),
        ("تأخروا. لم يأتوا أبدا؟ لماذا؟", "لم يأتوا أبدا؟"),
        ("他们迟到了。他们没来！为什么？", "他们没来！"),
        ("one line\ntwo lines\nthree", "two lines"),
    ],
)
def test_the_second_of_three_sentences(text: str, second: str) -> None:
    found = parts(text)
    assert len(found) == 3
    assert text[slice(*found[1])] == second
    start = text.index(second)
    assert text[slice(*around(text, start + 1, start + 3))] == second


def test_one_sentence_has_no_parts() -> None:
    assert parts("Only this one.") == ()
    assert parts("") == ()
    assert around("Only this one.", 0, 4) == (0, 14)
