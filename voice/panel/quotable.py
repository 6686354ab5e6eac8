"""Say whether a short text may be shown as a quote, as far as a rule can.

Pure. It prefers no quote to a quote that could name someone: it turns away whatever holds a digit,
an address, a name we know, or a capital where a sentence would not have one. It cannot see a name
that a child wrote small, or in a script without capitals, so it never replaces a person's check.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from voice.i18n.words import words

LONGEST: Final = 140
_FEWEST_WORDS: Final = 3
_NEVER: Final = re.compile(r"[\d@#/\\<>\[\]{}\n]|www\.|[A-ZĄĆĘŁŃÓŚŹŻ]{3,}")
#: A capital that does not begin a sentence; "I" and its short forms are no names.
_CAPITAL_INSIDE: Final = re.compile(r"(?<=[^.!?…\s\"“”'‘’(])[\s,;:]+(?!I\b)[\"“'‘(]?[^\W\d_a-z]")


def is_quotable(text: str, language: str, known_names: Collection[str]) -> bool:
    """Whether this text is short, whole, and without a sign of a name, place or number."""
    if len(text) > LONGEST or _NEVER.search(text) or _has_capital_inside(text):
        return False
    said = _folded(text, language)
    enough = said.count(" ") >= _FEWEST_WORDS + 1  # a space on either side
    return enough and not any(name in said for name in known_names)


def _has_capital_inside(text: str) -> bool:
    return any(match[0][-1].isupper() for match in _CAPITAL_INSIDE.finditer(text))


def parts_of(names: Collection[str]) -> frozenset[str]:
    """Each part of these people's names of 2 letters or more, as `is_quotable` looks for it."""
    parts = (part for name in names for part in _folded(name, "en").split())
    return frozenset(f" {part} " for part in parts if len(part) > 1)


def whole(names: Collection[str]) -> frozenset[str]:
    """These names as they are, as `is_quotable` looks for them."""
    return frozenset(_folded(name, "en") for name in names if name.strip())


def _folded(text: str, language: str) -> str:
    return "".join(f" {word.folded}" for word in words(text, language)) + " "
