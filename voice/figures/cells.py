"""The cells of a quarter's figures: which groups there are, and how their counts hang together.

Pure. A cell is a theme, a group of children and a measure: ("listened", "team:3", "happy"). The
theme "" stands for the children themselves. Every child is in exactly one group of each way of
parting (team, age, form); a child may speak of many themes, and has one feeling about each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from voice.figures.shown import FEELINGS

Cell = tuple[str, str, str]

#: All children; and, as a measure, everybody who spoke of the theme.
WHOLE: Final = "all"
#: Said in their own words; chosen when asked. Some did both.
OWN: Final = "own"
RATED: Final = "rated"
#: The theme of the cells that count children themselves.
CHILDREN: Final = ""
#: Children in care and those leaving it, for whom their own council speaks.
IN_CARE: Final = ("looked_after", "leaving_care")
CARE: Final = "service:care"
#: Children of a group who did not speak of the theme: never shown, and never to be worked out.
SILENT: Final = "silent"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many children of one team, age and form felt one way about a theme."""

    theme: str
    team: int | None
    tier: str
    set_key: str
    #: One of FEELINGS; "" in rows that count children themselves.
    feeling: str
    own: bool
    rated: bool
    children: int

    def groups(self) -> tuple[str, str, str]:
        """The group of each way of parting."""
        return f"team:{self.team or 0}", f"tier:{self.tier}", f"set:{self.set_key}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The groups of a quarter."""

    #: Ways to part all children: each child is in exactly one group of each.
    partings: tuple[tuple[str, ...], ...]
    #: Groups made of others: what a service's teams are.
    unions: Mapping[str, tuple[str, ...]]

    @property
    def leaves(self) -> tuple[str, ...]:
        """Every group that is made of no other."""
        return tuple(group for parting in self.partings for group in parting)

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group, the whole first."""
        return (WHOLE, *self.unions, *self.leaves)

    def parts(self, group: str) -> tuple[str, ...]:
        """The leaves that make up a group."""
        return self.partings[0] if group == WHOLE else self.unions.get(group, (group,))


@dataclass(frozen=True, slots=True)
class Truth:
    """The true counts of one quarter; never to leave this room."""

    shape: Shape
    counts: Mapping[Cell, int]
    #: In the order of the codebook.
    themes: tuple[str, ...]

    def of(self, cell: Cell) -> int:
        """The true count of a cell."""
        theme, group, measure = cell
        if measure == SILENT:
            return self.counts.get((CHILDREN, group, WHOLE), 0) - self.of((theme, group, WHOLE))
        return self.counts.get(cell, 0)

    def cells(self, theme: str) -> Iterator[Cell]:
        """Every cell of a theme, from the whole to the smallest group."""
        for group in self.shape.groups:
            yield theme, group, WHOLE
            if theme == CHILDREN:
                continue
            for feeling in FEELINGS:
                yield theme, group, feeling
            yield theme, group, SILENT
        if theme != CHILDREN:
            yield theme, WHOLE, OWN
            yield theme, WHOLE, RATED


def truth(
    rows: Iterable[Counted],
    themes: Iterable[str],
    services: Mapping[int, str],
    known: Iterable[str] = (),
) -> Truth:
    """The true counts; `services` says which team does what, `known` names groups there are."""
    counts: Counter[Cell] = Counter()
    leaves: dict[str, set[str]] = {"team": set(), "tier": set(), "set": set()}
    for group in known:
        leaves[group.partition(":")[0]].add(group)
    for row in rows:
        groups = row.groups()
        for group in groups:
            leaves[group.partition(":")[0]].add(group)
        for group in (WHOLE, *groups, *_services_of(row.team, services)):
            _count(counts, row, group)
    partings = tuple(tuple(sorted(leaves[kind])) for kind in ("team", "tier", "set"))
    return Truth(Shape(partings, _unions(leaves["team"], services)), dict(counts), tuple(themes))


def _count(counts: Counter[Cell], row: Counted, group: str) -> None:
    counts[row.theme, group, WHOLE] += row.children
    if row.feeling:
        counts[row.theme, group, row.feeling] += row.children
    if group == WHOLE and row.theme != CHILDREN:
        counts[row.theme, group, OWN] += row.children * row.own
        counts[row.theme, group, RATED] += row.children * row.rated


def _services_of(team: int | None, services: Mapping[int, str]) -> tuple[str, ...]:
    """The larger groups to which a team's children belong."""
    mine = services.get(team) if team else None
    if mine is None:
        return ()
    return (f"service:{mine}", CARE) if mine in IN_CARE else (f"service:{mine}",)


def _unions(teams: Iterable[str], services: Mapping[int, str]) -> dict[str, tuple[str, ...]]:
    """Groups of more than one team; where there is one only, the team's figures are enough."""
    found: dict[str, list[str]] = {}
    for team in sorted(teams):
        for group in _services_of(int(team.partition(":")[2]), services):
            found.setdefault(group, []).append(team)
    return {group: tuple(mine) for group, mine in found.items() if len(mine) > 1}
