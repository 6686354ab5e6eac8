"""Make what is read from counts that may be shown: parts in ten, dots, order, how sure we are.

Pure. Everything here is made from shown counts alone, so it tells nothing more than they do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Feelings a child can have about a theme, in the order in which they are shown.
FEELINGS: Final = ("happy", "mixed", "unhappy", "unclear")
#: Parts in ten and quotes need ten children; a count shown as this stands for more than ten.
ENOUGH: Final = 20
#: From here on we are "quite sure".
MANY: Final = 40
#: A row of dots is no longer than this.
LONGEST_ROW: Final = 36
#: Shares closer than this are called the same.
_APART: Final = 0.1
_DOTS: Final = (5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One theme as it may be read: the FEELINGS about it, None for one that is not shown."""

    key: str
    cells: tuple[int | None, ...]
    total: int


def rounded(count: int, step: int) -> int:
    """The nearest multiple of `step`; halves go up."""
    return (2 * count + step) // (2 * step) * step


def biggest(rows: Sequence[ShownRow], most: int = 5) -> tuple[ShownRow, ...]:
    """The rows with the most children; equals stay in the order given."""
    return tuple(sorted(rows, key=lambda row: -row.total)[:most])


def in_ten(shown: int | None, total: int) -> int | None:
    """How many in ten; None for a group that is too small, or a count that is not shown."""
    if shown is None or total < ENOUGH:
        return None
    return min(10, rounded(10 * shown, total) // total)


def ends(rows: Sequence[ShownRow], column: int) -> tuple[str, str] | None:
    """The rows with the largest and the smallest share in this column.

    None unless they lie at least one in ten apart. A count that is not shown is taken as none.
    """
    shares = {row.key: (row.cells[column] or 0) / row.total for row in rows if row.total >= ENOUGH}
    if not shares or max(shares.values()) - min(shares.values()) < _APART:
        return None
    return max(shares, key=lambda key: shares[key]), min(shares, key=lambda key: shares[key])


def sureness(total: int) -> str:
    """How sure a shown total makes us: "quite", "fairly" or "not"."""
    if total >= MANY:
        return "quite"
    return "fairly" if total >= ENOUGH else "not"


def per_dot(totals: Sequence[int]) -> int:
    """How many children one dot stands for, so that the longest row still fits."""
    most = max(totals, default=0)
    return next((each for each in _DOTS if most <= each * LONGEST_ROW), _DOTS[-1])


def dots(shown: int | None, each: int) -> int:
    """How many dots a count gets: at least one where it is shown."""
    return max(1, rounded(shown, each) // each) if shown else 0


def few(counts: Mapping[str, int], at_least: int = 10) -> tuple[str, ...]:
    """Groups we heard little from: under `at_least` children, or under half of an even share."""
    share = sum(counts.values()) / (2 * len(counts)) if counts else 0
    return tuple(key for key, count in counts.items() if count < max(at_least, share))
