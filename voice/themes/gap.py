"""Where two ways of hearing children disagree: the gap. Pure.

Now: children who answered alone beside those with somebody there. Later sources (workers, audits,
visits) are two more sides of the same. A gap is shown only where both sides are large enough and
their 95% intervals do not touch: a difference that chance could make is no gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voice.themes.agreement import Share, wilson
from voice.themes.cards import ENOUGH


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


def _apart(one: Share, other: Share) -> bool:
    low, high = sorted((one, other), key=lambda each: each.share or 0.0)
    return (high.low or 0.0) > (low.high or 0.0)


def _percent(share: Share) -> int:
    return round(100 * (share.share or 0.0))
