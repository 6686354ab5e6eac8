"""Decide which counts of children may be shown, so that no child can be worked out from them.

Pure. Three rules, together:
1. A count under the threshold is never shown: "fewer than 5, or none".
2. In every total such a count is taken as the middle of what it may be (2), whatever it is. So no
   total depends on it, and no sum or difference of shown numbers can bring it back.
3. What is shown is rounded to the nearest 5, so that one more answer seldom shows.
Parts in ten, dots, order and sureness are made from the shown counts alone: they tell nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Feelings a child can have about a theme, in the order in which they are shown.
FEELINGS: Final = ("happy", "mixed", "unhappy", "unclear")
#: Shown counts are multiples of this.
STEP: Final = 5
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
class Counts:
    """Counts of children as they are: by row, a number for each column."""

    rows: Mapping[str, tuple[int, ...]]
    #: Whether every child is in one row only, so that a column has a total.
    apart: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as it may be read; None is "fewer than the threshold, or none"."""

    key: str
    cells: tuple[int | None, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The table as it may be read."""

    rows: tuple[ShownRow, ...]
    #: Rows with nothing that can be shown, not even a total.
    left_out: tuple[str, ...]
    #: Empty where a child may be in several rows; None where a column has nothing to show.
    column_totals: tuple[int | None, ...] = ()


def rounded(count: int, step: int = STEP) -> int:
    """The nearest multiple of `step`; halves go up."""
    return (2 * count + step) // (2 * step) * step


def protect(counts: Counts, threshold: int) -> Shown:
    """The table by the three rules of this file; rows in the order given."""
    safe = {key: _without_small(row, threshold) for key, row in counts.rows.items()}
    shown = tuple(_row(key, row, threshold) for key, row in safe.items() if _any(row, threshold))
    left_out = tuple(key for key, row in safe.items() if not _any(row, threshold))
    columns = zip(*safe.values(), strict=True) if counts.apart else ()
    totals = tuple(rounded(sum(each)) if _any(each, threshold) else None for each in columns)
    return Shown(shown, left_out, totals)


def _without_small(row: Sequence[int], threshold: int) -> tuple[int, ...]:
    """The row with the same number for every small count: all that follows sees only this."""
    return tuple(count if count >= threshold else (threshold - 1) // 2 for count in row)


def _any(safe: Sequence[int], threshold: int) -> bool:
    return any(count >= threshold for count in safe)


def _row(key: str, safe: tuple[int, ...], threshold: int) -> ShownRow:
    cells = tuple(rounded(count) if count >= threshold else None for count in safe)
    return ShownRow(key, cells, rounded(sum(safe)))


def shown_count(count: int, threshold: int) -> int | None:
    """One count by itself."""
    return rounded(count) if count >= threshold else None


def blend(bands: Collection[str]) -> str:
    """One child's feeling about a theme, from the feelings of all that child's answers about it."""
    good, bad = "pos" in bands, "neg" in bands
    if "mixed" in bands or (good and bad):
        return "mixed"
    if good or bad:
        return "happy" if good else "unhappy"
    return "unclear"


def tally(feelings: Collection[str]) -> tuple[int, ...]:
    """How many children have each of the FEELINGS."""
    return tuple(sum(each == feeling for each in feelings) for feeling in FEELINGS)


def biggest(shown: Shown, most: int = 5) -> tuple[ShownRow, ...]:
    """The rows with the most children; equals stay in the order given."""
    return tuple(sorted(shown.rows, key=lambda row: -row.total)[:most])


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
