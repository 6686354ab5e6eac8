"""The sources that the board can lay beside one another: each is a column once it has data.

Children by occasion and by the way their answer came; and the gap between those who answered alone
and those who did not, in what they speak of and in how they feel. All are read from the kept
counts, for the whole board only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Integer, func, select
from sqlalchemy.orm import Session

from voice.answers.wanted import Wanted
from voice.themes import counted
from voice.themes.cards import ENOUGH
from voice.themes.codebook import codebook
from voice.themes.gap import Felt, FeltGap, Gap, Side, felt_gaps, gaps
from voice.themes.models import ThemeCount
from voice.themes.splits import Tally, by_way


@dataclass(frozen=True, slots=True)
class Column:
    """One source, named by its code, and the share of its children who wrote of each theme."""

    code: str
    side: Side

    def percent(self, theme: str) -> int | None:
        """Percent, or None where too few answered for a share."""
        if self.side.children < ENOUGH:
            return None
        return round(100 * self.side.spoke.get(theme, 0) / self.side.children)


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands beside one another on the whole board."""

    #: Occasions as forms name them ("CP" for "CP-Y" and "CP-P"), those with answers.
    occasions: tuple[Column, ...]
    #: Ways in, where there is more than one.
    channels: tuple[Column, ...]
    gap: tuple[Gap, ...]
    felt: tuple[FeltGap, ...]
    #: Children on each side of the gap.
    alone: int
    assisted: int


def of_filter(session: Session, wanted: Wanted) -> Sources | None:
    """All of them where the filter leaves nobody out; None where it does."""
    line = counted.line_of(wanted)
    return sources(session) if line is not None and line.dimension == "all" else None


def sources(session: Session) -> Sources:
    """All of them, in a few quick queries."""
    by_set: dict[str, list[Side]] = defaultdict(list)
    for set_key, side in _sides(session, "set_key").items():
        by_set[set_key.rsplit("-", 1)[0]].append(side)
    occasions = tuple(Column(code, _together(by_set[code])) for code in sorted(by_set))
    channels = tuple(Column(code, side) for code, side in _sides(session, "channel").items())
    alone, felt_alone = _helped(session, "alone")
    assisted, felt_assisted = _helped(session, "assisted")
    themes = [each.key for each in codebook().themes]
    return Sources(
        occasions=occasions if len(occasions) > 1 else (),
        channels=channels if len(channels) > 1 else (),
        gap=gaps(themes, alone, assisted),
        felt=felt_gaps(themes, felt_alone, felt_assisted),
        alone=alone.children,
        assisted=assisted.children,
    )


def _sides(session: Session, dimension: str) -> dict[str, Side]:
    kept, total = ThemeCount, func.sum(ThemeCount.children)
    rows = session.execute(
        select(kept.value, kept.theme, total)
        .where(kept.dimension == dimension, (kept.own > 0) | (kept.theme == ""))
        .group_by(kept.value, kept.theme)
        .order_by(kept.value, kept.theme)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for value, theme, children in rows:
        found[value][theme] = int(children)
    return {value: Side(spoke.pop("", 0), spoke) for value, spoke in found.items()}


def _helped(session: Session, helped: str) -> tuple[Side, Felt]:
    """Those who answered so, and how they feel, as the board counts them for this choice."""
    kept, total = ThemeCount, func.sum(ThemeCount.children, type_=Integer)
    keys = (kept.theme, kept.own, kept.rated)
    here = (kept.dimension == "helped", kept.value == helped)
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for row in session.execute(select(*keys, total).where(*here).group_by(*keys)):
        tallies[row.theme].append(Tally(*row))
    children = sum(each.children for each in tallies.pop("", ()))
    felt = {theme: by_way(mine) for theme, mine in tallies.items()}
    return Side(children, {theme: ways["own"].total for theme, ways in felt.items()}), felt


def _together(sides: list[Side]) -> Side:
    spoke: dict[str, int] = defaultdict(int)
    for side in sides:
        for theme, children in side.spoke.items():
            spoke[theme] += children
    return Side(sum(side.children for side in sides), spoke)
