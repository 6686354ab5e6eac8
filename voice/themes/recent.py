"""Remember the vectors of the last texts: a sentence is asked for twice, and children repeat us.

Pure. In memory only, found by the text's fingerprint, so that no words are held. Vectors are
rounded to half precision from the start, so that a fresh one and one that was kept are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from voice.i18n.words import normalise, spelt
from voice.themes.kept import fingerprint

if TYPE_CHECKING:
    from voice.themes.kept import Vectors
    from voice.themes.learning import Row

#: About 3 MB.
_MANY = 2_000


def as_read(text: str) -> str:
    """A text as the model reads it."""
    return spelt(normalise(text))


def mark_of(text: str) -> str:
    """By what the vector of a text is found."""
    return fingerprint([as_read(text)])


class Recent:
    """An `embed` that does nothing twice."""

    def __init__(self, embed: Callable[[list[str]], Vectors], many: int = _MANY) -> None:
        self._embed = embed
        self._many = many
        self._known: dict[str, Row] = {}
        self._noted: dict[str, Row] | None = None

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """[texts, width]; at least one text."""
        import numpy as np

        marks = [mark_of(text) for text in texts]
        asked = dict(zip(marks, texts, strict=True))
        new = {mark: text for mark, text in asked.items() if mark not in self._known}
        if new:
            found = self._embed(list(new.values())).astype(np.float16).astype(np.float32)
            self._known.update(zip(new, found, strict=True))
        out: Vectors = np.stack([self._known[mark] for mark in marks])
        if self._noted is not None:
            self._noted.update((mark, self._known[mark]) for mark in marks)
        for oldest in list(self._known)[: -self._many]:
            del self._known[oldest]
        return out

    @contextmanager
    def noting(self, kept: Mapping[str, Row]) -> Iterator[dict[str, Row]]:
        """Make none of these vectors anew; the mapping it gives fills with all that are used."""
        self._known.update(kept)
        noted: dict[str, Row] = {}
        self._noted = noted
        try:
            yield noted
        finally:
            self._noted = None
