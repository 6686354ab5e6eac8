"""Pick quotes that differ: by what they say, by language, by age and by form.

Pure. Maximal marginal relevance: each next one fits its theme and is least like those before it. It
compares vectors where there are any, else the words two quotes share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

#: How much fitting the theme counts against being unlike the others.
_FIT: Final = 0.55
#: How much alike two quotes are for being of the same language, age and form.
_LANGUAGE: Final = 0.2
_TIER: Final = 0.1
_FORM: Final = 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be quoted for a theme."""

    response_id: str
    question: str
    language: str
    tier: str
    form: str
    #: How well it fits, from 0 to 1: short, whole, and mostly about the theme.
    fit: float
    words: frozenset[str]
    vector: tuple[float, ...] | None = None


def pick(candidates: Sequence[Candidate], most: int) -> tuple[Candidate, ...]:
    """At most so many, the best first; the same candidates always give the same answer."""
    left = sorted(candidates, key=lambda each: (-each.fit, each.response_id, each.question))
    picked: list[Candidate] = []
    while left and len(picked) < most:
        best = max(left, key=lambda each: _worth(each, picked))
        picked.append(best)
        left = [each for each in left if each.response_id != best.response_id]
    return tuple(picked)


def _worth(one: Candidate, picked: Sequence[Candidate]) -> float:
    alike = max((likeness(one, other) for other in picked), default=0.0)
    return _FIT * one.fit - (1 - _FIT) * alike


def likeness(one: Candidate, other: Candidate) -> float:
    """How much two quotes are alike, from 0 to 1."""
    meaning = 1 - _LANGUAGE - _TIER - _FORM
    alike = _LANGUAGE * (one.language == other.language) + _TIER * (one.tier == other.tier)
    return alike + _FORM * (one.form == other.form) + meaning * _said(one, other)


def _said(one: Candidate, other: Candidate) -> float:
    if one.vector and other.vector:
        return max(0.0, _cosine(one.vector, other.vector))
    both = one.words | other.words
    return len(one.words & other.words) / len(both) if both else 0.0


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    length = sqrt(sum(x * x for x in one) * sum(x * x for x in other))
    return sum(x * y for x, y in zip(one, other, strict=True)) / length if length else 0.0
