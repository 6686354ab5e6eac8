"""Scores become probabilities, and a rare label is heard as evenly as a frequent one."""

from __future__ import annotations

import pytest

from voice.themes import calibrating

np = pytest.importorskip("numpy")


def test_a_line_says_how_often_a_score_is_right() -> None:
    draw = np.random.default_rng(5)
    scores = draw.uniform(0, 1, size=(4000, 2))
    labels = (draw.uniform(size=scores.shape) < 1 / (1 + np.exp(-(8 * scores - 5)))).astype(float)
    slope, offset = calibrating.line(labels, scores)
    assert slope == pytest.approx(8, abs=0.6)
    assert offset == pytest.approx(-5, abs=0.4)


def test_nothing_held_out_leaves_scores_as_they_are() -> None:
    nothing = np.zeros((0, 3))
    assert calibrating.line(nothing, nothing).tolist() == [1.0, 0.0]
    assert calibrating.line(nothing, nothing, nothing).tolist() == [1.0, 0.0, 0.0]


def test_two_scores_are_weighed_by_what_each_is_worth() -> None:
    draw = np.random.default_rng(6)
    one, other, noise = draw.uniform(-1, 1, size=(3, 4000, 2))
    chances = 1 / (1 + np.exp(-(4 * one + 2 * other - 1)))
    labels = (draw.uniform(size=one.shape) < chances).astype(float)
    assert calibrating.line(labels, one, other) == pytest.approx([4, 2, -1], abs=0.4)
    assert calibrating.line(labels, one, noise)[1] == pytest.approx(0, abs=0.2)


def test_a_rare_label_is_lifted_and_the_others_stay() -> None:
    labels = np.eye(2)[[0] * 40 + [1] * 4]
    scores = np.stack([np.full(44, 0.5), np.where(labels[:, 1] > 0, 0.45, 0.2)], axis=1)
    added = calibrating.balance(scores, labels)
    assert added[1] - added[0] > 0.05
    assert (scores + added).argmax(1).tolist() == labels.argmax(1).tolist()


def test_a_rare_label_is_never_held_back() -> None:
    labels = np.eye(3)[[0] * 20 + [1] * 20 + [2] * 4]
    scores = labels * 0.4 + np.array([0.0, 0.0, 0.5])
    added = calibrating.balance(scores, labels)
    assert added[2] >= 0 > max(-added[0], -added[1])
    assert (scores + added).argmax(1).tolist() == labels.argmax(1).tolist()


def test_what_is_right_already_is_not_moved() -> None:
    labels = np.eye(3)[[0, 1, 2, 1]]
    assert calibrating.balance(labels, labels).tolist() == [0.0, 0.0, 0.0]
