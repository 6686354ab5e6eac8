"""Take out of a vector what is only the sound of its language, so that meanings can be compared.

Pure. Each language lies somewhere of its own; its mean is subtracted. numpy is imported only when
it is used, because the whole of this is an extra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from voice.themes.text import base_language

if TYPE_CHECKING:
    from voice.themes.kept import Vectors
    from voice.themes.learning import Matrix, Row

#: Where a language lies that nobody knows: amid the others.
_UNKNOWN = ""


def centres_of(languages: Sequence[str], raw: Vectors) -> dict[str, Row]:
    """Where each language lies, from its examples; under "" the mean of all, for unknown ones."""
    import numpy as np

    codes = np.array(languages)
    centres = {str(code): raw[codes == code].mean(0, dtype=np.float64) for code in np.unique(codes)}
    return {**centres, _UNKNOWN: np.mean(list(centres.values()), axis=0)}


def centred(vectors: Vectors, languages: Sequence[str], centres: Mapping[str, Row]) -> Matrix:
    """[texts, width] of length 1, each seen from where its language lies."""
    import numpy as np

    away = np.stack([centres.get(base_language(code), centres[_UNKNOWN]) for code in languages])
    moved = vectors - away
    seen: Matrix = moved / np.linalg.norm(moved, axis=1, keepdims=True).clip(1e-9)
    return seen
