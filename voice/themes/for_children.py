"""What children and the panel read of a theme, and in which language it is.

Our own words come from the catalogues. A council's own are there in the languages it wrote them in;
in every other they stand as its staff wrote them, and say so, so that a voice and a line of another
direction can read them right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voice.i18n.catalogues import say_in
from voice.i18n.locales import locale
from voice.themes.codebook import codebook, shipped

#: The language staff write in.
_STAFFS: Final = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """Some words, with their language as `lang` and `dir` say it."""

    text: str
    tag: str
    direction: str


def title_in(key: str, code: str) -> Words:
    """The title of a theme for children who read this language; KeyError."""
    return _words(key, "child_title", code)


def line_in(key: str, code: str) -> Words:
    """The same in one line."""
    return _words(key, "child_line", code)


def _words(key: str, name: str, code: str) -> Words:
    book = codebook()
    said: str = getattr(book.theme(key), name)
    if own := book.retold.get((key, code), {}).get(name):
        return _in(own, code)
    ours = {theme.key: getattr(theme, name) for theme in shipped().themes}
    return _in(say_in(code, said), code) if ours.get(key) == said else _in(said, _STAFFS)


def _in(text: str, code: str) -> Words:
    spoken = locale(code)
    return Words(text, spoken.tag, spoken.direction)
