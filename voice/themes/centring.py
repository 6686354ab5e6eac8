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

#: The language our own texts are written in first.
_FIRST = "en"
#: Where a language lies that nobody knows: amid the others.
_UNKNOWN = ""


def centres_of(
    languages: Sequence[str], raw: Vectors, seeds: Mapping[str, Vectors]
) -> dict[str, Row]:
    """Where each language lies, from its examples; under "" the mean of all, for unknown ones.

    A language with texts of ours (`seeds`) but no examples lies as far from our English examples
    as its texts lie from the same texts in English.
    """
    import numpy as np

    codes = np.array(languages)
    centres = {str(code): raw[codes == code].mean(0, dtype=np.float64) for code in np.unique(codes)}
    first = seeds.get(_FIRST)
    for code, own in seeds.items():
        if code not in centres and first is not None and _FIRST in centres:
            moved = own.mean(0, dtype=np.float64) - first.mean(0, dtype=np.float64)
            centres[code] = centres[_FIRST] + moved
    return {**centres, _UNKNOWN: np.mean(list(centres.values()), axis=0)}


def centred(vectors: Vectors, languages: Sequence[str], centres: Mapping[str, Row]) -> Matrix:
    """[texts, width] of length 1, each seen from where its language lies."""
    import numpy as np

    away = np.stack([centres.get(base_language(code), centres[_UNKNOWN]) for code in languages])
    moved = vectors - away
    seen: Matrix = moved / np.linalg.norm(moved, axis=1, keepdims=True).clip(1e-9)
    return seen
