"""Learn from labelled comments which labels a new one is near to.

Pure, and the same every time: no chance, no clock. It imports numpy only when it is used, because
the whole of this is an extra. Three witnesses are added up: a logistic regression on the vectors,
likeness to the two nearest examples of each label, and the letters themselves. Scores become
probabilities on examples that were held out, languages at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice.themes import letters as spelling
from voice.themes.calibrating import f1_by_label as f1_by_label
from voice.themes.calibrating import line, sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.letters import Letters

    Matrix = NDArray[np.float64]
    Row = NDArray[np.float64]

#: How hard large weights are held back, and how much more a label's few examples weigh.
_RIDGE, _FEW = 5e-5, 3.0
_STEPS = 80
#: Likeness to the two nearest examples: its usual height.
_LIKE = 0.4
_NEAREST = 2
#: What the letters of a comment say of a label it does not have, usually.
_UNSAID = -0.5
#: Our examples are more like one another than a new comment is like any: so much is made up for,
#: and from this probability on a theme is assigned. Chosen on the dev half of the samples.
_EASIER, _CUT = 1.5, 0.32
#: Examples are held out in so many parts.
_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Weighing:
    """What likeness and letters weigh beside the regression."""

    like: float
    letters: float


#: Where nothing else was said.
_PLAIN = Weighing(5.0, 0.0)


@dataclass(frozen=True, slots=True)
class Known:
    """Examples to learn from: [examples, width] vectors, their texts, [examples, labels]."""

    vectors: Matrix
    texts: tuple[str, ...]
    labels: Matrix

    def only(self, kept: NDArray[np.bool_]) -> Known:
        """Some of them."""
        texts = tuple(text for text, keep in zip(self.texts, kept, strict=True) if keep)
        return Known(self.vectors[kept], texts, self.labels[kept])


@dataclass(frozen=True, slots=True)
class Head:
    """What was learnt: [width + 1, labels] weights, and the examples it rests on."""

    weights: Matrix
    vectors: Matrix
    #: [examples, labels], 1 where the example has the label.
    labels: Matrix
    #: Score times slope plus offset is the log-odds of the label.
    slope: float
    offset: float
    #: For each label, the probability from which it is assigned.
    cuts: Row
    #: None: nothing was learnt of the letters.
    letters: Letters | None = None
    weighing: Weighing = _PLAIN


def learn(known: Known, weighing: Weighing) -> Head:
    """A head for these examples, not yet calibrated."""
    weights = fit(known.vectors, known.labels)
    letters = spelling.learn(known.texts, known.labels)
    return head_of(weights, letters, known, weighing)


def head_of(weights: Matrix, letters: Letters, known: Known, weighing: Weighing) -> Head:
    """A head of what was learnt before, not yet calibrated."""
    import numpy as np

    cuts = np.full(known.labels.shape[1], _CUT)
    return Head(weights, known.vectors, known.labels, 1.0, 0.0, cuts, letters, weighing)


def calibrated(held: Matrix, labels: Matrix) -> tuple[float, float]:
    """Slope and offset by scores that were held out, made up for what those had too easy."""
    slope, offset = line(held, labels)
    return slope, offset + _EASIER


def probabilities(head: Head, vectors: Matrix, texts: Sequence[str] | None = None) -> Matrix:
    """[texts, labels] calibrated probabilities; without their texts the letters are silent."""
    return sigmoid(scores(head, vectors, texts) * head.slope + head.offset)


def scores(head: Head, vectors: Matrix, texts: Sequence[str] | None = None) -> Matrix:
    """[texts, labels] what the witnesses say together.

    One text after the other: large products are rounded by their size, and what is heard must not
    depend on the company.
    """
    import numpy as np

    heard = np.zeros((len(vectors), head.labels.shape[1]))
    for at in range(len(vectors)):
        heard[at] = _heard(head, vectors[at : at + 1])[0]
    return heard + _spelt(head, texts)


def _heard(head: Head, vectors: Matrix) -> Matrix:
    like = nearest(head.vectors, head.labels, vectors)
    moved: Matrix = _with_one(vectors) @ head.weights + head.weighing.like * (like - _LIKE)
    return moved


def _spelt(head: Head, texts: Sequence[str] | None) -> Matrix | float:
    if head.letters is None or texts is None:
        return 0.0
    return head.weighing.letters * (spelling.scores(head.letters, texts) - _UNSAID)


def held_out(known: Known, groups: Sequence[str], weighing: Weighing) -> Matrix:
    """Scores of every example by a head that saw neither it nor, if it can be, its language."""
    import numpy as np

    out = np.zeros_like(known.labels)
    for fold in _folds(groups):
        if fold.any() and not fold.all():
            own = known.only(fold)
            head = learn(known.only(~fold), weighing)
            out[fold] = _heard(head, own.vectors) + _spelt(head, own.texts)
    return out


def _folds(groups: Sequence[str]) -> list[NDArray[np.bool_]]:
    """Each with some of the smaller groups whole, and its share of the largest."""
    import numpy as np

    names = np.array(groups)
    known, counts = np.unique(names, return_counts=True)
    largest = known[counts.argmax()]
    turn = {str(name): at % _FOLDS for at, name in enumerate(known[known != largest])}
    share = np.array([turn.get(str(name), 0) for name in names])
    share[names == largest] = np.arange((names == largest).sum()) % _FOLDS
    return [share == number for number in range(_FOLDS)]


def fit(vectors: Matrix, labels: Matrix) -> Matrix:
    """Weights by accelerated gradient descent: regularised, from zero, a fixed number of steps."""
    import numpy as np

    wide = _with_one(vectors)
    meant = labels.astype(wide.dtype)
    share = meant.mean(0).clip(1e-3, 0.999)
    weights = np.zeros((wide.shape[1], meant.shape[1]), wide.dtype)
    weights[-1] = np.log(share / (1 - share))
    weigh = np.where(meant > 0, _FEW, 1.0).astype(wide.dtype) / len(wide)
    ridge = np.full((wide.shape[1], 1), _RIDGE, wide.dtype)
    ridge[-1] = 0
    steep = float(np.linalg.eigvalsh(wide.T @ wide)[-1])
    step = 1 / (0.25 * _FEW * steep / len(wide) + _RIDGE)
    ahead, pace = weights, 1.0
    for _ in range(_STEPS):
        slope = wide.T @ ((sigmoid(wide @ ahead) - meant) * weigh) + ridge * ahead
        moved = ahead - step * slope
        quicker = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        ahead = moved + (pace - 1) / quicker * (moved - weights)
        weights, pace = moved, quicker
    return weights


def nearest(known: Matrix, labels: Matrix, vectors: Matrix) -> Matrix:
    """[texts, labels] mean likeness to the two nearest examples of each label."""
    import numpy as np

    # Not in double precision: the known ones would be turned into it for every text.
    like = vectors.astype(known.dtype) @ known.T
    columns = []
    for label in labels.T:
        own = like[:, label > 0]
        most = min(_NEAREST, own.shape[1])
        top = np.partition(own, own.shape[1] - most, axis=1)[:, -most:] if most else own
        columns.append(top.mean(1) if most else np.full(len(vectors), -1.0))
    return np.stack(columns, axis=1)


def _with_one(vectors: Matrix) -> Matrix:
    import numpy as np

    return np.hstack([vectors, np.ones((len(vectors), 1), vectors.dtype)])
