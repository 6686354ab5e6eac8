"""The labelled examples the meaning is learnt from: comments with themes, sentences with concerns.

Pure. JSON lines that a practitioner can read and correct; a fault names the file and the line. All
invented: no child said these words. The concerns lie with safety, the themes with the codebook.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from voice.safety.screen import KINDS
from voice.themes.codebook import CodebookError, shipped
from voice.themes.feeling import BANDS, Band
from voice.themes.kept import fingerprint

#: Themes whose comments, if they have no other, are everyday talk and no concern.
_EVERYDAY = frozenset(
    "home school friends activities access delay meetings identity independence worker_change "
    "influence informed listened worker family support".split()
)


#: One in so many of them: enough to know everyday talk, without drowning the concerns.
_BACKGROUND = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled text; no labels means that it is none of them."""

    text: str
    language: str
    labels: tuple[str, ...]
    #: How it sounds, where somebody has said so.
    feeling: Band | None = None

    @property
    def is_aside(self) -> bool:
        """Whether it was set aside when the model was attuned: one in eight, by its words."""
        return fingerprint([self.text])[0] in "01"


@cache
def themed() -> tuple[Example, ...]:
    """Comments with their themes, in every language that has a file."""
    keys = [theme.key for theme in shipped().themes]
    return tuple(_read("voice.themes", "codebook/examples", "themes", frozenset(keys)))


@cache
def concerning() -> tuple[Example, ...]:
    """Sentences that are a concern, and harmless ones that look like one (no labels)."""
    return tuple(_read("voice.safety", "bank", "kind", frozenset(KINDS)))


@dataclass(frozen=True, slots=True)
class Lists:
    """What is learnt from: comments with themes, and concerns before what is none."""

    themed: tuple[Example, ...]
    #: Concerns (with a kind) and harmless sentences that look like one (without).
    concerning: tuple[Example, ...]

    def everyday(self) -> tuple[Example, ...]:
        """Comments about ordinary life, where there are concerns: the harmless background."""
        languages = {each.language for each in self.concerning}
        found = [
            Example(each.text, each.language, ())
            for each in self.themed
            if each.language in languages
            and len(each.labels) < 2
            and (_EVERYDAY.issuperset(each.labels) or each.feeling == "pos")
        ]
        return tuple(found[::_BACKGROUND])


def ours() -> Lists:
    """The lists that come with this version."""
    return Lists(themed(), concerning())


def _read(package: str, folder: str, field: str, known: frozenset[str]) -> Iterator[Example]:
    lists = [each for each in (files(package) / folder).iterdir() if each.name.endswith(".jsonl")]
    for each in sorted(lists, key=lambda entry: entry.name):
        language = each.name.removesuffix(".jsonl")
        for number, line in enumerate(each.read_text("utf-8").splitlines(), 1):
            yield _example(f"{each.name}, line {number}", line, language, field, known)


def _example(where: str, line: str, language: str, field: str, known: frozenset[str]) -> Example:
    try:
        raw: dict[str, Any] = json.loads(line)
        text, found, feeling = raw["text"], raw[field], raw.get("feeling")
    except (ValueError, KeyError, TypeError) as wrong:
        raise CodebookError(f"{where}: needs a text and {field}: {wrong}") from wrong
    labels = tuple(found) if isinstance(found, list) else (found,) if found else ()
    unfit = not known.issuperset(labels) or feeling not in (None, *BANDS)
    if not isinstance(text, str) or not text.strip() or unfit:
        raise CodebookError(f"{where}: {text!r}, {labels} or {feeling} cannot be")
    return Example(text, language, labels, feeling)
