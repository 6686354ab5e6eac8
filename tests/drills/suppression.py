"""Attack released figures of made-up councils, and figures that only hide what is under five.

`python -m tests.drills.suppression [COUNCILS]` prints cells, recovered, given away and shown; the
control, attacked in the same way, must be broken, or the attack is no attack.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

from tests.drills.councils import council
from voice.figures.attack import Attack, Known
from voice.figures.cells import CHILDREN, SILENT, Cell, Truth
from voice.figures.hiding import Rules, protect, share_shown

_TRIES = 3


@dataclass(slots=True)
class Found:
    """What the attack found."""

    councils: int = 0
    #: True counts from one to four.
    small: int = 0
    #: Of those, known to the child.
    recovered: int = 0
    #: Known to lie from one to four, though which is not known.
    given_away: int = 0
    shown: list[float] = field(default_factory=list)

    def line(self, name: str) -> str:
        """As printed."""
        share = 100 * self.recovered / max(1, self.small)
        seen = f", {100 * sum(self.shown) / len(self.shown):.0f}% shown" if self.shown else ""
        least = f" (least {100 * min(self.shown):.0f}%)" if self.shown else ""
        return (
            f"{name}: {self.councils} councils, {self.small} small cells,"
            f" {self.recovered} recovered ({share:.1f}%), {self.given_away} given away{seen}{least}"
        )


def released(seed: int, found: Found, rules: Rules) -> None:
    """Attack one council's release with what its readers know, and with what we told our own."""
    true = council(seed)
    made = protect(true, rules)
    found.councils += 1
    found.shown.append(share_shown(made))
    for theme in (CHILDREN, *true.themes):
        small = _small(true, theme)
        found.small += len(small)
        worst = dict.fromkeys(small, (0, 10**6))
        for known in (made.known(theme), made.told(theme)):
            for cell, (low, high) in _ranges(true, theme, known, small).items():
                if high - low < worst[cell][1] - worst[cell][0]:
                    worst[cell] = low, high
        _count(found, worst, rules.threshold)


def plain(seed: int, found: Found, threshold: int = 5) -> None:
    """Attack the same counts shown as they are, but for those from one to four."""
    true = council(seed)
    found.councils += 1
    cells = [cell for theme in (CHILDREN, *true.themes) for cell in true.cells(theme)]
    shown = [cell for cell in cells if cell[2] != SILENT]
    for theme in (CHILDREN, *true.themes):
        known = {
            cell: (1, threshold - 1) if 0 < (count := true.of(cell)) < threshold else (count, count)
            for cell in shown
            if cell[0] in {theme, CHILDREN}
        }
        small = [cell for cell in _small(true, theme) if cell[2] != SILENT]
        found.small += len(small)
        _count(found, _ranges(true, theme, known, small, told=(1, threshold - 1)), threshold)


def _small(true: Truth, theme: str) -> list[Cell]:
    return [cell for cell in true.cells(theme) if 0 < true.of(cell) < 5]


def _ranges(
    true: Truth,
    theme: str,
    known: Known,
    small: list[Cell],
    told: tuple[int, int] = (0, 0),
) -> dict[Cell, tuple[int, int]]:
    """The least and the most of each cell; cells that vary enough are not looked at closer."""
    attack = Attack(true.shape, theme, known)
    seen: dict[Cell, set[int]] = {cell: set() for cell in small}
    for turn in range(_TRIES):
        for sign in (1.0, -1.0):
            weights = {cell: sign * (1 + i * turn % 3) for i, cell in enumerate(small)}
            table = attack.extreme(weights) if small else None
            for cell in small:
                assert table is not None
                seen[cell].add(attack.value(table, cell))
    for cell, values in seen.items():
        if len(values) < 2 or (min(values) > told[0] and max(values) < 5):
            values.update(attack.range(cell))
    return {cell: (min(values), max(values)) for cell, values in seen.items()}


def _count(found: Found, ranges: dict[Cell, tuple[int, int]], threshold: int) -> None:
    for low, high in ranges.values():
        found.recovered += low == high
        found.given_away += low > 0 and high < threshold


def drill(councils: int) -> tuple[Found, Found, Found]:
    """Releases in steps of five, releases of counts as they are (a tenth as many), the control."""
    five, exact, control = Found(), Found(), Found()
    for seed in range(councils):
        released(seed, five, Rules())
        if seed % 10 == 0:
            released(seed, exact, Rules(step=1))
            plain(seed, control)
    return five, exact, control


if __name__ == "__main__":
    began = time.perf_counter()
    rounded, exact_, control_ = drill(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
    print(rounded.line("released, steps of 5"))
    print(exact_.line("released, as they are"))
    print(control_.line("control, under 5 hidden"))
    print(f"{time.perf_counter() - began:.0f} s")
