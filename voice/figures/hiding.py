"""Decide what of a quarter's figures may be shown, so that no child can be worked out from them.

Pure. Four rules, together:
1. A count under the threshold is not shown; where a group is small for a theme, only larger groups
   have figures for it (they are rolled up).
2. What is shown is rounded to a step, so that one more answer seldom shows.
3. Our own attack is told more than any reader: which counts are under the threshold. If it still
   tells how many children a small cell holds, or only that it holds some, another count is hidden
   beside it, and the attack begins anew.
4. Parts in ten, dots, order and sureness are made from shown counts alone: they tell nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from voice.figures.cells import CHILDREN, OWN, RATED, SILENT, WHOLE, Cell, Shape, Truth
from voice.figures.shown import ENOUGH, FEELINGS, rounded

if TYPE_CHECKING:
    import numpy as np

    from voice.figures.attack import Attack

#: Why a count is not shown.
SMALL: Final = "small"
BESIDE: Final = "beside"
ROLLED: Final = "rolled up"
#: How often the attack tries many cells at once before it takes them one by one.
_SWEEPS: Final = 3

#: More children than any council has.
_NO_LIMIT: Final = 10**6

#: For each small cell, counts it had in tables that fit all that is known.
Seen = dict[Cell, set[int]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of a release."""

    threshold: int = 5
    #: 1 shows counts as they are.
    step: int = 5

    def shown(self, count: int) -> int:
        """A count as it is shown."""
        return max(self.step, rounded(count, self.step))

    def between(self, shown: int) -> tuple[int, int]:
        """What a count may be that is shown so."""
        low, high = shown - self.step // 2, shown + (self.step - 1) // 2
        return max(self.threshold, low), high


@dataclass(slots=True)
class Protected:
    """What is shown of a quarter, and what is not, and why."""

    shape: Shape
    rules: Rules
    shown: dict[Cell, int] = field(default_factory=dict)
    hidden: dict[Cell, str] = field(default_factory=dict)
    #: Small cells that the attack was tried on.
    attacked: int = 0

    def known(self, theme: str) -> dict[Cell, tuple[int, int]]:
        """What a reader knows of a theme, and of how many children there are."""
        told = {
            cell: self.rules.between(count)
            for cell, count in self.shown.items()
            if cell[0] in {theme, CHILDREN}
        }
        return told | _at_least(self.shown, self.rules)

    def told(self, theme: str) -> dict[Cell, tuple[int, int]]:
        """What our own attack is told: also which counts are small."""
        low = {
            cell: (0, self.rules.threshold - 1)
            for cell, why in self.hidden.items()
            if why == SMALL and cell[0] in {theme, CHILDREN}
        }
        return self.known(theme) | low


def _at_least(shown: Mapping[Cell, int], rules: Rules) -> dict[Cell, tuple[int, int]]:
    """A group has at least as many children as spoke of any theme in it."""
    least: dict[Cell, int] = {}
    for (_theme, group, measure), count in shown.items():
        if measure == WHOLE:
            cell = (CHILDREN, group, WHOLE)
            least[cell] = max(least.get(cell, 0), rules.between(count)[0])
    return {cell: (low, _at_most(cell, shown, rules)) for cell, low in least.items()}


def _at_most(cell: Cell, shown: Mapping[Cell, int], rules: Rules) -> int:
    return rules.between(shown[cell])[1] if cell in shown else _NO_LIMIT


def protect(true: Truth, rules: Rules) -> Protected:
    """The figures as they may be shown."""
    made = Protected(true.shape, rules)
    for theme in (CHILDREN, *true.themes):
        _first(made, true, theme)
    if true.of((CHILDREN, WHOLE, WHOLE)) == 0:
        return made  # of nobody there is nothing to find out
    for theme in (CHILDREN, *true.themes):
        _defend(made, true, theme)
    return made


def _first(made: Protected, true: Truth, theme: str) -> None:
    """Show what is large enough by itself."""
    for cell in true.cells(theme):
        if cell[2] == SILENT or cell[1] == "team:0":
            continue
        count = true.of(cell)
        if not _has_room(made, cell):
            made.hidden[cell] = ROLLED
        elif count < made.rules.threshold:
            made.hidden[cell] = SMALL
        elif _gives_away(made, true, cell):
            made.hidden[cell] = BESIDE
        else:
            made.shown[cell] = made.rules.shown(count)


