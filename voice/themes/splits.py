"""How one child spoke of a theme, as one number, and children by feeling. Pure.

The bits are made in SQL, so that a database can count 100,000 children by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

#: Bits of the codes made in SQL: whether it is there, and which feelings were met.
HERE, GOOD, BAD, BETWEEN = 1, 2, 4, 8


@dataclass(frozen=True, slots=True)
class Tally:
    """How many children spoke of a theme: in which way, with which feelings."""

    theme: str
    #: Bits for their own words, and for the options they chose.
    own: int
    rated: int
    children: int


@dataclass(frozen=True, slots=True)
class Spoke:
    """How many children spoke of a theme in their own words in one month."""

    theme: str
    month: date
    children: int


@dataclass(frozen=True, slots=True)
class Split:
    """Children by feeling; a child who said both is mixed."""

    pos: int = 0
    mixed: int = 0
    neutral: int = 0
    neg: int = 0
    unclear: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.pos + self.mixed + self.neutral + self.neg + self.unclear

    @property
    def counts(self) -> dict[str, int]:
        """By band, as the charts take them."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def by_way(tallies: Iterable[Tally]) -> Mapping[str, Split]:
    """Children by feeling, of one theme: in their own words ("own"), and when asked ("rated")."""
    found: dict[str, Counter[str]] = {"own": Counter(), "rated": Counter()}
    for tally in tallies:
        for way, bits in (("own", tally.own), ("rated", tally.rated)):
            if bits & HERE:
                found[way][band_of(bits)] += tally.children
    return {way: Split(**counts) for way, counts in found.items()}


def codes_of(band: str | None) -> tuple[int, ...]:
    """All codes that mean this band; of None, all that mean the child spoke at all."""
    codes = range(HERE, 2 * BETWEEN)
    return tuple(code for code in codes if code & HERE and band in {None, band_of(code)})


def band_of(bits: int) -> str:
    """The feeling of one child, from everything the child said of a theme."""
    if bits & GOOD and bits & BAD:
        return "mixed"
    if bits & GOOD or bits & BAD:
        return "pos" if bits & GOOD else "neg"
    return "neutral" if bits & BETWEEN else "unclear"
