"""The parts of a pack in words: what a page, a paper, a slide or a sheet is made from.

Pure. What a person or a child typed is kept apart from our own words, with the language it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voice.panel.phrases import Say


@dataclass(frozen=True, slots=True)
class Speech:
    """How to speak one language."""

    say: Say
    #: A language's code, tag for `lang`, direction and own name.
    code: str
    tag: str
    direction: str
    #: Those of another language.
    other: Callable[[str], tuple[str, str, str]]
    #: A quarter's key in words: "July to September 2026".
    months: Callable[[str], str]
    #: A theme's title and line for children, in this language where there are such words.
    theme: Callable[[str], tuple[Typed, Typed]]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person or a child wrote, in its own language."""

    text: str
    tag: str
    direction: str


@dataclass(frozen=True, slots=True)
class Mood:
    """One feeling about one theme."""

    key: str
    label: str
    count: int | None
    said: str
    in_ten: str
    dots: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A child's words, who said them, and a translation."""

    words: Typed
    who: str
    written_in: str
    translation: Typed | None


@dataclass(frozen=True, slots=True)
class Card:
    """One theme."""

    key: str
    picture: str
    title: Typed
    line: Typed
    shown: int
    many: str
    moods: tuple[Mood, ...]
    glad: str
    sad: str
    happy_in_ten: str
    unhappy_in_ten: str
    sure: str
    quote: Quoted | None


@dataclass(frozen=True, slots=True)
class Row:
    """One group of children, and how many of it spoke of each theme."""

    name: str
    children: int | None
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Who spoke of what."""

    title: str
    themes: tuple[Typed, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A whole pack in words."""

    tag: str
    direction: str
    audience: str
    young: bool
    period: str
    council: str
    about: str
    headline: tuple[Typed, ...]
    answered: int | None
    lead: tuple[str, ...]
    note: Typed | None
    warning: Typed | None
    cards: tuple[Card, ...]
    tables: tuple[Table, ...]
    silence: tuple[str, ...]
    silent: tuple[str, ...]
    silence_note: Typed | None
    hidden: tuple[str, ...]
    counting: tuple[str, ...]
    words: Mapping[str, str]
    step: int
    fingerprint: str
