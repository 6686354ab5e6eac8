"""What was learnt can be learnt on, and is solved from sums alone."""

from __future__ import annotations

from typing import Any

import pytest

from voice.themes import learning

np = pytest.importorskip("numpy")


def some(many: int, seed: int = 3) -> tuple[Any, Any]:
    draw = np.random.default_rng(seed)
    vectors = draw.normal(size=(many, 6))
    labels = np.stack([vectors[:, 0] > 0, vectors[:, 1] + vectors[:, 2] > 1], axis=1).astype(float)
    return vectors, labels


def test_it_finds_what_the_examples_show() -> None:
    head = learning.learn(learning.sums(*some(400)))
    vectors, labels = some(200, seed=4)
    found = learning.scores(head, vectors) > 0.5
    assert (found == labels).mean() > 0.85


def test_a_label_is_as_usual_as_it_was() -> None:
    vectors = np.zeros((10, 4))
    labels = np.array([[1.0]] * 3 + [[0.0]] * 7)
    head = learning.learn(learning.sums(vectors, labels))
    assert learning.scores(head, vectors)[0, 0] == pytest.approx(0.3, abs=1e-6)


def test_learning_on_is_learning_from_all() -> None:
    vectors, labels = some(60)
    first = learning.learn(learning.sums(vectors[:40], labels[:40]))
    on = learning.with_more(first, vectors[40:], labels[40:])
    whole = learning.learn(learning.sums(vectors, labels))
    assert np.allclose(on.weights, whole.weights)
    assert learning.with_more(first, vectors[:0], labels[:0]) is first


def test_probabilities_follow_the_line() -> None:
    vectors, labels = some(60)
    head = learning.learn(learning.sums(vectors, labels))
    steep = learning.Head(head.weights, head.sums, slope=8.0, offset=-4.0)
    plain = learning.scores(steep, vectors)
    assert np.allclose(learning.probabilities(steep, vectors), 1 / (1 + np.exp(4 - 8 * plain)))


def test_a_score_does_not_depend_on_its_company() -> None:
    vectors, labels = some(60)
    head = learning.learn(learning.sums(vectors, labels))
    together = learning.scores(head, vectors)
    for row, alone in zip(vectors, together, strict=True):
        assert learning.scores(head, row[None])[0].tobytes() == alone.tobytes()
