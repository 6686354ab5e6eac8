"""What meaning adds to phrases, on invented comments: `python -m tests.bench.meaning`.

Only the dev half is read. The examples and every threshold were made without sight of any sample.
"counted" is what the worker keeps. Nothing here measures recall on real disclosures.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterable, Mapping

from tests.bench.themes import SAMPLES, Row, f1, macro, rows
from voice.safety.screen import Sentence, screen
from voice.themes import learnt as kept
from voice.themes.codebook import CONTROLS, codebook
from voice.themes.fusion import ASSIGNED, fuse
from voice.themes.meaning import Meaning
from voice.themes.pipeline import read
from voice.themes.text import split_sentences

LANGUAGES = ("en", "ar", "pl", "so")
#: The samples say that odd ids are dev.
_NUMBER = re.compile(r"\d+")


def phrases(row: Row) -> set[str]:
    """The themes whose phrases a comment holds."""
    book = codebook().book(row["lang"])
    if book is None:
        return set()
    parts = split_sentences(row["text"], row["lang"])
    return {hit.key for part in parts for hit in book.find(part.words)} - {*CONTROLS}


def score(samples: Iterable[Row], found: Iterable[set[str]]) -> float:
    """Macro-F1 over the themes."""
    pairs = [({*row["themes"]}, here) for row, here in zip(samples, found, strict=True)]
    return macro(
        f1((theme.key in meant, theme.key in here) for meant, here in pairs)
        for theme in codebook().themes
    )


def themes(learnt: Meaning, language: str) -> None:
    """Print macro-F1 for each way of finding themes."""
    samples = rows(language, "dev")
    begun = time.perf_counter()
    likely = learnt.themes_of([row["text"] for row in samples], [language] * len(samples))
    each = (time.perf_counter() - begun) / len(samples) * 1000
    spoken = [phrases(row) for row in samples]
    alone = [{key for key, p in one.items() if p >= ASSIGNED} for one in likely]
    fused = [fuse(said, one) for said, one in zip(spoken, likely, strict=True)]
    joined = [{found.theme for found in one} for one in fused]
    heard = [read(row["text"], language, learnt=learnt).themes for row in samples]
    counted = [{coding.theme for coding in one if coding.sure} for one in heard]
    print(
        f"{language} n={len(samples)} macro-F1: phrases {score(samples, spoken):.3f}, "
        f"meaning {score(samples, alone):.3f}, fused {score(samples, joined):.3f}, "
        f"counted {score(samples, counted):.3f}; "
        f"{sure(samples, fused)}; {each:.0f} ms a comment"
    )


def sure(samples: list[Row], fused: Iterable[Iterable[object]]) -> str:
    """How often sure and not-sure themes are right."""
    told = [
        (found.sure, found.theme in row["themes"])  # type: ignore[attr-defined]
        for row, one in zip(samples, fused, strict=True)
        for found in one
    ]
    shares = []
    for name in ("sure", "not_sure"):
        right = [good for said, good in told if said == name]
        shares.append(f"{name} {sum(right)}/{len(right)} right")
    return ", ".join(shares)


def concerns(learnt: Meaning, language: str) -> None:
    """Print recall and false flags of the lists, of likeness, and of both."""
    text = (SAMPLES / f"concerns_{language}.jsonl").read_text("utf-8")
    parsed = [json.loads(line) for line in text.splitlines()]
    samples = [row for row in parsed if int(_NUMBER.findall(str(row["id"]))[-1]) % 2]
    listed = [bool(screen(row["text"], language)) for row in samples]
    alike = [bool(learnt.concerns(_sentences(row["text"], language), language)) for row in samples]
    either = [bool(screen(row["text"], language, learnt)) for row in samples]
    shown = {"lists": listed, "likeness": alike, "either": either}
    print(f"{language} concerns: " + "; ".join(flags(samples, shown)))


def _sentences(text: str, language: str) -> list[Sentence]:
    parts = split_sentences(text, language)
    return [Sentence(text[part.start : part.end], part.start, part.end) for part in parts]


def flags(samples: list[Row], ways: Mapping[str, list[bool]]) -> Iterable[str]:
    """Recall on concerns and the share of harmless samples flagged, for each way."""
    for name, found in ways.items():
        met = [hit for row, hit in zip(samples, found, strict=True) if row["concern"]]
        false = [hit for row, hit in zip(samples, found, strict=True) if not row["concern"]]
        yield f"{name} {sum(met)}/{len(met)} found, {sum(false)}/{len(false)} falsely"


def main() -> None:
    """Print every figure."""
    learnt = kept.shipped()
    if learnt is None:
        sys.exit(kept.why_not_shipped())
    for language in LANGUAGES:
        themes(learnt, language)
    for language in LANGUAGES:
        concerns(learnt, language)


if __name__ == "__main__":
    main()
