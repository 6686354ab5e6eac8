"""How old a reader must be for an English text, by the Flesch-Kincaid grade.

Pure. Grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (J. P. Kincaid and
others, "Derivation of new readability formulas", Naval Technical Training Command, 1975). A school
grade begins at five years, so the age is the grade and five. Syllables are counted by rule: groups
of vowels, without a silent e. It measures long words and long sentences, nothing else: a person
still reads the text aloud.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: What young people read should need no older reader.
GOAL: Final = 9.0
_YOUNGEST: Final = 5.0
_WORD: Final = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*|\d+")
_SENTENCE: Final = re.compile(r"[.!?…]+[\"”’)]*\s+|\n+|[.!?…]+[\"”’)]*$")
_VOWELS: Final = re.compile(r"[aeiouy]+")
#: An e that is not spoken: at the end, before -s and -d, and inside words made of two.
_SILENT: Final = re.compile(
    r"[^laeiouy]e$|[aeiouy]le$|[aeiouy]les$|[^laeioucgsxzh]es$|[^dtaeiouy]ed$"
    r"|^(?:some|safe|home|care|there|where)(?=[b-df-hj-np-tv-z])"
)
#: Vowels side by side that are two sounds.
_APART: Final = re.compile(
    r"ia(?!l$|n$)|io(?!n|us)|(?<=[rv])ious$|eo$|(?<![qg])ua(?!r)|ie(?=nc|t$)|(?<=[aeiou][^aeiouy])ea$"
    r"|[aeiouy]ing$|ism$"
)
#: A word of so many syllables is worth a second look.
_LONG: Final = 4


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """What was measured."""

    age: float
    words: int
    sentences: int
    #: Words that make it harder, and the longest sentence.
    hard: tuple[str, ...]
    longest: str

    @property
    def young_enough(self) -> bool:
        """Whether young people can be given it."""
        return self.age <= GOAL


def reading_age(texts: Iterable[str]) -> ReadingAge | None:
    """The reading age of texts, each beginning a sentence; None where there is not one word."""
    said = [one for text in texts for one in sentences(text)]
    words = [word for one in said for word in _WORD.findall(one)]
    if not words:
        return None
    spoken = sum(syllables(word) for word in words)
    grade = 0.39 * len(words) / len(said) + 11.8 * spoken / len(words) - 15.59
    hard = dict.fromkeys(word.lower() for word in words if syllables(word) >= _LONG)
    longest = max(said, key=lambda one: len(_WORD.findall(one)))
    return ReadingAge(
        max(_YOUNGEST, round(grade + 5, 1)), len(words), len(said), tuple(hard), longest
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text that have a word in them."""
    parts = _SENTENCE.split(text)
    return [part.strip() for part in parts if part and _WORD.search(part)]


def syllables(word: str) -> int:
    """How many syllables a word has, by rule; a number has one for each digit."""
    if word.isdigit():
        return len(word)
    low = word.lower().replace("’", "").replace("'", "")
    silent = len(_SILENT.findall(low)) if len(low) > 2 else 0
    found = len(_VOWELS.findall(low)) + len(_APART.findall(low)) - silent
    return max(1, found)
