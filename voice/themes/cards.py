"""The board's cards: children by theme and feeling, over the quarters. Pure.

Every number is of children, never of mentions: a child who says it twice counts once. What children
said in their own words is kept apart from what they chose when asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from voice.themes import quarters
from voice.themes.codebook import CONTROLS, Theme
from voice.themes.splits import Split, Spoke, Tally, by_way

#: A share of fewer children than this says more about chance than about them.
ENOUGH = 10
#: As many quarters as fit beside a card.
QUARTERS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """One quarter: of `of` children, `children` spoke of it; a share only where `of` suffices."""

    quarter: date
    children: int
    of: int

    @property
    def share(self) -> int | None:
        """Percent, or None where too few children answered."""
        return round(100 * self.children / self.of) if self.of >= ENOUGH else None


@dataclass(frozen=True, slots=True)
class Card:
    """One theme on the board."""

    theme: Theme
    own: Split
    rated: Split
    points: tuple[Point, ...] = ()
    #: Children who may have spoken of it, too: counted nowhere until a person says so.
    unsure: int = 0
    quotes: tuple[Any, ...] = ()

    @property
    def total(self) -> int:
        """Children counted on it; whoever wrote and chose counts in both."""
        return self.own.total + self.rated.total

    @property
    def spoken(self) -> bool:
        """Whether there is anything to show: counted, or waiting for a person's word."""
        return bool(self.total or self.unsure)

    @property
    def trend(self) -> tuple[int | None, ...]:
        """Shares by quarter, or nothing where fewer than two quarters have one."""
        shares = tuple(point.share for point in self.points)
        return shares if sum(share is not None for share in shares) > 1 else ()


@dataclass(frozen=True, slots=True)
class Board:
    """All that a filter leaves, theme by theme."""

    cards: tuple[Card, ...]
    children: int
    #: Children by control: not_assigned, nothing_to_add, unreadable, about_this_form.
    controls: Mapping[str, int]
    #: Answers that no codebook was held against yet.
    pending: int = 0
    #: Children by kind of alert: rare, and never to be lost in a count.
    serious: Mapping[str, int] = field(default_factory=dict)

    @property
    def top_share(self) -> int:
        """The highest share of any trend, so that all of them stand on one scale."""
        return max((share or 0 for card in self.cards for share in card.trend), default=0)


def cards(
    themes: Iterable[Theme],
    tallies: Iterable[Tally],
    spoke: Iterable[Spoke],
    months: Mapping[date, int],
    unsure: Mapping[str, int] | None = None,
) -> tuple[Card, ...]:
    """A card for every theme, those of which most children spoke in their own words first.

    `months` are the children who answered at all; `unsure` those who may have spoken of a theme.
    """
    by_theme: dict[str, list[Tally]] = defaultdict(list)
    for tally in tallies:
        by_theme[tally.theme].append(tally)
    by_quarter: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for each in spoke:
        by_quarter[each.theme][quarters.of(each.month).since] += each.children
    maybe = unsure or {}
    made = [
        _card(theme, by_theme[theme.key], _points(by_quarter[theme.key], months), maybe)
        for theme in themes
    ]
    return tuple(sorted(made, key=lambda card: (-card.own.total, -card.rated.total)))


def controls(tallies: Iterable[Tally]) -> dict[str, int]:
    """Children by control."""
    counts = dict.fromkeys(CONTROLS, 0)
    for tally in tallies:
        if tally.theme in counts:
            counts[tally.theme] += tally.children
    return counts


def _card(
    theme: Theme, tallies: list[Tally], points: tuple[Point, ...], unsure: Mapping[str, int]
) -> Card:
    split = by_way(tallies)
    return Card(theme, split["own"], split["rated"], points, unsure.get(theme.key, 0))


def _points(spoke: Mapping[date, int], months: Mapping[date, int]) -> tuple[Point, ...]:
    """The last quarters in which anybody answered, those without answers between them included."""
    asked: dict[date, int] = defaultdict(int)
    for month, children in months.items():
        asked[quarters.of(month).since] += children
    if not asked:
        return ()
    shown = [day for day in _last_quarters(max(asked)) if day >= min(asked)]
    return tuple(Point(each, spoke.get(each, 0), asked.get(each, 0)) for each in shown)


def _last_quarters(day: date) -> list[date]:
    """The first days of the last quarters up to the one of this day, the earliest first."""
    return [each.since for each in quarters.back_from(quarters.of(day), QUARTERS)][::-1]
