"""What a young person gives in a round, and how a round is counted. Pure.

Three stars each, to give to one theme or to several. Stars are counted, words are shuffled, and no
result remembers who gave what; where fewer than three took part even the stars are not shown, only
what came first, because two people would know each other's.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

STARS: Final = 3
#: Stars of fewer voters than this would tell who gave them.
VOTERS_SHOWN: Final = 3
#: Letters: a headline, a theme's name, a longer note.
LONGEST: Final = {"headline": 120, "name": 60, "missing": 400, "question": 400}


class DoesNotFit(ValueError):
    """More stars than there are, or a theme that is not in the pack."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote; all of it may be empty."""

    headline: str = ""
    missing: str = ""
    question: str = ""
    #: {theme: the name it should have}.
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def all(self) -> tuple[str, ...]:
        """Every text in it."""
        found = (self.headline, self.missing, self.question, *self.names.values())
        return tuple(each for each in found if each)

    def told(self) -> dict[str, Any]:
        """As plain values."""
        return {**asdict(self), "names": dict(self.names)}


@dataclass(frozen=True, slots=True)
class Given:
    """What one young person gave."""

    stars: Mapping[str, int]
    words: Words = field(default_factory=Words)

    @property
    def left(self) -> int:
        """How many stars are still to give."""
        return STARS - sum(self.stars.values())


@dataclass(frozen=True, slots=True)
class Place:
    """A theme in the order that the panel gave it."""

    theme: str
    #: None where too few took part to show it.
    stars: int | None
    #: Names in the panel's words, the commonest first.
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a round said, without who said it."""

    voters: int
    places: tuple[Place, ...]
    headlines: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def add_star(given: Given, theme: str, themes: Collection[str]) -> Given:
    """One star more for this theme; DoesNotFit where none is left."""
    return fit(Given({**given.stars, theme: given.stars.get(theme, 0) + 1}, given.words), themes)


def take_star(given: Given, theme: str) -> Given:
    """One star back from this theme, if it had one."""
    left = {**given.stars, theme: given.stars.get(theme, 0) - 1}
    return Given({key: count for key, count in left.items() if count > 0}, given.words)


def fit(given: Given, themes: Collection[str]) -> Given:
    """The same, if it may be given; DoesNotFit."""
    stars = {key: count for key, count in given.stars.items() if count}
    whole = all(count > 0 for count in stars.values()) and sum(stars.values()) <= STARS
    if not whole or not {*stars, *given.words.names} <= set(themes):
        raise DoesNotFit
    return Given(stars, given.words)


def count(given: Sequence[Given], themes: Sequence[str], seed: str) -> Result:
    """The result of a round over the themes of its pack; `seed` shuffles the words."""
    stars: Counter[str] = Counter()
    for each in given:
        stars.update(each.stars)
    order = sorted(themes, key=lambda theme: (-stars[theme], themes.index(theme)))
    shown = len(given) >= VOTERS_SHOWN
    places = tuple(
        Place(theme, stars[theme] if shown else None, _names(given, theme)) for theme in order
    )
    written = [each.words for each in given]
    return Result(
        len(given),
        places,
        _shuffled((each.headline for each in written), seed),
        _shuffled((each.missing for each in written), seed),
        _shuffled((each.question for each in written), seed),
    )


def read(told: Mapping[str, Any]) -> Result:
    """A result from its plain values."""
    places = tuple(
        Place(each["theme"], each["stars"], tuple(each["names"])) for each in told["places"]
    )
    words = {name: tuple(told[name]) for name in ("headlines", "missing", "questions")}
    return Result(told["voters"], places, **words)


def _names(given: Iterable[Given], theme: str) -> tuple[str, ...]:
    counted = Counter(name for each in given if (name := each.words.names.get(theme, "")))
    return tuple(sorted(counted, key=lambda name: (-counted[name], name)))


def _shuffled(texts: Iterable[str], seed: str) -> tuple[str, ...]:
    """Once each, in an order that says nothing about who wrote them."""
    found = sorted({each for each in texts if each})
    random.Random(seed).shuffle(found)  # noqa: S311 - it hides an order, it guards nothing
    return tuple(found)
