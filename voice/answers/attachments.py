"""Read a child's drawing as numbers, and draw our own lines from them.

Pure. A drawing arrives as compact JSON of whole numbers and nothing else:
`[1, [pen, thickness, x, y, dx, dy, ...], ...]`, the version first, then a list per stroke. The
paper is 1000 by 800; each point after the first is its distance from the one before. Whatever
does not fit is refused whole. No markup is ever taken: what people look at, we draw.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NoReturn

VERSION: Final = 1
WIDTH: Final = 1000
HEIGHT: Final = 800
#: A field longer than this is no drawing of a child.
LONGEST: Final = 64 * 1024
MOST_STROKES: Final = 2_000
#: The colours of the pens, as the child saw them; the last one rubs out and is the paper's white.
INKS: Final = ("#22304A", "#2C6E86", "#C9694A", "#F5C04A", "#4F7F5B", "#FFFFFF")
RUBBER: Final = len(INKS) - 1
_WIDTHS: Final = (10, 20, 40)

Point = tuple[int, int]


class BadDrawing(ValueError):
    """This is not a drawing of ours."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line, as it was drawn: pen, thickness, and where it went."""

    pen: int
    thickness: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing under one question."""

    question: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One stroke as SVG draws it: a path of numbers, a colour and a width."""

    path: str
    colour: str
    width: int


def parse(question: str, text: str) -> Drawing:
    """The drawing in a field; BadDrawing for anything else, also for a blank one."""
    if len(text) > LONGEST:
        raise BadDrawing("longer than a drawing can be")
    try:
        raw = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as wrong:
        raise BadDrawing("not a drawing") from wrong
    if not isinstance(raw, list) or not raw or not _is(raw[0], VERSION, VERSION):
        raise BadDrawing("not a drawing of this version")
    if len(raw) - 1 > MOST_STROKES:
        raise BadDrawing("more strokes than a drawing can hold")
    strokes = tuple(_stroke(each) for each in raw[1:])
    if all(each.pen == RUBBER for each in strokes):
        raise BadDrawing("a blank sheet")
    return Drawing(question, strokes)


def written(drawing: Drawing) -> str:
    """The drawing as `parse` reads it, in the fewest bytes; equal drawings give equal text."""
    strokes = [[each.pen, each.thickness, *_distances(each.points)] for each in drawing.strokes]
    return json.dumps([VERSION, *strokes], separators=(",", ":"))


def lines(drawing: Drawing) -> tuple[Line, ...]:
    """The drawing as lines for an SVG of 1000 by 800, in the order in which they were drawn."""
    return tuple(
        Line(_path(each.points), INKS[each.pen], _WIDTHS[each.thickness] * _wider(each.pen))
        for each in drawing.strokes
    )


def _refuse(number: str) -> NoReturn:
    raise BadDrawing(f"not a whole number: {number[:20]}")


def _is(value: object, least: int, most: int) -> bool:
    """Whether this is a whole number in the range; true and false are no numbers here."""
    return type(value) is int and least <= value <= most


def _stroke(raw: object) -> Stroke:
    if not isinstance(raw, list) or len(raw) < 4 or len(raw) % 2:
        raise BadDrawing("not a stroke")
    pen, thickness, *places = raw
    if not _is(pen, 0, RUBBER) or not _is(thickness, 0, len(_WIDTHS) - 1):
        raise BadDrawing("no such pen")
    return Stroke(pen, thickness, tuple(_points(places)))


def _points(places: Sequence[object]) -> Iterable[Point]:
    x = y = 0
    for across, down in zip(places[::2], places[1::2], strict=True):
        if type(across) is not int or type(down) is not int:
            raise BadDrawing("not a place")
        x, y = x + across, y + down
        if not (_is(x, 0, WIDTH) and _is(y, 0, HEIGHT)):
            raise BadDrawing("outside the paper")
        yield x, y


def _distances(points: Sequence[Point]) -> Iterable[int]:
    yield from points[0]
    for (x, y), (u, v) in pairwise(points):
        yield from (u - x, v - y)


def _path(points: Sequence[Point]) -> str:
    """A smooth path: curves that bend at the points and meet half-way between them."""
    (x, y), *rest = points
    turns = pairwise(rest)
    bends = "".join(f"Q{u} {v} {(u + p) / 2:g} {(v + q) / 2:g}" for (u, v), (p, q) in turns)
    last = points[-1]
    return f"M{x} {y}{bends}L{last[0]} {last[1]}"


def _wider(pen: int) -> int:
    """The rubber is twice as wide as a pen."""
    return 2 if pen == RUBBER else 1
