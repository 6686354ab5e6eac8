"""How many names and places redaction offers to leave out: `python -m tests.bench.redaction`.

The sentences are made up; the lists and rules were written with the "dev" half in sight, never the
"held" half. A mention is found when every word of it is covered, but for a title or a relation.
With `--show`, the misses and false offers of the dev half are printed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voice.answers.marks import Mark
from voice.quotes.cues import cues
from voice.quotes.names import key
from voice.quotes.redact import Known, offers

SAMPLES = Path(__file__).parents[1] / "samples"
#: The council of the samples: its staff and its places.
KNOWN = Known(
    staff=(
        *("Dana Rook", "Jo Penhale", "Ines Calder", "Ravi Thorn", "Moira Vance"),
        *("Sam Adeyo", "Lee Sandow", "Ola Marsh", "Pat Quill"),
    ),
    places=("Oakfield Primary", "Demo Borough"),
)
_MARK = re.compile(r"\[\[(?:w:)?(.*?)\]\]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
Row = dict[str, Any]


@dataclass
class Figures:
    """What was found among the mentions of one half."""

    mentions: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    words: int = 0
    false: int = 0
    misses: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def recall(self, culture: str | None = None) -> float:
        """Share of the mentions that were found, of one culture or of all."""
        if culture is not None:
            return self.found[culture] / self.mentions[culture]
        return self.found.total() / self.mentions.total()


def rows(split: str) -> Iterator[Row]:
    """The marked sentences of one half, then comments of ours in which nobody is named."""
    text = (SAMPLES / "redaction.jsonl").read_text("utf-8")
    yield from (row for row in map(json.loads, text.splitlines()) if row["split"] == split)
    for language in ("en", "ar", "pl", "so"):
        lines = (SAMPLES / f"themes_{language}.jsonl").read_text("utf-8").splitlines()
        plain = (row for row in map(json.loads, lines) if row["split"] == split)
        yield from ({**row, "culture": "ordinary"} for row in plain)


def measure(split: str) -> Figures:
    """Run one half."""
    figures = Figures()
    for row in rows(split):
        text, spans = _unmarked(row["text"])
        given = offers(text, row["lang"], KNOWN)
        for start, end in spans:
            figures.mentions[row["culture"]] += 1
            if _is_found(text, start, end, row["lang"], given):
                figures.found[row["culture"]] += 1
            else:
                figures.misses.append(f"{text[start:end]} | {text}")
        _count_false(figures, text, spans, given)
    return figures


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    text, last, spans = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append((len(text), len(text) + len(match[1])))
        text += match[1]
        last = match.end()
    return text + marked[last:], spans


def _is_found(text: str, start: int, end: int, language: str, given: tuple[Mark, ...]) -> bool:
    led = cues(language).relations | cues(language).titles
    found = [(start + w.start(), start + w.end(), w[0]) for w in _WORD.finditer(text[start:end])]
    told = [each for each in found if key(each[2]) not in led] or found
    return all(any(o.start <= a and b <= o.end for o in given) for a, b, _ in told)


def _count_false(
    figures: Figures, text: str, spans: list[tuple[int, int]], given: tuple[Mark, ...]
) -> None:
    for word in _WORD.finditer(text):
        start, end = word.span()
        if any(a < end and start < b for a, b in spans):
            continue
        figures.words += 1
        for offer in given:
            stays = word[0].lower() in offer.instead.lower()
            if offer.start < end and start < offer.end and not stays:
                figures.false += 1
                figures.wrong.append(f"{word[0]} | {text}")


def main() -> None:
    """Print the figures of both halves."""
    for split in ("dev", "held"):
        figures = measure(split)
        print(
            f"{split}: {figures.mentions.total()} mentions, recall {figures.recall():.3f}, roster "
            f"{figures.recall('roster'):.2f}, false {figures.false / figures.words:.3%} of "
            f"{figures.words} words"
        )
        low = {c: figures.recall(c) for c in sorted(figures.mentions) if figures.recall(c) < 1}
        print("  below 1: " + (", ".join(f"{c} {share:.2f}" for c, share in low.items()) or "none"))
        if split == "dev" and "--show" in sys.argv:
            print("\n".join(["  MISSED", *figures.misses, "  FALSE", *figures.wrong]))


if __name__ == "__main__":
    main()
