"""Runs of letters speak for a label where meaning is blurred."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")

from voice.themes import calibrating, letters  # noqa: E402 - numpy is an extra

TEXTS = ["dugsiga waan jeclahay", "dugsi cusub", "hooyo macaan", "hooyadayda waan u xiisay"]
LABELS = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])


def test_an_inflected_word_is_known_by_its_letters() -> None:
    learnt = letters.learn(TEXTS, LABELS)
    school, mother = letters.scores(learnt, ["dugsigayga", "hooyooyin"])
    assert school[0] > 0 > school[1]
    assert mother[1] > 0 > mother[0]


def test_a_text_without_letters_says_nothing() -> None:
    assert letters.scores(letters.learn(TEXTS, LABELS), ["", "   "]).tolist() == [[0, 0], [0, 0]]


def test_a_text_is_heard_the_same_in_any_company() -> None:
    learnt = letters.learn(TEXTS, LABELS)
    together = letters.scores(learnt, TEXTS)
    for text, row in zip(TEXTS, together, strict=True):
        assert letters.scores(learnt, [text])[0].tobytes() == row.tobytes()


def test_half_a_character_is_no_fault() -> None:
    assert len(letters.places_of("\ud800 half")) > 0


def test_probabilities_follow_the_labels() -> None:
    held = np.array([[2.0], [1.0], [-1.0], [-2.0]])
    labels = np.array([[1.0], [0.0], [1.0], [0.0]])
    slope, offset = calibrating.line(held, labels)
    likely = calibrating.sigmoid(held * slope + offset)
    assert slope > 0
    assert abs(float(likely.mean()) - 0.5) < 0.05


def test_a_rare_label_is_heard_too() -> None:
    held = np.array([[1.0, 0.9], [1.0, 0.2], [1.0, 0.1], [1.0, 0.95]])
    labels = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    added = calibrating.balance(held, labels)
    assert ((held + added).argmax(1) == labels.argmax(1)).all()
