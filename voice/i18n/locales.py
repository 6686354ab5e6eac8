"""The languages of the house: code, own name, writing direction, and how far each is checked.

Names are those by which speakers call their language; directions follow our own list of scripts,
because libraries miss some (Sorani is written from right to left).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm"})


@dataclass(frozen=True, slots=True)
class Locale:
    """One language as a reader sees it."""

    code: str
    #: What its speakers call it.
    name: str
    english_name: str
    #: ISO 15924 code of its script.
    script: str
    #: "draft", "checked" (by a speaker) or "child_checked" (by children too).
    state: str

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.script in _RIGHT_TO_LEFT else "ltr"

    @property
    def draft(self) -> bool:
        """Whether no speaker has checked it yet."""
        return self.state == "draft"

    @property
    def tag(self) -> str:
        """The BCP 47 tag for the `lang` attribute."""
        return self.code.replace("_", "-")


@cache
def all_locales() -> dict[str, Locale]:
    """Every language we know, by code."""
    text = (resources.files("voice.i18n") / "locales.toml").read_text("utf-8")
    raws = tomllib.loads(text)
    return {code: Locale(code=code, **raw) for code, raw in raws.items()}


def locale(code: str) -> Locale:
    """The language with this code; KeyError if we do not have it."""
    return all_locales()[code]