def _has_room(made: Protected, cell: Cell) -> bool:
    """Whether a count of this kind is shown at all, judged by shown numbers alone.

    By how many children a group would have for this theme if every group were like the whole: so
    that a count is there or not there tells nothing about it.
    """
    theme, group, measure = cell
    if theme == CHILDREN or cell == (theme, WHOLE, WHOLE):
        return True
    spoke = made.shown.get((theme, WHOLE, WHOLE), 0)
    if group == WHOLE:
        return spoke >= ENOUGH
    mine, everybody = (made.shown.get((CHILDREN, each, WHOLE), 0) for each in (group, WHOLE))
    room = made.rules.threshold * (1 if measure == WHOLE else len(FEELINGS))
    return spoke * mine >= room * max(1, everybody)


def _gives_away(made: Protected, true: Truth, cell: Cell) -> bool:
    """Shown as it is, a count next to its total would count the few others."""
    theme, group, measure = cell
    if made.rules.step > 1 or theme == CHILDREN or measure != WHOLE:
        return False
    return 0 < true.of((theme, group, SILENT)) < made.rules.threshold


def _defend(made: Protected, true: Truth, theme: str) -> None:
    """Attack one theme, and hide counts beside the small ones until nothing gives way."""
    small = [cell for cell in true.cells(theme) if true.of(cell) < made.rules.threshold]
    made.attacked += len(small)
    # A table that fits what is known still fits when less is known: what was seen once stays seen.
    seen: Seen = {cell: {true.of(cell)} for cell in small}
    for weak in unsafe(_attack(made, theme), seen, made.rules):
        while not _is_kept(made, weak, seen):
            _hide_one(made, weak)


def _attack(made: Protected, theme: str) -> Attack:
    """The attack on one theme; the solver is loaded only where figures are released."""
    from voice.figures.attack import Attack

    return Attack(made.shape, theme, made.told(theme))


def unsafe(attack: Attack, seen: Seen, rules: Rules) -> list[Cell]:
    """The cells whose count, or whose being there at all, can be told.

    Most are cleared many at a time, by tables that fit what is known and differ in these cells.
    """
    for sweep in range(_SWEEPS):
        for sign in (1.0, -1.0):
            left = [cell for cell, values in seen.items() if not _safe(values, rules)]
            if left:
                weights = {cell: sign * (1 + i * sweep % 3) for i, cell in enumerate(left)}
                _look(attack.extreme(weights), attack, seen)
    for cell, values in seen.items():
        if not _safe(values, rules):
            values.update(attack.range(cell))
    return [cell for cell, values in seen.items() if not _safe(values, rules)]


def _is_kept(made: Protected, weak: Cell, seen: Seen) -> bool:
    """Whether a cell is safe by now; what was found of it stays found."""
    if not _safe(seen[weak], made.rules):
        seen[weak].update(_attack(made, weak[0]).range(weak))
    return _safe(seen[weak], made.rules)


def _look(table: np.ndarray[Any, Any], attack: Attack, seen: Seen) -> None:
    for cell, values in seen.items():
        values.add(attack.value(table, cell))


def _safe(values: set[int], rules: Rules) -> bool:
    return len(values) > 1 and (min(values) == 0 or max(values) >= rules.threshold)


def _hide_one(made: Protected, weak: Cell) -> None:
    """Hide the least missed of the counts that hold this cell where it is."""
    holding = _attack(made, weak[0]).binding(weak)
    near = [cell for cell in holding if cell in made.shown] or [
        cell for cell in made.shown if cell[0] in {weak[0], CHILDREN}
    ]
    least = min(near, key=lambda cell: (_rank(made.shape, cell), made.shown[cell], cell))
    del made.shown[least]
    made.hidden[least] = BESIDE


def _rank(shape: Shape, cell: Cell) -> int:
    """How much a count would be missed: the larger the group, the more."""
    theme, group, measure = cell
    level = 2 if group == WHOLE else 1 if group in shape.unions else 0
    return (theme == CHILDREN) * 10 + level * 3 + (measure == WHOLE) + (measure in {OWN, RATED})


def share_shown(made: Protected) -> float:
    """The part of the cells that is shown; those rolled up into larger groups are no cells."""
    starred = sum(why != ROLLED for why in made.hidden.values())
    return len(made.shown) / max(1, len(made.shown) + starred)


__all__ = ["FEELINGS", "Protected", "Rules", "protect", "share_shown", "unsafe"]
