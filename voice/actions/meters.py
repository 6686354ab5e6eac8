"""Four meters of how well children are answered: full, friendly, fast, followed up.

Pure. They follow the four parts of good feedback to children:

- *full*: the whole of what was decided is told, also what could not be done and why. Of the actions
  that are closed, how many are told in every language that is offered.
- *friendly*: told so that the child can read it. Of the children who asked for an answer to
  something that is closed, how many have it in their own language; the others wait for a sentence.
- *fast*: told while it still matters. Of the children who have it, how many had it within so many
  days of pressing Send.
- *followed up*: not forgotten between promise and end. Of the open actions, how many were updated
  when they should have been.

Shares of children are shown in ten, and only where there are ten children or more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: A child waits no longer than a quarter of a year and its panel.
FAST_DAYS: Final = 120
#: Shares of fewer children than this say too much about each.
ENOUGH: Final = 10


@dataclass(frozen=True, slots=True)
class Meter:
    """A part of a whole; `children` says whether those counted are children."""

    part: int
    whole: int
    children: bool = False

    @property
    def in_ten(self) -> int | None:
        """About how many in ten; None where there are too few children, or nothing at all."""
        if not self.whole or (self.children and self.whole < ENOUGH):
            return None
        return round(10 * self.part / self.whole)


@dataclass(frozen=True, slots=True)
class Meters:
    """All four, and what the children said of the answers they had."""

    full: Meter
    friendly: Meter
    fast: Meter
    followed_up: Meter
    #: Of the children who said whether it helped, how many said "yes" or "a bit".
    helped: Meter


def full(told_in: Sequence[Collection[str]], offered: Collection[str]) -> Meter:
    """`told_in`: for each closed action, the languages in which its sentence is checked."""
    whole = sum(set(offered) <= set(each) for each in told_in)
    return Meter(whole, len(told_in))


def friendly(told: int, waiting: int) -> Meter:
    """Children who have their answer, and children who wait for it in their language."""
    return Meter(told, told + waiting, children=True)


def fast(days: Sequence[int], most: int = FAST_DAYS) -> Meter:
    """`days`: for each child who was told, the days since Send."""
    return Meter(sum(each <= most for each in days), len(days), children=True)


def followed_up(missed: Sequence[bool]) -> Meter:
    """`missed`: for each open action, whether an update is missed."""
    return Meter(len(missed) - sum(missed), len(missed))


def helped(verdicts: Mapping[str, int]) -> Meter:
    """Verdicts by key: "yes", "a_bit", "no"."""
    good = verdicts.get("yes", 0) + verdicts.get("a_bit", 0)
    return Meter(good, sum(verdicts.values()), children=True)
