"""Hide part of a drawing before others see it: a name, a face, a house number.

The lines under a box are cut away, not painted over, so that nobody can lift the box. The drawing
itself stays as the child made it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy.orm import Session

from voice.answers import attachments
from voice.answers.attachments import HEIGHT, WIDTH, Drawing, Line, Point, Stroke
from voice.answers.models import Attachment, Response
from voice.answers.sealing import open_text
from voice.answers.versions import Cover
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

#: x, y, width, height on the paper of 1000 by 800.
Box = tuple[int, int, int, int]
MOST = 20
#: Half of the widest line, so that nothing looks out from under a box.
_MARGIN = 20
#: How far apart the points of a line are looked at.
_STEP = 12


class BadBox(ValueError):
    """This box does not lie on the paper."""


def keep(session: Session, place: tuple[str, str], boxes: Sequence[Box], by: int) -> None:
    """Keep the boxes over the drawing at (response id, question); BadBox, LookupError."""
    if session.get(Attachment, (*place, "drawing")) is None:
        raise LookupError(place[1])
    if len(boxes) > MOST or not all(_is_on_paper(each) for each in boxes):
        raise BadBox(f"{len(boxes)} boxes")
    kept = [list(each) for each in boxes]
    session.merge(Cover(response_id=place[0], question=place[1], boxes=kept, by=by, at=now()))
    session.flush()
    subject, told = f"response:{place[0]}", {"question": place[1], "boxes": len(boxes)}
    trail.write(session, f"worker:{by}", "answers.covered", subject, **told)


def boxes_of(session: Session, place: tuple[str, str]) -> tuple[Box, ...]:
    """The boxes over the drawing at (response id, question)."""
    found = session.get(Cover, place)
    return tuple((each[0], each[1], each[2], each[3]) for each in found.boxes) if found else ()


def original(session: Session, keystore: Keystore, place: tuple[str, str]) -> Drawing | None:
    """The drawing as the child made it; None where there is none. The caller has traced it."""
    found = session.get(Attachment, (*place, "drawing"))
    response = session.get(Response, place[0])
    if found is None or response is None:
        return None
    key, column = keystore.find(response.key_id), f"attachments.strokes.{place[1]}"
    return attachments.parse(place[1], open_text(key, response, column, found.strokes))


def for_others(session: Session, keystore: Keystore, place: tuple[str, str]) -> tuple[Line, ...]:
    """The drawing as anybody but its reader sees it: without what lies under the boxes."""
    drawing = original(session, keystore, place)
    return lines_without(drawing, boxes_of(session, place)) if drawing else ()


def lines_without(drawing: Drawing, boxes: Sequence[Box]) -> tuple[Line, ...]:
    """The drawing as others may see it: every stroke ends where a box begins."""
    strokes = (piece for stroke in drawing.strokes for piece in _pieces(stroke, boxes))
    return attachments.lines(replace(drawing, strokes=tuple(strokes)))


def _is_on_paper(box: Box) -> bool:
    x, y, width, height = box
    inside = x >= 0 and y >= 0 and x + width <= WIDTH and y + height <= HEIGHT
    return inside and width > 0 and height > 0


def _pieces(stroke: Stroke, boxes: Sequence[Box]) -> Iterator[Stroke]:
    """What of a stroke is left outside the boxes; one that meets none stays as it was drawn."""
    steps = list(_steps(stroke.points))
    if not any(_under(point, box) for point in steps for box in boxes):
        yield stroke
        return
    run: list[Point] = []
    for point in steps:
        if not any(_under(point, box) for box in boxes):
            run.append(point)
        elif run:
            yield replace(stroke, points=tuple(run))
            run = []
    if run:
        yield replace(stroke, points=tuple(run))


def _steps(points: Sequence[Point]) -> Iterator[Point]:
    """Points along the line as it is drawn, so near to each other that none jumps over a box."""
    here, rest = points[0], points[1:]
    yield here
    for bend, after in pairwise(rest):
        half = round((bend[0] + after[0]) / 2), round((bend[1] + after[1]) / 2)
        yield from _curve(here, bend, half)
        here = half
    yield from _curve(here, here, points[-1])


def _curve(start: Point, bend: Point, end: Point) -> Iterator[Point]:
    """Points along one bend, without its first."""
    corners = pairwise((start, bend, end))
    many = sum(max(abs(u - x), abs(v - y)) for (x, y), (u, v) in corners) // _STEP + 1
    for step in range(1, many + 1):
        t = step / many
        near, middle, far = (1 - t) ** 2, 2 * t * (1 - t), t**2
        across, down = zip(start, bend, end, strict=True)
        yield (
            round(near * across[0] + middle * across[1] + far * across[2]),
            round(near * down[0] + middle * down[1] + far * down[2]),
        )


def _under(point: Point, box: Box) -> bool:
    x, y, width, height = box
    across = x - _MARGIN <= point[0] <= x + width + _MARGIN
    return across and y - _MARGIN <= point[1] <= y + height + _MARGIN
