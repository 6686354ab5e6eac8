"""Learn from labelled comments which labels a new one is near to.

Pure, and the same every time: no chance, no clock. It imports numpy only when it is used, because
the whole of this is an extra. Witnesses are added up: a kernel ridge regression on the vectors
(Nystroem's approximation, by likeness to some of the examples: the landmarks), the letters
themselves and, for concerns, likeness to the two nearest examples of each label. Scores become
probabilities on examples that were held out, languages at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice.themes import letters as spelling
from voice.themes.calibrating import f1_by_label as f1_by_label
from voice.themes.calibrating import sigmoid

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.letters import Letters

    Matrix = NDArray[np.float64]
    Row = NDArray[np.float64]

#: How many examples are landmarks, how narrow each one's neighbourhood is, and how hard large
#: weights are held back. Chosen on the dev half of the samples, as are all weights here.
_LANDMARKS, _NARROW, _RIDGE = 3000, 1.5, 0.1
#: What the regression weighs: it says how much of a label there is, from 0 to 1.
_REGRESSION = 20.0
#: Examples are taken up in so many at once: more would only want memory.
_BATCH = 2000
#: Likeness to the two nearest examples: its usual height.
_LIKE = 0.4
_NEAREST = 2
#: What the letters of a comment say of a label it does not have, usually.
_UNSAID = -0.5
#: From this probability on a theme is assigned, where heads are compared.
_CUT = 0.3
#: Examples are held out in so many parts.
_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Weighing:
    """What likeness to the nearest and letters weigh beside the regression."""

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
    """What was learnt: [landmarks + 1, labels] weights, and the examples it rests on."""

    weights: Matrix
    vectors: Matrix
    #: [landmarks, width]: some of the vectors, side by side; the last weight stands by itself.
    landmarks: Matrix
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
    weights = fit(known.vectors, known.labels, landmarks_of(known.vectors))
    letters = spelling.learn(known.texts, known.labels)
    return head_of(weights, letters, known, weighing)


def head_of(weights: Matrix, letters: Letters, known: Known, weighing: Weighing) -> Head:
    """A head of what was learnt before, not yet calibrated."""
    import numpy as np

    cuts = np.full(known.labels.shape[1], _CUT)
    landmarks = landmarks_of(known.vectors)
    return Head(weights, known.vectors, landmarks, known.labels, 1.0, 0.0, cuts, letters, weighing)


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
    near = _near(likeness(head.landmarks, vectors))
    said: Matrix = _REGRESSION * (_with_one(near) @ head.weights)
    if not head.weighing.like:
        return said
    like = nearest(likeness(head.vectors, vectors), head.labels)
    return said + head.weighing.like * (like - _LIKE)


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


def landmarks_of(vectors: Matrix) -> Matrix:
    """The vectors that are landmarks: as many as there may be, evenly spread."""
    import numpy as np

    rows = np.linspace(0, len(vectors) - 1, min(_LANDMARKS, len(vectors))).astype(np.intp)
    spread: Matrix = vectors[rows]
    return spread


def fit(vectors: Matrix, labels: Matrix, landmarks: Matrix) -> Matrix:
    """[landmarks + 1, labels] weights of a ridge regression on likeness to the landmarks."""
    import numpy as np

    usual = labels.mean(0)
    both = np.zeros((len(landmarks), len(landmarks)))
    moved = np.zeros((len(landmarks), labels.shape[1]))
    for at in range(0, len(vectors), _BATCH):
        near = _near(likeness(landmarks, vectors[at : at + _BATCH]))
        both += near.T @ near
        moved += near.T @ (labels[at : at + _BATCH] - usual)
    both[np.diag_indices_from(both)] += _RIDGE
    return np.vstack([np.linalg.solve(both, moved), usual])


def likeness(known: Matrix, vectors: Matrix) -> Matrix:
    """[texts, examples] cosines."""
    # Not in double precision: the known ones would be turned into it for every text.
    like: Matrix = vectors.astype(known.dtype) @ known.T
    return like


def nearest(like: Matrix, labels: Matrix) -> Matrix:
    """[texts, labels] mean likeness to the two nearest examples of each label."""
    import numpy as np

    columns = []
    for label in labels.T:
        own = like[:, label > 0]
        most = min(_NEAREST, own.shape[1])
        top = np.partition(own, own.shape[1] - most, axis=1)[:, -most:] if most else own
        columns.append(top.mean(1) if most else np.full(len(like), -1.0))
    return np.stack(columns, axis=1)


def _near(like: Matrix) -> Matrix:
    """From a cosine to the Gaussian kernel of it: 1 at the landmark itself."""
    import numpy as np

    near: Matrix = np.exp(_NARROW * (like - 1))
    return near


def _with_one(vectors: Matrix) -> Matrix:
    import numpy as np

    return np.hstack([vectors, np.ones((len(vectors), 1), vectors.dtype)])
