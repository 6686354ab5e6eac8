"""What stands beside a name in each language, and which words are ordinary.

Pure. `cues/<language>.toml` holds short lists that a speaker can read and correct; what is missing
in a language is taken from English, in which many children answer anyway. `cues/ordinary_*.txt`
are the words that name nobody by themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from rapidfuzz.distance import OSA

from voice.quotes.names import key

HOME: Final = "en"
#: What stands for a name where no speaker has told us a word: it belongs to no language.
_WORDLESS: Final = "…"
#: Endings that make another word of an ordinary one.
_ENDINGS: Final = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "y", "ness", "ful", "n't", "nt")
#: Letters of the shortest word in which a slip is looked for.
_SLIP: Final = 4


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language and of English, folded."""

    language: str
    relations: frozenset[str]
    called: frozenset[str]
    called_after: frozenset[str]
    titles: frozenset[str]
    possessives: frozenset[str]
    live: frozenset[str]
    at: frozenset[str]
    schools: frozenset[str]
    places: frozenset[str]
    streets: frozenset[str]
    born: frozenset[str]
    accounts: frozenset[str]
    ages: frozenset[str]
    when: frozenset[str]
    toward: frozenset[str]
    plain: frozenset[str]
    not_names: frozenset[str]
    endings: tuple[str, ...]
    prefixes: tuple[str, ...]
    replacements: Mapping[str, str]
    ordinary: frozenset[str]
    #: Ordinary words by their first letter, for knowing misspelt ones.
    by_letter: Mapping[str, tuple[str, ...]]
    #: Whether the ordinary words of this language are listed at all.
    listed: bool

    def word_for(self, kind: str) -> str:
        """What stands in place of something of this kind, in brackets."""
        return f"[{self.replacements.get(kind) or self.replacements['name']}]"

    def is_ordinary(self, word: str) -> bool:
        """Whether it is a word of the language, or one with an ending."""
        if word in self.ordinary or word in self.not_names or any(map(str.isdigit, word)):
            return True
        ended = (word[: -len(each)] for each in _ENDINGS if word.endswith(each))
        begun = (word[len(each) :] for each in self.prefixes if word.startswith(each))
        return any(bare in self.ordinary for bare in (*ended, *begun))

    def is_slip(self, word: str) -> bool:
        """Whether it may be an ordinary word that a child misspelt."""
        near = self.by_letter.get(word[0], ()) if len(word) >= _SLIP else ()
        return any(OSA.distance(word, other, score_cutoff=1) <= 1 for other in near)


_WORDS: Final = (
    *("relations", "called", "titles", "possessives", "live", "at", "schools", "places"),
    *("streets", "born", "accounts", "ages", "when", "toward", "plain", "not_names"),
)


@cache
def cues(language: str) -> Cues:
    """The cues of a language, joined with those of English."""
    own, home = _written(language), _written(HOME)
    # What is an English cue may be an ordinary word elsewhere: "mam" is "I have" in Polish.
    foreign = _ordinary(language) if language != HOME else frozenset()
    lists = {name: _folded(own.get(name, "")) | _folded(home[name]) - foreign for name in _WORDS}
    after = f"{own.get('called_after', '')}|{home['called_after']}".split("|")
    ordinary = _ordinary(language) | _ordinary(HOME)
    by_letter: dict[str, list[str]] = {}
    for word in sorted(ordinary):
        if len(word) >= _SLIP:
            by_letter.setdefault(word[0], []).append(word)
    wordless = {} if own else {"name": _WORDLESS}
    return Cues(
        language=language,
        **lists,
        called_after=frozenset(" ".join(_keys(phrase)) for phrase in after if phrase.strip()),
        endings=tuple(dict.fromkeys(_keys(own.get("endings", "")))),
        prefixes=tuple(_keys(own.get("prefixes", ""))),
        replacements=own.get("replacements", wordless),
        ordinary=ordinary,
        by_letter={letter: tuple(found) for letter, found in by_letter.items()},
        listed=bool(_ordinary(language)),
    )


def _folded(written: str) -> frozenset[str]:
    return frozenset(part for word in _keys(written) for part in word.split("-"))


def _keys(written: str) -> list[str]:
    return [key(word) for word in written.split()]


@cache
def _written(language: str) -> dict[str, Any]:
    file = files("voice.quotes") / "cues" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


@cache
def _ordinary(language: str) -> frozenset[str]:
    file = files("voice.quotes") / "cues" / f"ordinary_{language}.txt"
    if not file.is_file():
        return frozenset()
    lines = (line for line in file.read_text("utf-8").splitlines() if not line.startswith("#"))
    return frozenset(key(word) for line in lines for word in line.split())
