"""Where two ways of hearing children disagree: the gap. Pure.

Now: children who answered alone beside those with somebody there: how many of them speak of a
theme, and how many of those who do are unhappy about it. Later sources (workers, audits, visits)
are two more sides of the same. A gap is shown only where both sides are large enough and their 95%
intervals do not touch: a difference that chance could make is no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voice.themes.agreement import Share, wilson
from voice.themes.cards import ENOUGH
from voice.themes.splits import Split

#: What children feel about each theme, by the way in which they told ("own", "rated").
Felt = Mapping[str, Mapping[str, Split]]


@dataclass(frozen=True, slots=True)
class Side:
    """One source: how many answered, and how many of them wrote of each theme."""

    children: int
    spoke: Mapping[str, int]

    def share(self, theme: str) -> Share:
        """The share that wrote of it, with its interval."""
        return wilson(self.spoke.get(theme, 0), self.children)


@dataclass(frozen=True, slots=True)
class Gap:
    """A theme of which one side speaks more than the other."""

    theme: str
    first: int
    second: int

    @property
    def wide(self) -> int:
        """How far apart, in points of a hundred."""
        return abs(self.first - self.second)


@dataclass(frozen=True, slots=True)
class Part:
    """Of the children who spoke of a theme, how many find it not good."""

    unhappy: int
    of: int

    @property
    def share(self) -> Share:
        """The share that does, with its interval."""
        return wilson(self.unhappy, self.of)

    @property
    def percent(self) -> int:
        """The same in percent."""
        return _percent(self.share)


@dataclass(frozen=True, slots=True)
class FeltGap:
    """A theme about which more are unhappy on one side; `way` is "own" or "rated", never both."""

    theme: str
    way: str
    first: Part
    second: Part

    @property
    def wide(self) -> int:
        """How far apart, in points of a hundred."""
        return abs(self.first.percent - self.second.percent)


def gaps(themes: Iterable[str], first: Side, second: Side) -> tuple[Gap, ...]:
    """The themes on which the sides are apart beyond chance, widest first; in percent."""
    if min(first.children, second.children) < ENOUGH:
        return ()
    found = [
        Gap(theme, _percent(one), _percent(other))
        for theme in themes
        for one, other in [(first.share(theme), second.share(theme))]
        if _apart(one, other)
    ]
    return tuple(sorted(found, key=lambda each: (-each.wide, each.theme)))


def felt_gaps(themes: Iterable[str], first: Felt, second: Felt) -> tuple[FeltGap, ...]:
    """The themes about which the sides feel differently beyond chance, widest first."""
    found = [
        FeltGap(theme, way, one, other)
        for theme in themes
        if theme in first and theme in second
        for way in first[theme]
        for one, other in [(_part(first[theme][way]), _part(second[theme][way]))]
        if min(one.of, other.of) >= ENOUGH and _apart(one.share, other.share)
    ]
    return tuple(sorted(found, key=lambda each: (-each.wide, each.theme, each.way)))


def _part(split: Split) -> Part:
    return Part(split.neg, split.total)


def _apart(one: Share, other: Share) -> bool:
    low, high = sorted((one, other), key=lambda each: each.share or 0.0)
    return (high.low or 0.0) > (low.high or 0.0)


def _percent(share: Share) -> int:
    return round(100 * (share.share or 0.0))
