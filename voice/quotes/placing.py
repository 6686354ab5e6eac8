"""Find schools, streets and places in a text, from what stands beside them. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from voice.quotes.cues import HOME
from voice.quotes.names import STRONG, key
from voice.quotes.patterns import Found
from voice.quotes.reading import Reading, Token

#: The longest name of a school or a street, in words.
_LONGEST: Final = 4
_SAINT: Final = frozenset({"st", "saint", "sw"})
_TO: Final = frozenset("at to from in on near down i u w do na ku en em la în".split())


def placed(reading: Reading) -> Iterator[Found]:
    """Schools, places with a name, streets, and where somebody says that they live."""
    for place, token in enumerate(reading.tokens):
        kind = _kind(reading, token)
        if kind is not None:
            yield from _before(reading, place, kind)
            yield from _after(reading, place, kind)
        if token.key in reading.cues.live:
            yield from _lived(reading, place)


def known_places(text: str, places: Collection[str]) -> Iterator[Found]:
    """The council's own places, as they are written in its list, whatever the capitals."""
    small = text.lower()
    for name in places:
        start = small.find(name.lower())
        while start >= 0:
            end = start + len(name)
            if not small[start - 1 : start].isalnum() and not small[end : end + 1].isalnum():
                school = any(word in _SCHOOLS for word in key(name).split())
                yield Found(start, end, "school" if school else "place")
            start = small.find(name.lower(), end)


_SCHOOLS: Final = frozenset("school primary academy college nursery juniors infants".split())


def _kind(reading: Reading, token: Token) -> str | None:
    for words, kind in (
        (reading.cues.schools, "school"),
        (reading.cues.streets, "address"),
        (reading.cues.places, "place"),
    ):
        if token.key in words:
            return kind
    return None


def _before(reading: Reading, place: int, kind: str) -> Iterator[Found]:
    """The name before "primary", "road" or "church", with the word itself."""
    first = place
    while first > 0 and place - first < _LONGEST and reading.close(first):
        if not _is_part(reading, first - 1, kind, place):
            break
        first -= 1
    if not _is_led(reading, first, kind):
        while first < place and _is_small(reading, reading.tokens[first]):
            first += 1
    named = [reading.tokens[at] for at in range(first, place)]
    if named and (_is_told(reading, named) or _is_led(reading, first, kind)):
        last = place
        while last + 1 < len(reading.tokens) and _kind(reading, reading.tokens[last + 1]) == kind:
            last += 1
        yield Found(named[0].start, reading.tokens[last].end, kind)


def _is_small(reading: Reading, token: Token) -> bool:
    """An ordinary word in small letters: it begins no name."""
    return not token.capital and token.key not in _SAINT and reading.is_ordinary(token)


def _is_part(reading: Reading, place: int, kind: str, last: int) -> bool:
    token = reading.tokens[place]
    if token.text.isdigit():
        return kind == "address" and place < last - 1
    if token.key in _SAINT or (token.capital and not token.opens):
        return token.key not in reading.cues.plain or token.capital
    stops = reading.cues.plain | reading.cues.live | reading.cues.relations
    return token.key not in stops and reading.cues.language == HOME


def _is_told(reading: Reading, named: list[Token]) -> bool:
    """Whether one of the words is more than an ordinary one."""
    return any(
        token.key in _SAINT
        or token.text.isdigit()
        or reading.is_unknown(token)
        or (token.sort is not None and not reading.is_ordinary(token))
        or (token.capital and not token.opens and token.key not in _not_alone(reading))
        for token in named
    )


def _not_alone(reading: Reading) -> frozenset[str]:
    return reading.cues.not_names | reading.cues.plain


def _is_led(reading: Reading, first: int, kind: str) -> bool:
    """Ordinary words that name a school all the same: "i go to green lane primary"."""
    before = reading.at(first - 1)
    return kind == "school" and before is not None and before.key in _TO and reading.close(first)


def _after(reading: Reading, place: int, kind: str) -> Iterator[Found]:
    """The name behind the word, as many languages put it: "szkoła Jana Pawła", "مدرسة النور"."""
    if reading.cues.language == "en":
        return
    last = place
    while last + 1 < len(reading.tokens) and last - place < _LONGEST and reading.close(last + 1):
        token = reading.tokens[last + 1]
        capital = token.capital and token.key not in reading.cues.not_names
        joined = last == place and not token.text.isascii() and not token.text[0].isupper()
        article = joined and token.text.startswith("ال") and token.key not in reading.cues.plain
        if not (capital or article):
            break
        last += 1
    if last > place:
        yield Found(reading.tokens[place].start, reading.tokens[last].end, kind)


def _lived(reading: Reading, place: int) -> Iterator[Found]:
    """A place behind "live in" or "moved from": a capital, or a word we do not know."""
    last = min(place + 4, len(reading.tokens))
    for at in range(place + 1, last):
        before = reading.tokens[at - 1]
        if before.key not in reading.cues.at or not reading.close(at):
            continue
        token = reading.tokens[at]
        if token.key in reading.cues.not_names or token.key in reading.cues.plain:
            continue
        if token.sort != STRONG and (reading.is_unknown(token) or token.capital):
            end = at
            while end + 1 < len(reading.tokens) and reading.close(end + 1):
                if not reading.tokens[end + 1].capital:
                    break
                end += 1
            yield Found(token.start, reading.tokens[end].end, "place")
