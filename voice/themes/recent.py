"""Remember the vectors of the last texts: a sentence is asked for twice, and children repeat us.

Pure. In memory only, found by the text's fingerprint, so that no words are held.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from voice.i18n.words import normalise
from voice.themes.kept import fingerprint

if TYPE_CHECKING:
    from voice.themes.kept import Vectors

#: About 3 MB.
_MANY = 2_000


class Recent:
    """An `embed` that does nothing twice."""

    def __init__(self, embed: Callable[[list[str]], Vectors], many: int = _MANY) -> None:
        self._embed = embed
        self._many = many
        self._known: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """[texts, width]; at least one text."""
        import numpy as np

        marks = {fingerprint([normalise(text)]): text for text in texts}
        new = [mark for mark in marks if mark not in self._known]
        if new:
            found = self._embed([marks[mark] for mark in new])
            self._known.update(zip(new, found, strict=True))
        out = np.stack([self._known[fingerprint([normalise(text)])] for text in texts])
        for oldest in list(self._known)[: -self._many]:
            del self._known[oldest]
        return out
