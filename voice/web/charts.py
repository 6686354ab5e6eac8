"""The geometry of our charts: numbers in, shapes out, which the Jinja macros draw as SVG.

Pure. Nothing here knows a colour or a word. Every shape reads without colour, every chart has room
for small numbers that are not shown (None), and whole percentages always add up to 100.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: In the order in which a bar is read: from the good end to what we could not tell.
FEELINGS: Final = ("pos", "mixed", "neutral", "neg", "unclear")
WIDE: Final = 600.0
TALL: Final = 28.0
#: Dots are drawn on a grid; a row holds as many as a phone can show.
DOTS_IN_A_ROW: Final = 24
DOT_STEP: Final = 20.0
MOST_DOTS: Final = 48
_UNITS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_HATCH: Final = 9.0
#: A first and a last value closer than this share of the highest count as "about the same".
_LEVEL: Final = 0.1


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a stacked bar; `count` is None where it is too small to be shown.

    `percent` is None, and nothing is drawn, as soon as one part of the whole is not known.
    """

    key: str
    count: int | None
    percent: int | None
    x: float
    width: float
    #: SVG path of the texture that tells this part from its neighbours without colour.
    texture: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot and its place; `fill` is full, half or empty."""

    fill: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Dots:
    """A field of dots, its size, and how many children one dot stands for."""

    unit: int
    wide: float
    tall: float
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A small line over time; gaps stay gaps. `course` is up, down, level or unknown."""

    path: str
    marks: tuple[tuple[float, float], ...]
    course: str
    first: int | None
    last: int | None


def shares(counts: Sequence[int]) -> tuple[int, ...]:
    """Whole percentages that add up to 100 (largest remainders); all 0 when nothing was counted."""
    total = sum(counts)
    if total == 0:
        return tuple(0 for _ in counts)
    whole = [count * 100 // total for count in counts]
    neediest = sorted(range(len(counts)), key=lambda i: (-(counts[i] * 100 % total), i))
    for i in neediest[: 100 - sum(whole)]:
        whole[i] += 1
    return tuple(whole)


def stacked(
    counts: Mapping[str, int | None],
    order: Sequence[str] = FEELINGS,
    wide: float = WIDE,
    tall: float = TALL,
) -> tuple[Segment, ...]:
    """Every part of `order` that `counts` names, laid side by side over `wide`."""
    keys = [key for key in order if key in counts]
    known = [count for key in keys if (count := counts[key]) is not None]
    if len(known) < len(keys):
        return tuple(Segment(key, counts[key], None, 0.0, 0.0, "") for key in keys)
    total = sum(known)
    segments, x = [], 0.0
    for key, count, percent in zip(keys, known, shares(known), strict=True):
        width = wide * count / total if total else 0.0
        drawn = texture(key, x, width, tall)
        segments.append(Segment(key, count, percent, round(x, 1), round(width, 1), drawn))
        x += width
    return tuple(segments)


def texture(key: str, x: float, width: float, tall: float) -> str:
    """The path that marks a part: half filled, dotted, hatched, or nothing for a plain part."""
    if width < 1:
        return ""
    if key == "mixed":
        return f"M{x:.1f} {tall / 2:.1f}h{width:.1f}v{tall / 2:.1f}h{-width:.1f}z"
    if key == "neutral":
        return _points(x, width, tall)
    return _hatch(x, width, tall) if key == "neg" else ""


def _points(x: float, width: float, tall: float) -> str:
    count = int(width // _HATCH)
    places = (x + width / 2 + (i - (count - 1) / 2) * _HATCH for i in range(count))
    return "".join(f"M{place:.1f} {tall / 2:.1f}h0" for place in places)


def _hatch(x: float, width: float, tall: float) -> str:
    """Rising lines at 45 degrees, cut at the edges of the part."""
    lines, foot = [], x - tall + _HATCH / 2
    while foot < x + width:
        left, right = max(foot, x), min(foot + tall, x + width)
        if right - left > 1:
            low, high = tall - (left - foot), tall - (right - foot)
            lines.append(f"M{left:.1f} {low:.1f}L{right:.1f} {high:.1f}")
        foot += _HATCH
    return "".join(lines)


def unit_for(largest: int, most: int = MOST_DOTS) -> int:
    """How many children one dot stands for, so that the largest group needs at most `most` dots."""
    return next((unit for unit in _UNITS if largest <= unit * most), _UNITS[-1])


def dots(
    full: int, half: int = 0, empty: int = 0, *, unit: int = 0, columns: int = DOTS_IN_A_ROW
) -> Dots:
    """A dot for every `unit` children, rounded; a group that is there has at least one dot."""
    each = unit or unit_for(full + half + empty)
    fills = [
        fill
        for fill, count in (("full", full), ("half", half), ("empty", empty))
        for _ in range(_rounded(count, each))
    ]
    middle = DOT_STEP / 2
    placed = tuple(
        Dot(fill, i % columns * DOT_STEP + middle, i // columns * DOT_STEP + middle)
        for i, fill in enumerate(fills)
    )
    rows = max(1, -(-len(fills) // columns))
    return Dots(each, columns * DOT_STEP, rows * DOT_STEP, placed)


def _rounded(count: int, unit: int) -> int:
    return max(1, (2 * count + unit) // (2 * unit)) if count > 0 else 0


def trend(
    values: Sequence[int | None], *, top: int = 0, wide: float = 160.0, tall: float = 40.0
) -> Trend:
    """A line through `values`, oldest first; give `top` so that several share one scale."""
    known = [value for value in values if value is not None]
    highest = max(top, 1, *known) if known else 1
    pad = 5.0
    step = (wide - 2 * pad) / max(1, len(values) - 1)
    places = [
        None
        if value is None
        else (round(pad + i * step, 1), round(tall - pad - value / highest * (tall - 2 * pad), 1))
        for i, value in enumerate(values)
    ]
    marks = tuple(place for place in places if place is not None)
    first, last = (known[0], known[-1]) if known else (None, None)
    return Trend(_line(places), marks, _course(known), first, last)


def _line(places: Sequence[tuple[float, float] | None]) -> str:
    path, drawing = "", False
    for place in places:
        if place is not None:
            path += f"{'L' if drawing else 'M'}{place[0]:.1f} {place[1]:.1f}"
        drawing = place is not None
    return path


def _course(known: Sequence[int]) -> str:
    if len(known) < 2:
        return "unknown"
    change = known[-1] - known[0]
    if abs(change) <= _LEVEL * max(known):
        return "level"
    return "up" if change > 0 else "down"
