"""Learn from labelled vectors which themes a new vector is near to.

Pure, and the same every time: no chance, no clock. It imports numpy only when it is used, because
the whole of this is an extra. One-against-the-rest logistic regression, plus likeness to the two
nearest examples of each label; scores become probabilities on examples that were held out, a
language at a time, so that they are honest for a language nobody wrote examples in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Row = NDArray[np.float64]

#: How hard large weights are held back, and how much more a label's few examples weigh.
_RIDGE, _FEW = 5e-5, 3.0
_STEPS = 120
#: Likeness to the two nearest examples: its usual height, and what it weighs beside the regression.
_LIKE, _LIKE_WEIGHS = 0.4, 5.0
_NEAREST = 2
#: Thresholds tried, and the share of each theme's own in the mean with the common one.
_TRIED = tuple(step / 40 for step in range(4, 33))
_OWN_SHARE = 0.5
_PLATT_STEPS, _TINY = 40, 1e-9


@dataclass(frozen=True, slots=True)
class Head:
    """What was learnt: [width + 1, labels] weights, and the examples it was learnt from."""

    weights: Matrix
    vectors: Matrix
    #: [examples, labels], 1 where the example has the label.
    labels: Matrix
    #: Score times slope plus offset is the log-odds of the label.
    slope: float
    offset: float
    #: For each label, the probability from which it is more likely right to assign it than not.
    cuts: Row


def learn(vectors: Matrix, labels: Matrix, groups: Sequence[str]) -> Head:
    """A head for these examples; `groups` (languages) are held out in turn to calibrate it."""
    held = held_out(vectors, labels, groups)
    slope, offset = _platt(held, labels)
    cuts = _cuts(_sigmoid(held * slope + offset), labels)
    return Head(fit(vectors, labels), vectors, labels, slope, offset, cuts)


def probabilities(head: Head, vectors: Matrix) -> Matrix:
    """[texts, labels] calibrated probabilities."""
    raw = scores(head.weights, head.vectors, head.labels, vectors)
    return _sigmoid(raw * head.slope + head.offset)


def held_out(vectors: Matrix, labels: Matrix, groups: Sequence[str]) -> Matrix:
    """Scores of every example by a head that saw neither it nor, if it can be, its language."""
    import numpy as np

    out = np.zeros_like(labels)
    for fold in _folds(groups):
        kept = ~fold
        weights = fit(vectors[kept], labels[kept])
        out[fold] = scores(weights, vectors[kept], labels[kept], vectors[fold])
    return out


def _folds(groups: Sequence[str]) -> list[NDArray[np.bool_]]:
    """One for each smaller group, each with its share of the largest group."""
    import numpy as np

    names = np.array(groups)
    known, counts = np.unique(names, return_counts=True)
    largest = known[counts.argmax()]
    others = [name for name in known if name != largest]
    folds = max(len(others), 3)
    share = np.zeros(len(names), dtype=np.int64)
    share[names == largest] = np.arange((names == largest).sum()) % folds
    return [
        ((names == largest) & (share == number))
        | (names == (others[number] if number < len(others) else None))
        for number in range(folds)
    ]


def fit(vectors: Matrix, labels: Matrix) -> Matrix:
    """Weights by accelerated gradient descent: regularised, from zero, a fixed number of steps."""
    import numpy as np

    wide = _with_one(vectors)
    share = labels.mean(0).clip(1e-3, 0.999)
    weights = np.zeros((wide.shape[1], labels.shape[1]))
    weights[-1] = np.log(share / (1 - share))
    weigh = np.where(labels > 0, _FEW, 1.0) / len(wide)
    ridge = np.full((wide.shape[1], 1), _RIDGE)
    ridge[-1] = 0
    step = 1 / (0.25 * _FEW * np.linalg.norm(wide, 2) ** 2 / len(wide) + _RIDGE)
    ahead, pace = weights, 1.0
    for _ in range(_STEPS):
        slope = wide.T @ ((_sigmoid(wide @ ahead) - labels) * weigh) + ridge * ahead
        moved = ahead - step * slope
        quicker = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + (pace - 1) / quicker * (moved - weights)
        weights, pace = moved, quicker
    return weights


def scores(weights: Matrix, known: Matrix, labels: Matrix, vectors: Matrix) -> Matrix:
    """[texts, labels] log-odds of the regression, moved by likeness to the nearest examples."""
    like = nearest(known, labels, vectors)
    moved: Matrix = _with_one(vectors) @ weights + _LIKE_WEIGHS * (like - _LIKE)
    return moved


def nearest(known: Matrix, labels: Matrix, vectors: Matrix) -> Matrix:
    """[texts, labels] mean likeness to the two nearest examples of each label."""
    import numpy as np

    like = vectors @ known.T
    columns = []
    for label in labels.T:
        own = like[:, label > 0]
        most = min(_NEAREST, own.shape[1])
        top = np.partition(own, own.shape[1] - most, axis=1)[:, -most:] if most else own
        columns.append(top.mean(1) if most else np.full(len(vectors), -1.0))
    return np.stack(columns, axis=1)


def _platt(held: Matrix, labels: Matrix) -> tuple[float, float]:
    """One slope and offset for all labels, by Newton's method; a step that worsens is halved."""
    import numpy as np

    wide = np.stack([held.ravel(), np.ones(held.size)], axis=1)
    meant = labels.ravel()
    line, worst = np.array([1.0, 0.0]), _loss(wide @ np.array([1.0, 0.0]), meant)
    for _ in range(_PLATT_STEPS):
        found = _sigmoid(wide @ line)
        slope = wide.T @ (found - meant)
        curve = (wide * (found * (1 - found))[:, None]).T @ wide + 1e-3 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        while (loss := _loss(wide @ (line - step), meant)) > worst and abs(step).max() > _TINY:
            step = step / 2
        if loss >= worst:
            break
        line, worst = line - step, loss
    return float(line[0]), float(line[1])


def _loss(score: Row, meant: Row) -> float:
    import numpy as np

    return float((np.logaddexp(0, score) - meant * score).sum())


def _cuts(likely: Matrix, labels: Matrix) -> Row:
    """For each label the probability with the best F1, drawn half-way to the common one."""
    import numpy as np

    table = np.array([f1_by_label(likely >= cut, labels) for cut in _TRIED])
    tried = np.array(_TRIED)
    common = tried[table.mean(1).argmax()]
    cuts: Row = _OWN_SHARE * tried[table.argmax(0)] + (1 - _OWN_SHARE) * common
    return cuts


def f1_by_label(found: NDArray[np.bool_], labels: Matrix) -> Row:
    """F1 of each label; 0 where there is nothing to find and nothing found."""
    right = (found * labels).sum(0)
    scored: Row = 2 * right / (found.sum(0) + labels.sum(0)).clip(1)
    return scored


def _with_one(vectors: Matrix) -> Matrix:
    import numpy as np

    return np.hstack([vectors, np.ones((len(vectors), 1))])


def _sigmoid(score: Matrix) -> Matrix:
    import numpy as np

    likely: Matrix = 1 / (1 + np.exp(-score.clip(-60, 60)))
    return likely
