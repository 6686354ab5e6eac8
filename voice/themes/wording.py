"""Hear a comment by its wording: by the parts of words that it shares with our examples.

Pure. Meaning is blurred where the library's model knows little of a language and sees its words a
syllable at a time; a stem of three letters is not. Each language is learnt by itself, by a ridge
regression on parts of two to five letters, weighed by how rare they are (TF-IDF). What is kept of
it is how much each example says; the parts are cut again from the examples when a language is
first met. numpy is imported only when it is used.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from voice.i18n.words import words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.examples import Example
    from voice.themes.learning import Matrix, Row

    Weights = NDArray[np.float32]

#: Letters of a part; the space before and behind a word counts as one.
_SHORTEST, _LONGEST = 2, 5
#: A part that only one example has says nothing of others.
_AT_LEAST = 2
#: How hard large weights are held back. Chosen on examples set aside.
_RIDGE = 0.6
#: Parts that are laid out at a time: 4,096 of 2,700 examples take 44 MB.
_SPREAD = 4096


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that examples share, by their number, and how rare each is."""

    numbers: dict[str, int]
    rarity: Row

    def of(self, counted: Counter[str]) -> tuple[list[int], Row]:
        """Numbers and weights of those of a text that are known; the weights have length 1."""
        import numpy as np

        met = [
            (self.numbers[part], count) for part, count in counted.items() if part in self.numbers
        ]
        numbers = [number for number, _ in met]
        weights = np.array([1 + math.log(count) for _, count in met]) * self.rarity[numbers]
        return numbers, weights / max(float(np.linalg.norm(weights)), 1e-9)


@dataclass(frozen=True, slots=True)
class Wording:
    """What is heard in the wording of one language: [parts, labels] weights."""

    language: str
    parts: Parts
    weights: Weights

    def scores(self, text: str) -> Row:
        """[labels] how much more of each there is than in most comments; 0 if nothing is known."""
        numbers, weights = self.parts.of(Counter(cut(text, self.language)))
        found: Row = weights @ self.weights[numbers].astype(float)
        return found


def cut(text: str, language: str) -> Iterator[str]:
    """Every part of every word; characters written without a space between them are one word."""
    for run in _runs(text, language):
        whole = f" {run} "
        for size in range(_SHORTEST, _LONGEST + 1):
            if size >= len(whole):
                yield whole
                break
            yield from (whole[at : at + size] for at in range(len(whole) - size + 1))


def _runs(text: str, language: str) -> Iterator[str]:
    found = words(text, language)
    glued = [one.end == other.start for one, other in pairwise(found)]
    run = ""
    for word, goes_on in zip(found, [*glued, False], strict=True) if found else ():
        run += word.folded
        if not goes_on:
            yield run
            run = ""


class Wordings:
    """The wordings of all languages, each made ready when it is first met."""

    def __init__(self, examples: Sequence[Example], said: Matrix) -> None:
        self._examples = examples
        #: [examples, labels] how much each example says for each label.
        self.said = said
        #: By language, where its examples are.
        self.places: dict[str, list[int]] = {}
        for place, each in enumerate(examples):
            self.places.setdefault(each.language, []).append(place)
        self._ready: dict[str, Wording] = {}

    def scores(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """[texts, labels] as `Wording.scores`; 0 in a language without examples."""
        import numpy as np

        found = np.zeros((len(texts), self.said.shape[1]))
        for row, (text, language) in enumerate(zip(texts, languages, strict=True)):
            if language in self.places:
                found[row] = self._of(language).scores(text)
        return found

    def _of(self, language: str) -> Wording:
        if language not in self._ready:
            places = self.places[language]
            texts = [self._examples[place].text for place in places]
            self._ready[language] = _wording(texts, language, self.said[places])
        return self._ready[language]


def learn(examples: Sequence[Example], labels: Matrix) -> Wordings:
    """From examples and their [examples, labels], language by language; nan where nobody knows."""
    import numpy as np

    known = Wordings(examples, np.zeros(labels.shape, np.float16))
    for language, places in known.places.items():
        known.said[places] = _said(
            [examples[place].text for place in places], language, labels[places]
        )
    return known


def _said(texts: Sequence[str], language: str, labels: Matrix) -> Matrix:
    import numpy as np

    table = _Table.of(texts, language)
    alike: Matrix = np.zeros((len(texts), len(texts)))
    for _, laid in table.spreads():
        alike += laid @ laid.T
    alike[np.diag_indices_from(alike)] += _RIDGE
    known = ~np.isnan(labels)
    usual = np.where(known, labels, 0).sum(0) / known.sum(0).clip(1)
    said: Matrix = np.linalg.solve(alike, np.where(known, labels - usual, 0)).astype(float)
    return said


def _wording(texts: Sequence[str], language: str, said: Matrix) -> Wording:
    import numpy as np

    table = _Table.of(texts, language)
    weights = np.zeros((len(table.parts.numbers), said.shape[1]), np.float32)
    for start, laid in table.spreads():
        weights[start : start + laid.shape[1]] = laid.T @ said.astype(np.float32)
    return Wording(language, table.parts, weights)


@dataclass(frozen=True, slots=True)
class _Table:
    """Examples by parts: which example, which part, and how much it weighs there."""

    many: int
    parts: Parts
    rows: NDArray[np.int64]
    numbers: NDArray[np.int64]
    weights: Row

    @classmethod
    def of(cls, texts: Sequence[str], language: str) -> _Table:
        import numpy as np

        counted = [Counter(cut(text, language)) for text in texts]
        spread = Counter(part for each in counted for part in each)
        shared = sorted(part for part, many in spread.items() if many >= _AT_LEAST)
        rarity = [math.log((1 + len(texts)) / (1 + spread[part])) + 1 for part in shared]
        parts = Parts({part: number for number, part in enumerate(shared)}, np.array(rarity))
        met = [parts.of(each) for each in counted]
        return cls(
            len(texts),
            parts,
            np.repeat(np.arange(len(texts)), [len(numbers) for numbers, _ in met]),
            np.array([number for numbers, _ in met for number in numbers], np.int64),
            np.concatenate([weights for _, weights in met]),
        )

    def spreads(self) -> Iterator[tuple[int, Weights]]:
        """[examples, parts] a stretch of parts after the other, and where it begins."""
        import numpy as np

        for start in range(0, len(self.parts.numbers), _SPREAD):
            here = (self.numbers >= start) & (self.numbers < start + _SPREAD)
            wide = min(_SPREAD, len(self.parts.numbers) - start)
            laid = np.zeros((self.many, wide), np.float32)
            laid[self.rows[here], self.numbers[here] - start] = self.weights[here]
            yield start, laid
