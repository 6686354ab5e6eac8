"""Decide which words of a text name a person, from the lists and from what stands beside them.

Pure. It prefers to offer a word too many: a person looks at every offer, and nobody looks at a name
that was never offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from voice.quotes import names
from voice.quotes.names import STRONG
from voice.quotes.reading import Reading, Token

#: What is said of a person: "Grace said", "hope is my sister".
_SAID: Final = frozenset(
    "is was has had said says told tells helped helps came comes went goes does did doesn't didnt"
    " doesnt isn't wasn't isnt wasnt gave gives made makes listens listened never always hits hit"
    " and who".split()
)
#: Small helping words: "my brother will", "my sister may".
_HELPING: Final = frozenset("will may can must might an in so man my van said long mine".split())
_AND: Final = frozenset("and & n with y i iyo oo و und et e si dhe та и".split())
_SELF: Final = frozenset({"me", "i"})
#: Letters of the shortest word that may be a name because nothing explains it.
_UNKNOWN: Final = 3
#: "I am ...": a mood follows more often than a name.
_MOODS: Final = frozenset({"i am", "i'm", "im", "this is"})
#: Letters of the shortest misspelt name without a capital or a cue.
_MISSPELT: Final = 6


def named(reading: Reading) -> list[int]:
    """The places of all words that are part of a person's name, in order."""
    found = {place for place in range(len(reading.tokens)) if _is_name(reading, place)}
    for place in range(1, len(reading.tokens)):
        if place not in found and place - 1 in found and _goes_on(reading, place):
            found.add(place)
    found |= set(_beside(reading, found))
    return sorted(found)


def _is_name(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    if token.key in reading.cues.not_names or token.text[0].isdigit():
        return False
    if _is_announced(reading, place):
        return True
    if token.sort == STRONG and not reading.is_ordinary(token):
        return True
    if token.capital and not token.opens:
        return _is_capital_name(reading, place)
    if token.sort and token.opens and token.capital and names.is_first(token.key):
        return not reading.is_ordinary(token) or _is_subject(reading, place)
    return _is_met(reading, place) or _is_misspelt(reading, token)


def _is_met(reading: Reading, place: int) -> bool:
    """A word we do not know behind "told", "miss" or "me and", in a language whose words we do."""
    before, two = reading.at(place - 1), reading.at(place - 2)
    token = reading.tokens[place]
    if before is None or token.opens or not reading.close(place) or len(token.small) < _UNKNOWN:
        return False
    joined = before.key in _AND and two is not None and (two.key in _SELF or two.sort is not None)
    return (joined or before.key in reading.cues.toward) and reading.is_unknown(token)


def _is_misspelt(reading: Reading, token: Token) -> bool:
    long = len(token.small) >= (_MISSPELT - 1 if token.capital else _MISSPELT)
    return long and reading.is_unknown(token) and names.is_misspelt(token.key)


def _is_capital_name(reading: Reading, place: int) -> bool:
    """A capital inside a sentence: any name, and any word that is no word of ours."""
    token, before = reading.tokens[place], reading.at(place - 1)
    if before is not None and before.key in reading.cues.when and reading.is_ordinary(token):
        return False
    if _is_title_case(reading, place):
        return False
    return token.sort is not None or reading.is_unknown(token)


def _is_title_case(reading: Reading, place: int) -> bool:
    """Whether ordinary words on both sides carry capitals too, as in a heading."""
    around = [reading.at(place - 1), reading.at(place + 1)]
    plain = [t for t in around if t and t.sort is None and reading.is_ordinary(t)]
    return (
        bool(plain)
        and all(t.capital and len(t.text) > 1 and not t.opens for t in plain)
        and (len(plain) == len(around))
    )


def _is_subject(reading: Reading, place: int) -> bool:
    after = reading.at(place + 1)
    if after is None or not reading.near(place + 1):
        return False
    aged = after.text.isdigit() and len(after.text) <= 2
    return aged or (after.key in _SAID and reading.close(place + 1))


def _is_announced(reading: Reading, place: int) -> bool:
    """Whether a relation, a title or "called" stands before it."""
    token, before = reading.tokens[place], reading.at(place - 1)
    if before is None or not reading.near(place) or token.key in reading.cues.plain:
        return False
    two = f"{(reading.at(place - 2) or before).key} {before.key}"
    after_called = before.key in reading.cues.called or two in reading.cues.called_after
    if before.key in reading.cues.called_after or two in reading.cues.called_after:
        if two in _MOODS or before.key in _MOODS:
            return token.sort is not None and (token.sort == STRONG or token.capital)
        after_called = True
    if after_called and reading.close(place):
        return token.sort is not None or token.capital or not reading.is_ordinary(token)
    if before.key in reading.cues.titles and reading.close(place):
        return _is_titled(reading, place)
    if before.small in reading.cues.relations:
        return _is_related(reading, place)
    return False


def _is_titled(reading: Reading, place: int) -> bool:
    token, two = reading.tokens[place], reading.at(place - 2)
    before = reading.tokens[place - 1]
    if before.key == "miss" and not before.capital and two is not None and not token.capital:
        return token.sort == STRONG and not reading.is_ordinary(token)
    if before.key in reading.cues.relations and not token.capital:
        return _is_related(reading, place)
    return token.capital or token.sort is not None or not reading.is_ordinary(token)


def _is_related(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    if token.capital:
        return token.sort is not None or reading.is_unknown(token)
    if not reading.is_ordinary(token):
        if token.sort is not None:
            return True
        return _is_far_from_ordinary(reading, place)
    if token.sort is None or token.key in _HELPING or not names.is_first(token.key):
        return False
    return _is_subject(reading, place)


def _is_far_from_ordinary(reading: Reading, place: int) -> bool:
    token = reading.tokens[place]
    return reading.close(place) and len(token.small) > _UNKNOWN and reading.is_unknown(token)


def _goes_on(reading: Reading, place: int) -> bool:
    """Whether a surname, a second name or an initial follows a name."""
    token = reading.tokens[place]
    if token.key in reading.cues.not_names:
        return False
    if reading.joined(place):
        return True
    if not reading.close(place):
        return False
    if token.capital:
        return reading.tokens[place - 1].capital and not token.opens
    return token.sort is not None and not reading.is_ordinary(token)


def _beside(reading: Reading, found: set[int]) -> Iterator[int]:
    """Names that are also words, joined to a name by "and": "ava and hope"."""
    for place, token in enumerate(reading.tokens):
        if place in found or token.key in reading.cues.not_names or not _may_be(reading, token):
            continue
        if any(
            _is_and(reading, place + step) and place + 2 * step in found for step in (-1, 1)
        ) or (token.opens and token.capital and place + 1 in found and reading.near(place + 1)):
            yield place


def _may_be(reading: Reading, token: Token) -> bool:
    if token.opens and token.capital:
        return token.sort is not None or reading.is_unknown(token)
    return token.key not in _HELPING and names.is_first(token.key)


def _is_and(reading: Reading, place: int) -> bool:
    token = reading.at(place)
    return token is not None and token.key in _AND
