"""How well the lists notice a concern in made-up sentences: `python -m tests.bench.concerns`.

Prints `voice/safety/measured.toml`. Only the held half (even ids) is told: the lists were written
and tuned with the odd half in sight. Recall on real disclosures is unknown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from voice.safety.screen import screen

SAMPLES = Path(__file__).parents[1] / "samples"
_FIRST = ("en", "ar", "pl", "so")
#: The lists of the first four were written with their dev half in sight, the others' with nothing.
LANGUAGES = (
    *_FIRST,
    *sorted({each.stem.partition("_")[2] for each in SAMPLES.glob("concerns_*.jsonl")} - {*_FIRST}),
)
_HEAD = """\
# What the phrase lists noticed among made-up sentences that were held back while they were written.
# Written by `python -m tests.bench.concerns`; a test holds it against what that program says.
# found: sentences with a concern that raised any alert. right_kind: the alert that was meant.
# false_flags: harmless sentences that raised one. low, high: 95% interval in percent (Wilson).
"""
Row = dict[str, Any]


def held(language: str) -> list[Row]:
    """The sentences of one language that nobody tuned on."""
    return half("concerns", language, "held")


def half(kind: str, language: str, split: str) -> list[Row]:
    """The samples of a kind ("themes", "concerns") and split ("dev", "held")."""
    text = (SAMPLES / f"{kind}_{language}.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    return [row for row in rows if is_held(row) == (split == "held")]


def is_held(row: Row) -> bool:
    """Whether nobody tuned on a sample: it says so itself, or its number is even."""
    if "split" in row:
        return bool(row["split"] == "held")
    return int(row["id"].rpartition("-")[2]) % 2 == 0


def wilson(count: int, of: int) -> tuple[int, int]:
    """The 95% Wilson score interval of a share, in whole percent, widened to whole numbers."""
    if not of:
        return 0, 100
    z, share = 1.959964, count / of
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return int(100 * (middle - reach) / whole), -int(-100 * (middle + reach) / whole // 1)


def noticed(row: Row) -> set[str]:
    """Kinds that the door would raise: by the list of the form's language, and by the English."""
    spoken = dict.fromkeys((row["lang"], "en"))
    return {each.kind for language in spoken for each in screen(row["text"], language)}


def figures(rows: Sequence[Row]) -> Iterator[tuple[str, int, int]]:
    """Name, count, of how many."""
    meant = [row for row in rows if row["concern"]]
    harmless = [row for row in rows if not row["concern"]]
    yield "found", sum(bool(noticed(row)) for row in meant), len(meant)
    yield "right_kind", sum(row["concern"] in noticed(row) for row in meant), len(meant)
    yield "false_flags", sum(bool(noticed(row)) for row in harmless), len(harmless)


def report() -> str:
    """The whole file."""
    lines = [_HEAD]
    for language in LANGUAGES:
        lines.append(f"[languages.{language}]")
        for name, count, of in figures(held(language)):
            low, high = wilson(count, of)
            lines.append(f"{name} = {{ count = {count}, of = {of}, low = {low}, high = {high} }}")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(), end="")
