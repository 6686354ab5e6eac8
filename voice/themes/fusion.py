"""Join what the phrases found with what the meaning suggests, and say how sure that is.

Pure: plain values in, plain values out. A phrase is the child's own word, so it raises the
probability of its theme far; it falls only where the meaning finds that theme all but impossible.
Without a probability (the extra is not installed) the phrases alone decide.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

Sure = Literal["sure", "not_sure"]

#: How far a phrase moves the log-odds of its theme. Its silence says nothing.
PHRASE_SPEAKS = 3.0
#: A phrase holds from this probability on, its own voice included: without it, from 5 in 100.
HELD = 0.5
#: From the first on a likeness is assigned beside phrases; from the second on a theme is sure.
ASSIGNED, SURE = 0.4, 0.8
#: Where nothing was assigned, the likeliest theme is, from this on: a comment mostly has one.
AT_LEAST = 0.12
#: No probability is nearer to 0 or 1.
_LEAST = 1e-4
#: What a phrase is worth where there is no probability beside it.
_PHRASE_ALONE = 1.0


@dataclass(frozen=True, slots=True)
class Fused:
    """A theme of a comment: who found it, how likely it is, and whether that is sure."""

    theme: str
    #: "phrase" where the child's own words show it; "similar" where only the meaning does.
    source: Literal["phrase", "similar"]
    #: From 0 to 1.
    score: float
    sure: Sure


def fuse(phrases: Collection[str], likely: Mapping[str, float] | None) -> tuple[Fused, ...]:
    """The themes of one comment, likeliest first; an empty tuple means not assigned.

    `likely` are calibrated probabilities (None: not at hand).
    """
    if likely is None:
        return tuple(Fused(theme, "phrase", _PHRASE_ALONE, "sure") for theme in phrases)
    spoken = {theme: joint(likely.get(theme, 0.0)) for theme in phrases}
    said = [Fused(theme, "phrase", p, _sure(p)) for theme, p in spoken.items() if p >= HELD]
    apart = {theme: chance for theme, chance in likely.items() if theme not in spoken}
    alike = [_alike(theme, p) for theme, p in apart.items() if p >= ASSIGNED]
    if not said and not alike and apart:
        best = min(apart, key=lambda theme: (-apart[theme], theme))
        alike = [_alike(best, apart[best])] if apart[best] >= AT_LEAST else []
    return _ordered([*said, *alike])


def joint(chance: float) -> float:
    """The probability of a theme when the phrases have spoken for it."""
    kept = min(max(chance, _LEAST), 1 - _LEAST)
    return 1 / (1 + math.exp(-math.log(kept / (1 - kept)) - PHRASE_SPEAKS))


def _alike(theme: str, chance: float) -> Fused:
    return Fused(theme, "similar", chance, _sure(chance))


def _sure(score: float) -> Sure:
    return "sure" if score >= SURE else "not_sure"


def _ordered(found: list[Fused]) -> tuple[Fused, ...]:
    return tuple(sorted(found, key=lambda each: (-each.score, each.theme)))
