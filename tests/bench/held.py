"""What `voice analyse` hears in comments nobody tuned on: `python -m tests.bench.held [dev]`.

Themes, feelings and concerns of the held samples, by language, with 95% intervals: Wilson's for
counts, by drawing comments again for F1. With "dev" the half that thresholds were chosen on, which
flatters. Running it is looking: whoever then changes a list or a threshold has tuned on it. All
sentences are invented; recall on real disclosures is unknown.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any

from tests.bench.concerns import LANGUAGES, half, wilson
from tests.bench.themes import f1, feeling_scores, macro
from voice.themes import learnt as kept
from voice.themes.codebook import codebook
from voice.themes.meaning import Meaning
from voice.themes.pipeline import read

KEYS = [theme.key for theme in codebook().themes]
_DRAWS = 300

Pair = tuple[Any, Any]
Line = tuple[str, float, float, list[bool], list[bool]]


def themes_f1(pairs: Sequence[Pair]) -> float:
    """Macro-F1 over themes of (meant, found) sets."""
    return macro(f1((key in meant, key in found) for meant, found in pairs) for key in KEYS)


def feeling_f1(pairs: Sequence[Pair]) -> float:
    """Macro-F1 over bands of (meant, found) bands."""
    return macro(feeling_scores([a for a, _ in pairs], [b for _, b in pairs]).values())


def spread(measure: Callable[[Sequence[Pair]], float], pairs: Sequence[Pair]) -> str:
    """The measure, and where it lies 95 times of 100 when comments are drawn again."""
    chance = random.Random(1)
    drawn = sorted(measure(chance.choices(pairs, k=len(pairs))) for _ in range(_DRAWS))
    low, high = drawn[int(0.025 * _DRAWS)], drawn[int(0.975 * _DRAWS)]
    return f"{measure(pairs):.3f} ({low:.2f}-{high:.2f})"


def _share(found: Sequence[bool]) -> str:
    low, high = wilson(sum(found), len(found))
    return f"{sum(found)}/{len(found)} ({low}-{high}%)"


def line(language: str, split: str, learnt: Meaning) -> Line:
    """What is printed of a language, its F1 of themes and of feelings, and its counts."""
    rows = half("themes", language, split)
    heard = [read(row["text"], row["lang"], learnt=learnt) for row in rows]
    found = [
        ({*r["themes"]}, {t.theme for t in h.themes}) for r, h in zip(rows, heard, strict=True)
    ]
    felt = [(row["feeling"], one.feeling) for row, one in zip(rows, heard, strict=True)]
    said = half("concerns", language, split)
    raised = [bool(read(row["text"], row["lang"], learnt=learnt).concerns) for row in said]
    met = [hit for row, hit in zip(said, raised, strict=True) if row["concern"]]
    false = [hit for row, hit in zip(said, raised, strict=True) if not row["concern"]]
    shown = (
        f"| {language} | {len(rows)} | {spread(themes_f1, found)} | {spread(feeling_f1, felt)} "
        f"| {_share(met)} | {_share(false)} |"
    )
    return shown, themes_f1(found), feeling_f1(felt), met, false


def statements(learnt: Meaning) -> str:
    """F1 of themes where adults reported what young people said, in good spelling; English."""
    rows = half("statements", "en", "held")
    found = [{t.theme for t in read(r["text"], "en", learnt=learnt).themes} for r in rows]
    pairs = [({*row["themes"]}, heard) for row, heard in zip(rows, found, strict=True)]
    return f"statements as reports tell them, n={len(rows)}: themes {spread(themes_f1, pairs)}"


def main(split: str = "held") -> None:
    """Print the table."""
    learnt = kept.shipped()
    if learnt is None:
        raise SystemExit(kept.why_not_shipped())
    print("| | n | themes, macro-F1 | feeling, macro-F1 | concerns found | harmless flagged |")
    print("|---|---|---|---|---|---|")
    lines = []
    for language in LANGUAGES:
        lines.append(line(language, split, learnt))
        print(lines[-1][0], flush=True)
    themes, feelings = fmean(each[1] for each in lines), fmean(each[2] for each in lines)
    met, false = ([hit for each in lines for hit in each[at]] for at in (3, 4))
    print(f"| mean | | {themes:.3f} | {feelings:.3f} | {_share(met)} | {_share(false)} |")
    if split == "held":
        print(statements(learnt))


if __name__ == "__main__":
    main(*sys.argv[1:])
