"""Which stretches of a child's words are left out, and what stands there instead.

Pure. A redaction is always the original with marks: nobody writes words into a child's mouth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

#: What stands in place of something, at most, with its brackets.
LONGEST = 60


class BadMarks(ValueError):
    """These marks do not fit the text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch to leave out, of what kind it is, and what stands there instead."""

    start: int
    end: int
    kind: str
    instead: str


def joined(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks in order; those that touch the same letters become one with the first of them."""
    out: list[Mark] = []
    for each in sorted(marks, key=lambda one: (one.start, -one.end)):
        if not out or each.start >= out[-1].end:
            out.append(each)
        elif each.end > out[-1].end:
            out[-1] = replace(out[-1], end=each.end)
    return tuple(out)


def applied(text: str, marks: Iterable[Mark]) -> str:
    """The text with every marked stretch replaced; BadMarks where one lies outside of it."""
    out, last = "", 0
    for each in joined(marks):
        if not 0 <= each.start < each.end <= len(text) or len(each.instead) > LONGEST:
            raise BadMarks(f"{each.start}-{each.end} of {len(text)}")
        out += text[last : each.start] + each.instead
        last = each.end
    return out + text[last:]


def written(marks: Iterable[Mark]) -> list[list[object]]:
    """The marks as plain lists, for keeping."""
    return [[each.start, each.end, each.kind, each.instead] for each in joined(marks)]


def both_written(text: Iterable[Mark], translation: Iterable[Mark]) -> str:
    """The marks of the words and of their translation, as one text."""
    return json.dumps([written(text), written(translation)], ensure_ascii=False)


def both_parsed(kept: str) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    """What `both_written` wrote."""
    text, translation = json.loads(kept)
    return tuple(Mark(*each) for each in text), tuple(Mark(*each) for each in translation)
