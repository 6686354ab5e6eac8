"""Learn from labelled comments which labels a new one has.

Pure, and the same every time: no chance, no clock. It imports numpy only when it is used, because
the whole of this is an extra. A ridge regression on the vectors, kept as the sums it is solved
from: what people add later is added to the sums, and no example needs to be seen again. Scores
become probabilities on examples that neither the model nor the regression has seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voice.themes.calibrating import sigmoid

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Row = NDArray[np.float64]

#: How hard large weights are held back. Chosen on the dev half of the samples.
_RIDGE = 1.0


@dataclass(frozen=True, slots=True)
class Sums:
    """All that a regression needs to know of its examples, with a 1 behind each vector."""

    #: [width + 1, width + 1]: the vectors with one another.
    both: Matrix
    #: [width + 1, labels]: the vectors with their labels.
    told: Matrix

    def __add__(self, other: Sums) -> Sums:
        """Those of all their examples."""
        return Sums(self.both + other.both, self.told + other.told)


@dataclass(frozen=True, slots=True)
class Head:
    """What was learnt: [width + 1, labels] weights, and the sums they were solved from."""

    weights: Matrix
    sums: Sums
    #: Score times slope plus offset is the log-odds of the label.
    slope: float = 1.0
    offset: float = 0.0


def sums(vectors: Matrix, labels: Matrix) -> Sums:
    """Of [examples, width] vectors and their [examples, labels], 1 where they have the label."""
    wide = _with_one(vectors)
    return Sums(wide.T @ wide, wide.T @ labels.astype(float))


def learn(known: Sums) -> Head:
    """The head of these sums, not yet calibrated."""
    import numpy as np

    held = np.full(len(known.both), _RIDGE)
    # What stands by itself says how usual a label is: holding it back would make all of them rare.
    held[-1] = 1e-6
    weights = np.linalg.solve(known.both + np.diag(held), known.told).astype(np.float64)
    return Head(weights, known)


def with_more(head: Head, vectors: Matrix, labels: Matrix) -> Head:
    """Learnt again with further examples, calibrated as before."""
    if not len(vectors):
        return head
    return replace(learn(head.sums + sums(vectors, labels)), slope=head.slope, offset=head.offset)


def probabilities(head: Head, vectors: Matrix) -> Matrix:
    """[texts, labels] calibrated probabilities."""
    return sigmoid(scores(head, vectors) * head.slope + head.offset)


def scores(head: Head, vectors: Matrix) -> Matrix:
    """[texts, labels] how much of each label there is, about 0 to 1.

    One text after the other: large products are rounded by their size, and what is heard must not
    depend on the company.
    """
    import numpy as np

    wide, found = _with_one(vectors), np.zeros((len(vectors), head.weights.shape[1]))
    for at, row in enumerate(wide):
        # By itself in memory, too: where a row begins can change how its product is rounded.
        found[at] = row.copy() @ head.weights
    return found


def _with_one(vectors: Matrix) -> Matrix:
    import numpy as np

    return np.hstack([vectors.astype(float), np.ones((len(vectors), 1))])
