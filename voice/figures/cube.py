"""A quarter's figures as they were released: what every reader reads, and all that they may.

Pure. It holds no count that may not be shown, so whoever has all of it has nothing more than the
page shows. Written down in one way only, so that a fingerprint of it means something.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from voice.figures.cells import CHILDREN, WHOLE, Cell, Shape
from voice.figures.hiding import ROLLED, Protected, Rules

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Cube:
    """One quarter's figures; a count that is not there is not shown."""

    rules: Rules
    shape: Shape
    counts: Mapping[Cell, int]

    def children(self, group: str = WHOLE) -> int | None:
        """How many children of a group answered."""
        return self.counts.get((CHILDREN, group, WHOLE))

    def of(self, theme: str, group: str = WHOLE, measure: str = WHOLE) -> int | None:
        """How many children of a group spoke of a theme, or felt so about it."""
        return self.counts.get((theme, group, measure))

    def groups(self, kind: str) -> tuple[str, ...]:
        """The groups of one kind: "team", "tier", "set" or "service"."""
        return tuple(each for each in self.shape.groups if each.startswith(f"{kind}:"))


def cube_of(made: Protected) -> Cube:
    """What a protected quarter shows."""
    return Cube(made.rules, made.shape, dict(made.shown))


def written(cube: Cube) -> dict[str, Any]:
    """The cube as JSON."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for (theme, group, measure), count in sorted(cube.counts.items()):
        counts.setdefault(theme, {}).setdefault(group, {})[measure] = count
    return {
        "version": _VERSION,
        "threshold": cube.rules.threshold,
        "step": cube.rules.step,
        "partings": [list(each) for each in cube.shape.partings],
        "unions": {name: list(parts) for name, parts in sorted(cube.shape.unions.items())},
        "children": {group: mine[WHOLE] for group, mine in counts.pop(CHILDREN, {}).items()},
        "themes": counts,
    }


def read(told: Mapping[str, Any]) -> Cube:
    """The cube of such JSON."""
    shape = Shape(
        tuple(tuple(each) for each in told["partings"]),
        {name: tuple(parts) for name, parts in told["unions"].items()},
    )
    return Cube(Rules(told["threshold"], told["step"]), shape, dict(_counts(told)))


def _counts(told: Mapping[str, Any]) -> Iterator[tuple[Cell, int]]:
    for group, count in told["children"].items():
        yield (CHILDREN, group, WHOLE), count
    for theme, groups in told["themes"].items():
        for group, measures in groups.items():
            for measure, count in measures.items():
                yield (theme, group, measure), count


def fingerprint(told: Mapping[str, Any]) -> str:
    """SHA-256 of anything written as JSON, whatever the order of its keys."""
    line = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(line.encode()).hexdigest()


def preview(made: Protected) -> dict[str, Any]:
    """For the officer alone: how much is hidden, where, and why."""
    hidden = {cell: why for cell, why in made.hidden.items() if why != ROLLED}
    return {
        "shown": len(made.shown),
        "hidden": [[*cell, why] for cell, why in sorted(hidden.items())],
        "rolled_up": sum(why == ROLLED for why in made.hidden.values()),
        "why": dict(Counter(made.hidden.values())),
        "attacked": made.attacked,
    }
