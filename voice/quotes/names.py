"""Know names of many cultures when we see them, as children spell them.

Pure. The lists are `names/*.toml`, which anybody can read and extend: first names, surnames, and
names in their own script. A name is strong where it hardly means anything else, weak where it is
also a word, a syllable or a surname alone: a weak one needs something beside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from rapidfuzz.distance import OSA

from voice.i18n.words import fold, plain

STRONG: Final = "strong"
WEAK: Final = "weak"
#: Letters of the shortest name that may stand alone, and of the longest that is one syllable.
_SHORTEST: Final = 3
_SYLLABLE: Final = 4
#: Letters of the shortest name in which a slip of the finger is forgiven.
_SLIP: Final = 5
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Names:
    """Every name we know, folded."""

    strong: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    native: frozenset[str]
    #: Strong ones by their first letter, for finding misspelt ones.
    by_letter: dict[str, tuple[str, ...]]


def key(word: str) -> str:
    """A word as the lists know it: small letters without accents."""
    return plain(fold(word, "en"))


@cache
def known() -> Names:
    """The names of all lists."""
    cultures = list(_cultures())
    first = {name for each in cultures for name in _folded(each["first"])}
    strong = {
        name
        for each in cultures
        for name in _folded(each["first"])
        if len(name) > (_SYLLABLE if each.get("syllables") else _SHORTEST - 1)
    }
    by_letter: dict[str, list[str]] = {}
    for name in sorted(strong):
        if len(name) >= _SLIP:
            by_letter.setdefault(name[0], []).append(name)
    return Names(
        strong=frozenset(strong),
        first=frozenset(first),
        last=frozenset(name for each in cultures for name in _folded(each["last"])),
        native=frozenset(name for each in cultures for name in _folded(each.get("native", ""))),
        by_letter={letter: tuple(found) for letter, found in by_letter.items()},
    )


def sort_of(word: str, endings: Sequence[str] = (), prefixes: Sequence[str] = ()) -> str | None:
    """STRONG or WEAK for a name, also with an ending or a prefix of its language; None for none."""
    names, found = known(), None
    for form in _forms(word, endings, prefixes):
        if form in names.strong or form in names.native:
            return STRONG
        if form in names.first or form in names.last:
            found = WEAK
    return found


def is_first(word: str) -> bool:
    """Whether people are called so by those who know them."""
    return any(form in known().first for form in _forms(word, (), ()))


def is_misspelt(word: str) -> bool:
    """Whether this is a strong name with one slip: a letter wrong, missing, doubled or swapped."""
    bare = word.partition("'")[0]
    if len(bare) < _SLIP:
        return False
    near = known().by_letter.get(bare[0], ())
    return any(OSA.distance(bare, name, score_cutoff=1) <= 1 for name in near)


def _forms(word: str, endings: Sequence[str], prefixes: Sequence[str]) -> Iterator[str]:
    """The word, and what it may be without a possessive, a prefix or an ending."""
    yield word
    before, mark, after = word.partition("'")
    if mark and len(before) > 1 and len(after) <= _SYLLABLE:
        yield before
    if word.endswith("s") and len(word) > _SYLLABLE:
        yield word[:-1]
    for prefix in prefixes:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
            yield word[len(prefix) :]
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            yield from _bases(word[: -len(ending)])


def _bases(stem: str) -> Iterator[str]:
    """What a stem may have been before its ending: Kub-ie of Kuba, Tomk-iem of Tomek."""
    for vowel in ("", "a", "ia", "ka", "e", "o", "а", "я", "й", "ка"):
        yield stem + vowel
    yield f"{stem[:-1]}e{stem[-1]}"


def _folded(names: str) -> list[str]:
    return [key(name) for name in _SPACES.split(names) if name]


def _cultures() -> Iterator[dict[str, Any]]:
    folder = files("voice.quotes") / "names"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        yield tomllib.loads(entry.read_text("utf-8"))
