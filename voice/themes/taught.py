"""Learn from officers beside our own examples, and say honestly whether that helped. Pure.

A corrected answer weighs as much as one example of ours. Whether the new head is better is measured
on corrected answers that neither head has seen: they are held out in turn, and each head is learnt
again without them. The same corrections give the same head and the same figures, every time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice.themes import learning
from voice.themes.calibrating import f1_by_label
from voice.themes.fusion import ASSIGNED
from voice.themes.learning import Head

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.learning import Matrix

#: Parts into which the corrections are cut, one held out at a time.
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Corrected:
    """One answer whose themes a person has settled."""

    response_id: str
    question: str
    themes: tuple[str, ...]

    @property
    def mark(self) -> str:
        """By what it is found again."""
        return f"{self.response_id}|{self.question}"

    @property
    def fold(self) -> int:
        """Which part it is in; by its name, so that it stays there."""
        return hashlib.sha256(self.mark.encode()).digest()[0] % FOLDS


@dataclass(frozen=True, slots=True)
class Compared:
    """F1 over themes on corrections held out, with the head used so far and with the new one."""

    before: float
    after: float

    @property
    def better(self) -> bool:
        """Whether the new one may take its place: it must not be worse."""
        return self.after >= self.before


def labels_of(corrected: Sequence[Corrected], keys: Sequence[str]) -> Matrix:
    """[answers, themes], 1 where the answer has the theme."""
    import numpy as np

    return np.array([[float(key in each.themes) for key in keys] for each in corrected])


@dataclass(frozen=True, slots=True)
class Told:
    """Corrected answers with what is learnt from them, row by row."""

    corrected: tuple[Corrected, ...]
    #: [answers, width] and [answers, themes].
    vectors: Matrix
    labels: Matrix


def compare(ours: Head, told: Told, known: Collection[str]) -> Compared:
    """Hold out each part in turn; `known` are the marks that the head so far was learnt from."""
    import numpy as np

    vectors, labels = told.vectors, told.labels
    folds = np.array([each.fold for each in told.corrected])
    old = np.array([each.mark in known for each in told.corrected])
    before, after = np.zeros(labels.shape, bool), np.zeros(labels.shape, bool)
    for fold in sorted(set(folds.tolist())):
        out = folds == fold
        for kept, found in ((~out & old, before), (~out, after)):
            head = learning.with_more(ours, vectors[kept], labels[kept])
            found[out] = learning.probabilities(head, vectors[out]) >= ASSIGNED
    return Compared(_score(before, labels), _score(after, labels))


def _score(found: NDArray[np.bool_], labels: Matrix) -> float:
    """Mean F1 of the themes that officers saw at all."""
    met = labels.sum(0) > 0
    scored = f1_by_label(found[:, met], labels[:, met])
    return round(float(scored.mean()), 6) if len(scored) else 0.0


def made_from(model: str, version: int, corrected: Sequence[Corrected]) -> str:
    """One name for the model, the codebook and these corrections."""
    parts = [model, str(version), *(f"{each.mark}|{','.join(each.themes)}" for each in corrected)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def places(themes: Mapping[str, Sequence[str]]) -> tuple[Corrected, ...]:
    """Corrections by their mark, in one order."""
    found = []
    for mark in sorted(themes):
        response_id, _bar, question = mark.partition("|")
        found.append(Corrected(response_id, question, tuple(sorted(themes[mark]))))
    return tuple(found)
