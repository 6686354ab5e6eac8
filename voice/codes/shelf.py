"""What the pages of the codebook show: codes, how they are heard, and what was changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.codes import labels
from voice.codes.labels import Line
from voice.i18n.catalogues import say
from voice.i18n.locales import Locale
from voice.people.models import Worker
from voice.themes import changes, for_children, in_use
from voice.themes.changes import Add, Change, Phrases, Split, Undo, in_force, singles
from voice.themes.codebook import LOCAL, Codebook, Theme
from voice.themes.folding import every_phrase, phrases_of
from voice.themes.for_children import Words


@dataclass(frozen=True, slots=True)
class Code:
    """One code, and how far it is used."""

    theme: Theme
    phrases: Phrases
    local: bool
    used: bool
    #: The code under which it is counted; None for itself.
    under: Theme | None

    @property
    def many(self) -> int:
        """Its phrases in all languages."""
        return sum(map(len, self.phrases.values()))


@dataclass(frozen=True, slots=True)
class Made:
    """One change of the history."""

    number: int
    at: datetime
    who: str
    why: str
    lines: tuple[Line, ...]
    keys: frozenset[str]
    #: Whether it still holds.
    holds: bool


def code(book: Codebook, key: str) -> Code | None:
    """One code; None where there never was one."""
    theme = next((each for each in book.every if each.key == key), None)
    return _code(book, theme, phrases_of(book, key)) if theme else None


def found(book: Codebook, sought: str) -> tuple[Code, ...]:
    """Every code in which a word stands, or all of them."""
    wanted = sought.casefold()
    phrases = every_phrase(book)
    every = (_code(book, theme, phrases.get(theme.key, {})) for theme in book.every)
    return tuple(each for each in every if not wanted or wanted in _words(each))


def _code(book: Codebook, theme: Theme, phrases: Phrases) -> Code:
    under = book.counted_as.get(theme.key)
    return Code(
        theme,
        phrases,
        theme.key.startswith(LOCAL),
        theme in book.themes,
        book.theme(under) if under else None,
    )


def _words(each: Code) -> str:
    said = (getattr(each.theme, name) for name in changes.WORDED)
    listed = (phrase for phrases in each.phrases.values() for phrase in phrases)
    return "\n".join((each.theme.key, *said, *listed)).casefold()


@dataclass(frozen=True, slots=True)
class Told:
    """What children read of a code in one language."""

    language: Locale
    title: Words
    line: Words

    @property
    def whole(self) -> bool:
        """Whether it is in that language, all of it."""
        return self.title.tag == self.line.tag == self.language.tag


def told(key: str, languages: Iterable[Locale]) -> tuple[Told, ...]:
    """What children read of a code in each of these languages."""
    title, line = for_children.title_in, for_children.line_in
    return tuple(Told(each, title(key, each.code), line(key, each.code)) for each in languages)


def history(session: Session, book: Codebook) -> tuple[Made, ...]:
    """Every change, the newest first."""
    rows = in_use.rows(session)
    every = tuple(map(in_use.as_change, rows))
    holding = {each.number for each in in_force(every)} | _undoing(every)
    names = {f"worker:{each.id}": each.name for each in session.scalars(select(Worker))}
    known = {each.number: each.change for each in every}
    made = (
        Made(
            row.number,
            row.at,
            names.get(row.by, say("On the command line")),
            row.why,
            labels.lines(known[row.number], book, known),
            _keys(known[row.number], known),
            row.number in holding,
        )
        for row in rows
    )
    return tuple(reversed(tuple(made)))


def _undoing(every: tuple[changes.Numbered, ...]) -> set[int]:
    """Takings back that were not taken back themselves."""
    undone: set[int] = set()
    holding: set[int] = set()
    for each in reversed(every):
        if isinstance(each.change, Undo) and each.number not in undone:
            undone.add(each.change.number)
            holding.add(each.number)
    return holding


def _keys(change: Change, known: Mapping[int, Change]) -> frozenset[str]:
    """The codes that a change is about; a taking back is about those of the change it takes."""
    if isinstance(change, Undo):
        before = known.get(change.number)
        return _keys(before, known) if before and before is not change else frozenset()
    made = (one.made.key for one in singles(change) if isinstance(one, Split))
    into = (one.into for one in singles(change) if isinstance(one, changes.Merge))
    return frozenset((*(one.key for one in singles(change)), *made, *into))


def unheard(book: Codebook, change: Change) -> tuple[str, ...]:
    """Titles of new codes that have no phrase: only people can find them."""
    made = (one.made if isinstance(one, Split) else one for one in singles(change))
    new = (one for one in made if isinstance(one, Add))
    return tuple(one.wording.title for one in new if not phrases_of(book, one.key))
