"""Find what points to a person by its form alone: numbers, addresses, dates, online names.

Pure: text in, spans out. It knows no words but a few that announce a birthday or an account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from voice.i18n.words import fold
from voice.quotes.cues import Cues
from voice.quotes.names import key


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a text that could point to a person, and of what kind it is."""

    start: int
    end: int
    kind: str


_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY_OF: Final = rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}"
_MONTH_THEN: Final = rf"{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?"
_PATTERNS: Final = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("link", re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|co\.uk|org|net|uk|io)(?:/\S*)?")),
    ("handle", re.compile(r"(?<![\w@])@\w[\w.]+")),
    ("date", re.compile(r"\b\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)?\d{2}\b")),
    ("date", re.compile(r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b")),
    (
        "date",
        re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s(?:19|20)\d\d\b", re.I),
    ),
    ("date", re.compile(rf"\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b", re.I)),
    ("postcode", re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}\b", re.I)),
    ("phone", re.compile(r"(?<![\w.])(?:\+|00)?\(?\d(?:[\s()./-]{0,2}\d){6,14}(?!\w)")),
    (
        "address",
        re.compile(
            r"\b\d{1,4}\s?[a-z]?,?\s(?:[a-z']+\s){1,3}?(?:road|rd|street|st|avenue|ave|lane|close"
            r"|drive|way|court|crescent|gardens|grove|terrace|walk|rise|row|square|mews)\b",
            re.I,
        ),
    ),
    ("address", re.compile(r"\b(?:flat|apartment|apt|unit)\s\d+\s?[a-z]?\b", re.I)),
)
_DAY: Final = re.compile(rf"\b(?:{_DAY_OF}|{_MONTH_THEN})\b", re.I)
_ACCOUNT: Final = re.compile(r"[^\W_][\w.#]*")
_NUMBERED: Final = re.compile(r"(?=.*[\d_.#])[\w.#]*\w")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
#: Words between an account and its name: "my snap is", "on insta its".
_BETWEEN: Final = frozenset("is its name user username tag called my and the on it's".split())
#: How far a birthday may stand from the word that announces it.
_REACH: Final = 30
_MOST_BETWEEN: Final = 3


def patterns(text: str, cues: Cues) -> Iterator[Found]:
    """Everything that has the form of a number, an address, a date or an account."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Found(match.start(), match.end(), kind)
    yield from _birthdays(text, cues)
    yield from _accounts(text, cues)


def _birthdays(text: str, cues: Cues) -> Iterator[Found]:
    """A day without a year, where a birthday is spoken of."""
    for match in _DAY.finditer(text):
        around = text[max(0, match.start() - _REACH) : match.end() + _REACH]
        if any(key(word) in cues.born for word in _WORD.findall(around)):
            yield Found(match.start(), match.end(), "date")


def _accounts(text: str, cues: Cues) -> Iterator[Found]:
    """The name behind an account: "add me on snap jaydz_09"."""
    said = list(_ACCOUNT.finditer(text))
    for place, match in enumerate(said):
        if key(match.group()) in cues.accounts:
            for other in said[place + 1 : place + 2 + _MOST_BETWEEN]:
                if _NUMBERED.fullmatch(other.group()):
                    yield Found(other.start(), other.end(), "handle")
                    break
                if fold(other.group(), "en") not in _BETWEEN | cues.accounts:
                    break
