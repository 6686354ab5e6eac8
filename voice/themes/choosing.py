"""Choose which answers are worth an officer's look: where the witnesses disagree. Pure.

A phrase that likeness doubts, a likeness that no phrase bears out, and words in which nothing was
found: a person's word teaches most there. Spread over languages, because an officer who reads only
the first page must not teach us English alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from voice.themes.codebook import NOT_ASSIGNED

#: From here on the witnesses agree (`fusion.SURE`).
AGREED = 0.9
#: Nothing was found: worth as much as a theme that is somewhat likely.
_NOTHING = 0.6


@dataclass(frozen=True, slots=True)
class Doubt:
    """One answer, and how far the witnesses are apart, from 0 to 1."""

    response_id: str
    question: str
    language: str
    doubt: float


def doubt_of(theme: str, score: float) -> float:
    """How much is gained by looking: 1 at even odds, 0 where phrase and likeness agree."""
    if theme == NOT_ASSIGNED:
        return _NOTHING
    return max(0.0, (AGREED - max(score, 0.5)) / (AGREED - 0.5))


def spread(doubts: Iterable[Doubt], many: int) -> tuple[Doubt, ...]:
    """The most doubtful of each language in turn, one of a child; the same every time."""
    by_language: dict[str, list[Doubt]] = defaultdict(list)
    seen: set[str] = set()
    for each in sorted(doubts, key=lambda one: (-one.doubt, one.response_id, one.question)):
        if each.response_id not in seen:
            seen.add(each.response_id)
            by_language[each.language].append(each)
    rows = zip_longest(*(by_language[code] for code in sorted(by_language)))
    chosen = [each for row in rows for each in row if each is not None]
    return tuple(chosen[:many])
