"""Read a text word by word for names: each word with what stands round it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from voice.i18n.words import sentences
from voice.quotes import names
from voice.quotes.cues import HOME, Cues
from voice.quotes.names import STRONG, WEAK, key

#: A text of capitals is shouted, not full of names.
_SHOUTED: Final = 0.6
_FEWEST_LETTERS: Final = 12
_MARKS: Final = "\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff\u0e30-\u0e4f\u200c\u200d"
_WORD: Final = re.compile(f"[^\\W_][\\w{_MARKS}]*(?:['’‘`ʼ][^\\W\\d_][\\w{_MARKS}]*)*")
#: What may stand between a cue and its name.
_CLOSE: Final = re.compile(r"[\s\"“”'‘’(«]{1,3}")
_NEAR: Final = re.compile(r"[\s\"“”'‘’(«,:\-–—]{1,4}")


@dataclass(frozen=True, slots=True)
class Token:
    """One word."""

    text: str
    key: str
    start: int
    end: int
    #: First of its sentence, where a capital says nothing.
    opens: bool
    capital: bool
    #: STRONG or WEAK for a name, None for none.
    sort: str | None

    @property
    def small(self) -> str:
        """The word without a possessive."""
        return self.key.partition("'")[0]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as words, with the cues of its language."""

    text: str
    tokens: tuple[Token, ...]
    cues: Cues

    def at(self, place: int) -> Token | None:
        """The word at a place; None outside the text."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def close(self, place: int) -> bool:
        """Whether nothing but a space or a quotation mark parts this word from the one before."""
        return place > 0 and _CLOSE.fullmatch(self._gap(place)) is not None

    def near(self, place: int) -> bool:
        """The same, or a comma, a colon or a dash."""
        return place > 0 and _NEAR.fullmatch(self._gap(place)) is not None

    def joined(self, place: int) -> bool:
        """Whether a hyphen joins this word to the one before."""
        return place > 0 and self._gap(place) == "-"

    def _gap(self, place: int) -> str:
        return self.text[self.tokens[place - 1].end : self.tokens[place].start]

    def is_ordinary(self, token: Token) -> bool:
        """Whether it is also a word of the language."""
        return self.cues.is_ordinary(token.small)

    def is_unknown(self, token: Token) -> bool:
        """Whether nothing we know explains it; small letters only where we know the language."""
        if len(token.small) < 2 or not token.small.isalpha() or self.is_ordinary(token):
            return False
        if token.capital:
            return True
        latin = token.small.isascii()
        if not (latin if self.cues.language == HOME else self.cues.listed):
            return False
        return not self.cues.is_slip(token.small)


def read(text: str, cues: Cues) -> Reading:
    """The words of a text."""
    opening = {start for start, _ in sentences(text)}
    letters = [char for char in text if char.isalpha()]
    shouted = sum(map(str.isupper, letters)) > _SHOUTED * max(_FEWEST_LETTERS, len(letters))
    found: list[Token] = []
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip("\"“”'‘’([{-–—*«¿¡ ")
        opens = match.start() in opening or not before or before[-1] in ".!?…:\n"
        capital = match.group()[0].isupper() and not shouted
        found.append(_token(match.group(), match.start(), opens, capital, cues))
    return Reading(text, tuple(found), cues)


def _token(word: str, start: int, opens: bool, capital: bool, cues: Cues) -> Token:
    folded = key(word)
    sort = names.sort_of(folded, cues.endings, cues.prefixes)
    small = folded.partition("'")[0]
    cased = word[0].lower() != word[0].upper()
    if sort == STRONG and (cues.is_ordinary(small) or not (capital or cues.listed or not cased)):
        sort = WEAK  # in a language whose words we do not list, small letters need a cue
    if folded in cues.not_names or folded in cues.titles:
        sort = None
    return Token(word, folded, start, start + len(word), opens, capital, sort)
