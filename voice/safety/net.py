"""What the safety net can and cannot do, told honestly: its lists, and what was measured of them.

Pure. The figures are in `measured.toml`, written by `python -m tests.bench.concerns`; they come
from made-up sentences. How many real disclosures would be found is unknown, and the page says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from voice.safety.screen import KINDS


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, and the 95% interval of the share in percent (Wilson)."""

    count: int
    of: int
    low: int
    high: int

    @property
    def percent(self) -> int:
        """The share in percent."""
        return round(100 * self.count / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One language's figures on sentences that were held back while the lists were written."""

    found: Share
    right_kind: Share
    false_flags: Share


@dataclass(frozen=True, slots=True)
class Listed:
    """One language's list: how far it was checked, how long it is, how well it did."""

    language: str
    #: As the lexicon says: "draft", "checked"; "" where there is no list.
    state: str
    phrases: int
    measured: Measured | None


def lists(languages: Sequence[str]) -> tuple[Listed, ...]:
    """The lists of these languages, in this order."""
    return tuple(_listed(code) for code in languages)


@cache
def measured() -> dict[str, Measured]:
    """The figures by language."""
    raw = _toml("measured.toml")
    return {
        code: Measured(**{name: Share(**figures) for name, figures in each.items()})
        for code, each in raw["languages"].items()
    }


def _listed(code: str) -> Listed:
    folder = files("voice.safety") / "lexicon"
    if f"{code}.toml" not in {entry.name for entry in folder.iterdir()}:
        return Listed(code, "", 0, None)
    raw = _toml("lexicon", f"{code}.toml")
    phrases = sum(len(raw.get(kind, {}).get("phrases", ())) for kind in KINDS)
    return Listed(code, raw["state"], phrases, measured().get(code))


def _toml(*path: str) -> dict[str, Any]:
    return tomllib.loads(files("voice.safety").joinpath(*path).read_text("utf-8"))
