"""Learn which runs of letters speak for a label: the words themselves, where meaning is blurred.

Pure, and the same every time. A text is the set of its runs of two to five letters within a word,
so that inflection and a child's spelling cost little and no language needs a list. Each run moves
the log-odds of a label by how much more often it stands in that label's examples. numpy is imported
only when it is used, because the whole of this is an extra.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from voice.i18n.words import normalise

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.learning import Matrix

#: Places for runs; two that fall together count as one, which hardly matters at this size.
PLACES = 1 << 15
_SHORTEST, _LONGEST = 2, 5
#: What a run that was never met counts, against those that were.
_UNMET = 0.05
#: Weights are kept as whole numbers of this size.
_STEP = 1 / 8


@dataclass(frozen=True, slots=True)
class Letters:
    """What was learnt: [places] how telling a run is, [places, labels] what it speaks for."""

    telling: NDArray[np.uint8]
    weights: NDArray[np.int8]


def learn(texts: Sequence[str], labels: Matrix) -> Letters:
    """From texts with [texts, labels] of 0 and 1."""
    import numpy as np

    places = [places_of(text) for text in texts]
    met = np.bincount(np.concatenate(places), minlength=PLACES)
    telling = np.round((np.log((1 + len(texts)) / (1 + met)) + 1) / _STEP).astype(np.uint8)
    mine = np.full((PLACES, labels.shape[1]), _UNMET)
    every = np.full((PLACES, 1), 2 * _UNMET)
    for own, label in zip(places, labels, strict=True):
        share = _shares(telling[own])[:, None]
        every[own] += share
        mine[own] += share * label
    others = every - mine
    odds = np.log(mine / mine.sum(0)) - np.log(others / others.sum(0))
    return Letters(telling, np.clip(np.round(odds / _STEP), -127, 127).astype(np.int8))


def scores(letters: Letters, texts: Sequence[str]) -> Matrix:
    """[texts, labels] log-odds; a text without letters says nothing."""
    import numpy as np

    found = np.zeros((len(texts), letters.weights.shape[1]))
    for row, text in zip(found, texts, strict=True):
        own = places_of(text)
        share = _shares(letters.telling[own])
        row += share @ (letters.weights[own] * _STEP)
    return found


def places_of(text: str) -> NDArray[np.int64]:
    """The places of a text's runs, each once, in order."""
    import numpy as np

    found = set()
    for word in normalise(text).lower().split():
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            for start in range(len(padded) - size + 1):
                run = padded[start : start + size].encode("utf-8", "surrogatepass")
                found.add(zlib.crc32(run) % PLACES)
    return np.array(sorted(found), dtype=np.int64)


def _shares(telling: NDArray[np.uint8]) -> Matrix:
    import numpy as np

    own = telling.astype(np.float64)
    return own / max(float(np.linalg.norm(own)), 1e-9)
