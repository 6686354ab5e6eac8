"""Turn scores into probabilities, and hear rare labels as evenly as frequent ones.

Pure, and the same every time. All of it rests on scores of examples that were held out, so that it
is honest for a comment nobody has seen. numpy is imported only when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.learning import Matrix, Row

_STEPS, _TINY = 40, 1e-9
#: Moves tried for the score of a label against the others, round after round; the least of equals.
_MOVES = tuple(sorted((step / 80 for step in range(-12, 13)), key=abs))
_ROUNDS = 3


def line(labels: Matrix, *scores: Matrix) -> Row:
    """A slope for each kind of score and an offset, shared by all labels.

    By Newton's method; a step that worsens is halved. Without examples the first score is believed.
    """
    import numpy as np

    wide = np.stack([*(each.ravel() for each in scores), np.ones(labels.size)], axis=1)
    found: Row = np.eye(wide.shape[1])[0]
    meant = labels.ravel()
    worst = _loss(wide @ found, meant)
    for _ in range(_STEPS):
        likely = sigmoid(wide @ found)
        slope = wide.T @ (likely - meant)
        curve = (wide * (likely * (1 - likely))[:, None]).T @ wide + 1e-3 * np.eye(len(found))
        step = np.linalg.solve(curve, slope)
        while (loss := _loss(wide @ (found - step), meant)) > worst and abs(step).max() > _TINY:
            step = step / 2
        if loss >= worst:
            break
        found, worst = found - step, loss
    return found


def balance(held: Matrix, labels: Matrix) -> Row:
    """What to add to each label's score, so that the highest one is right evenly for all of them.

    A label with few examples is otherwise never the highest, so none of these is held back.
    """
    import numpy as np

    added, rare = np.zeros(held.shape[1]), labels.mean(0) < 1 / labels.shape[1]
    for _ in range(_ROUNDS):
        for at in range(len(added)):
            moves = [move for move in _MOVES if not rare[at] or added[at] + move >= 0]
            tried = [_highest(held + added + _only(at, move, len(added))) for move in moves]
            marks = [float(f1_by_label(found, labels).mean()) for found in tried]
            added[at] += moves[int(np.argmax(marks))]
    return added


def f1_by_label(found: NDArray[np.bool_], labels: Matrix) -> Row:
    """F1 of each label; 0 where there is nothing to find and nothing found."""
    right = (found * labels).sum(0)
    scored: Row = 2 * right / (found.sum(0) + labels.sum(0)).clip(1)
    return scored


def sigmoid(score: Matrix) -> Matrix:
    """From log-odds to probability."""
    import numpy as np

    likely: Matrix = 1 / (1 + np.exp(-score.clip(-60, 60)))
    return likely


def _loss(score: Row, meant: Row) -> float:
    import numpy as np

    return float((np.logaddexp(0, score) - meant * score).sum())


def _highest(score: Matrix) -> NDArray[np.bool_]:
    import numpy as np

    found: NDArray[np.bool_] = np.arange(score.shape[1]) == score.argmax(1)[:, None]
    return found


def _only(at: int, move: float, width: int) -> Row:
    import numpy as np

    return np.where(np.arange(width) == at, move, 0.0)
