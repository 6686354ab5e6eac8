"""How far two readers agree, and how right a reading was. Pure.

Cohen's kappa (Cohen 1960) is agreement beyond chance: 1 is perfect, 0 no better than chance; with
few answers it says little, so the number of answers always stands beside it. Intervals are
Wilson's (1927) at 95%, which stay honest for small numbers and for shares near 0 and 1.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

#: Two-sided 95% of the normal distribution.
_Z = 1.959964

#: What one reader and another saw in one answer.
Pair = tuple[Collection[str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement of two readers on one theme."""

    theme: str
    #: Answers that both read, and those in which either saw the theme.
    n: int
    seen: int
    #: None where neither ever saw it: there is nothing to agree on.
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Share:
    """A share, and where it may lie; all None where nothing was counted."""

    of: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Rightness:
    """Of what was found, how much was right; of what is there, how much was found."""

    theme: str
    precision: Share
    recall: Share


def kappas(themes: Sequence[str], pairs: Iterable[Pair]) -> tuple[Kappa, ...]:
    """Cohen's kappa of each theme."""
    read = list(pairs)
    return tuple(_kappa(theme, read) for theme in themes)


def rightness(themes: Sequence[str], pairs: Iterable[Pair]) -> tuple[Rightness, ...]:
    """Precision and recall of each theme; a pair is what was found, and what a person saw."""
    read = list(pairs)
    return tuple(_rightness(theme, read) for theme in themes)


def wilson(right: int, of: int) -> Share:
    """A share with its 95% interval."""
    if not of:
        return Share(0, None, None, None)
    share, square = right / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    room = share * (1 - share) / of + square / (4 * of * of)
    reach = _Z * math.sqrt(room) / (1 + square / of)
    return Share(of, share, max(0.0, middle - reach), min(1.0, middle + reach))


def _kappa(theme: str, pairs: Sequence[Pair]) -> Kappa:
    n = len(pairs)
    first = sum(theme in one for one, _ in pairs)
    second = sum(theme in other for _, other in pairs)
    seen = sum(theme in one or theme in other for one, other in pairs)
    if not seen:
        return Kappa(theme, n, 0, None)
    agreed = sum((theme in one) == (theme in other) for one, other in pairs) / n
    chance = (first * second + (n - first) * (n - second)) / (n * n)
    # Both saw it everywhere: they agree wholly, and chance cannot be told from it.
    return Kappa(theme, n, seen, 1.0 if chance == 1 else (agreed - chance) / (1 - chance))


def _rightness(theme: str, pairs: Sequence[Pair]) -> Rightness:
    found = sum(theme in one for one, _ in pairs)
    there = sum(theme in other for _, other in pairs)
    both = sum(theme in one and theme in other for one, other in pairs)
    return Rightness(theme, wilson(both, found), wilson(both, there))
