"""Scores become probabilities, and a rare label is heard as evenly as a frequent one."""

from __future__ import annotations

import pytest

from voice.themes import calibrating

np = pytest.importorskip("numpy")


def test_a_line_says_how_often_a_score_is_right() -> None:
    draw = np.random.default_rng(5)
    scores = draw.uniform(-8, 8, size=(4000, 2))
    labels = (draw.uniform(size=scores.shape) < 1 / (1 + np.exp(1 - scores / 2))).astype(float)
    slope, offset = calibrating.line(scores, labels)
    assert slope == pytest.approx(0.5, abs=0.05)
    assert offset == pytest.approx(-1, abs=0.2)


def test_nothing_held_out_leaves_scores_as_they_are() -> None:
    assert calibrating.line(np.zeros((0, 3)), np.zeros((0, 3))) == (1.0, 0.0)


def test_a_rare_label_is_lifted() -> None:
    labels = np.eye(2)[[0] * 40 + [1] * 4]
    scores = np.stack([np.full(44, 5.0), np.where(labels[:, 1] > 0, 4.5, 2.0)], axis=1)
    added = calibrating.balance(scores, labels)
    assert (scores.argmax(1) == 0).all()
    assert (scores + added).argmax(1).tolist() == labels.argmax(1).tolist()


def test_what_is_right_already_is_not_moved() -> None:
    labels = np.eye(3)[[0, 1, 2, 1]]
    assert calibrating.balance(5 * labels, labels).tolist() == [0.0, 0.0, 0.0]
