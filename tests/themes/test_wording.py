"""What is heard in the wording of a comment: parts of words that it shares with examples."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from voice.themes import wording
from voice.themes.examples import Example
from voice.themes.wording import Wordings

np = pytest.importorskip("numpy")

#: The first half is about waiting, the other about school.
TEXTS = [
    "she was late again",
    "late late late",
    "they came so late",
    "always waiting for them",
    "i waited two weeks",
    "the teacher helps me",
    "my teachers are kind",
    "school is ok",
    "i like my school",
    "schools are loud",
]
LABELS = np.repeat(np.eye(2), 5, axis=0)


def learnt(texts: list[str] = TEXTS, language: str = "en", labels: Any = LABELS) -> Wordings:
    return wording.learn([Example(text, language, ()) for text in texts], labels)


def test_a_word_is_cut_into_parts_with_the_space_around_it() -> None:
    parts = " l|la|at|te|e | la|lat|ate|te | lat|late|ate | late|late ".split("|")
    assert sorted(wording.cut("Late", "en")) == sorted(parts)


def test_a_short_word_is_itself_its_longest_part() -> None:
    assert Counter(wording.cut("I", "en")) == {" i": 1, "i ": 1, " i ": 1}


def test_characters_without_a_space_between_them_are_one_word() -> None:
    parts = {*wording.cut("老师 不听", "zh")}
    assert {"老师", "不听"} < parts
    assert "师不" not in parts


def test_it_hears_words_it_has_met_in_other_shapes() -> None:
    late, school = learnt().scores(["lateness", "SCHOOLING!"], ["en", "en"])
    assert late[0] > 0.2 > late[1]
    assert school[1] > 0.2 > school[0]


def test_what_shares_nothing_says_nothing() -> None:
    found = learnt().scores(["", "zzz", "she is late"], ["en", "en", "xx"])
    assert found.tolist() == [[0, 0]] * 3


def test_each_language_is_learnt_by_itself() -> None:
    both = [Example(text, "en", ()) for text in TEXTS]
    both += [Example(text, "de", ()) for text in TEXTS]
    together = wording.learn(both, np.vstack([LABELS, 1 - LABELS]))
    english, german = together.scores(["so late"] * 2, ["en", "de"])
    assert english == pytest.approx(learnt().scores(["so late"], ["en"])[0], abs=1e-3)
    assert german == pytest.approx(-english, abs=1e-3)


def test_a_label_nobody_gave_teaches_nothing() -> None:
    labels = LABELS.copy()
    labels[[1, 6]] = np.nan
    known = np.where(np.isnan(labels), 0.5, labels)
    assert learnt(labels=labels).said == pytest.approx(learnt(labels=known).said, abs=1e-3)


def test_what_was_kept_says_the_same_again() -> None:
    first = learnt()
    again = Wordings([Example(text, "en", ()) for text in TEXTS], first.said.copy())
    said = ["waiting for school", "teachers late"]
    assert (again.scores(said, ["en"] * 2) == first.scores(said, ["en"] * 2)).all()


def test_a_comment_is_heard_the_same_in_any_company() -> None:
    known = learnt()
    alone = known.scores(["so late"], ["en"])[0]
    assert (known.scores([*TEXTS, "so late"], ["en"] * 11)[-1] == alone).all()


def test_a_language_with_one_example_is_silent() -> None:
    one = learnt(["hello"], "fr", np.array([[1.0]]))
    assert one.scores(["hello"], ["fr"]).tolist() == [[0]]
