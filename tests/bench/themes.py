"""How well themes and feelings are read, on invented comments: `python -m tests.bench.themes`.

The lists were written and tuned with the dev half in sight; only the held half says anything.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from voice.i18n.words import words
from voice.themes.codebook import codebook
from voice.themes.feeling import textblob_feeling
from voice.themes.pipeline import read

SAMPLES = Path(__file__).parents[1] / "samples"
BANDS = ("pos", "neg", "mixed", "neutral", "unclear")
Row = dict[str, Any]


def rows(language: str, split: str) -> list[Row]:
    """The samples of one language and half."""
    text = (SAMPLES / f"themes_{language}.jsonl").read_text("utf-8")
    return [row for line in text.splitlines() if (row := json.loads(line))["split"] == split]


def f1(pairs: Iterable[tuple[bool, bool]]) -> float | None:
    """F1 of (meant, found) pairs; None where nothing was meant and nothing found."""
    seen = list(pairs)
    right = sum(meant and found for meant, found in seen)
    wrong = sum(meant != found for meant, found in seen)
    return 2 * right / (2 * right + wrong) if right + wrong else None


def macro(scores: Iterable[float | None]) -> float:
    """The mean of the scores there are."""
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else 0.0


def theme_scores(samples: Sequence[Row]) -> dict[str, float | None]:
    """F1 by theme."""
    found = [{coding.theme for coding in read(r["text"], r["lang"]).themes} for r in samples]
    return {
        theme.key: f1(
            (theme.key in row["themes"], theme.key in here)
            for row, here in zip(samples, found, strict=True)
        )
        for theme in codebook().themes
    }


def feeling_scores(meant: Sequence[str], found: Sequence[str]) -> dict[str, float | None]:
    """F1 by band."""
    pairs = list(zip(meant, found, strict=True))
    return {band: f1((a == band, b == band) for a, b in pairs) for band in BANDS}


def textblob_band(text: str) -> str:
    """What TextBlob alone would say: it knows good, bad and neither."""
    polarity = textblob_feeling(text)[0]
    return "pos" if polarity > 0.1 else "neg" if polarity < -0.1 else "neutral"


def shown(scores: dict[str, float | None]) -> str:
    """Scores on one line, the lowest first."""
    known = sorted((score, key) for key, score in scores.items() if score is not None)
    return " ".join(f"{key} {score:.2f}" for score, key in known)


def speed(samples: Sequence[Row], times: int) -> float:
    """Seconds of CPU for the phrase path over this many comments."""
    book = codebook().book("en")
    assert book is not None
    texts = [samples[number % len(samples)]["text"] for number in range(times)]
    begun = time.process_time()
    for text in texts:
        book.find(words(text, "en"))
    return time.process_time() - begun


def main() -> None:
    """Print every figure."""
    for split in ("dev", "held"):
        for language in ("en", "ar", "pl", "so"):
            samples = rows(language, split)
            themes = theme_scores(samples)
            meant = [row["feeling"] for row in samples]
            ours = feeling_scores(meant, [read(r["text"], r["lang"]).feeling for r in samples])
            print(f"{split} {language} n={len(samples)}")
            print(f"  themes  macro-F1 {macro(themes.values()):.3f}  {shown(themes)}")
            print(f"  feeling macro-F1 {macro(ours.values()):.3f}  {shown(ours)}")
            if language == "en":
                alone = feeling_scores(meant, [textblob_band(r["text"]) for r in samples])
                print(f"  TextBlob alone   {macro(alone.values()):.3f}  {shown(alone)}")
    print(f"phrase path, 100,000 comments: {speed(rows('en', 'dev'), 100_000):.2f} s CPU")


if __name__ == "__main__":
    main()
