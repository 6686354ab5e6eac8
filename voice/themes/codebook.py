"""The codebook: what each theme means, and the phrases by which it is known in each language.

Pure. Read once from TOML that a practitioner can correct; a fault names the file and the key, so
that whoever made it can mend it. A language without a phrase file has no book: silence is shown as
"not assigned", never as "said nothing".
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import Any

from voice.i18n.phrases import Hit, PhraseBook
from voice.i18n.words import Word
from voice.themes.text import base_language
from voice.themes.theme_book import BUT_NOT, ThemeBook, ThemeBooks

#: What can be said of an answer besides its themes.
NOT_ASSIGNED = "not_assigned"
NOTHING_TO_ADD = "nothing_to_add"
UNREADABLE = "unreadable"
ABOUT_THIS_FORM = "about_this_form"
CONTROLS = (NOT_ASSIGNED, NOTHING_TO_ADD, UNREADABLE, ABOUT_THIS_FORM)

#: Codes of a council's own begin so; those that come with this version never do.
LOCAL = "local_"
_LISTS = {"examples": str, "uncrc": int}


class CodebookError(ValueError):
    """A file of the codebook is wrong; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme, in an adult's words and in a child's."""

    key: str
    title: str
    child_title: str
    #: One line, for adults and for children.
    line: str
    child_line: str
    include: str
    exclude: str
    #: Invented sentences in children's words; they also anchor similarity search.
    examples: tuple[str, ...]
    #: Articles of the UN Convention on the Rights of the Child.
    uncrc: tuple[int, ...]
    #: Relationships, Resilience, Rights or Recovery (Bright Spots).
    bright_spots: str
    #: Who can act on it.
    owner: str
    #: One line for embeddings.
    description: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes in their fixed order, and a book of phrases for each language that has one."""

    version: int
    #: The themes that are used now.
    themes: tuple[Theme, ...]
    books: Mapping[str, ThemeBook]
    #: The newest change of a council's that is in it; 0 for the one that comes with this version.
    change: int = 0
    #: Themes no longer used by themselves: merged into another, or a local one that was retired.
    aside: tuple[Theme, ...] = ()
    #: Local themes whose making was taken back; what people decided by then still names them.
    gone: tuple[Theme, ...] = ()
    #: Under which theme those that were merged are counted.
    counted_as: Mapping[str, str] = field(default_factory=dict)
    #: A council's words for children by theme and language: child_title, child_line.
    retold: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Its version as people read it: "1", or "1.7" after seven changes."""
        return f"{self.version}.{self.change}" if self.change else str(self.version)

    @property
    def every(self) -> tuple[Theme, ...]:
        """Also the themes that are no longer used."""
        return (*self.themes, *self.aside)

    @property
    def ever_made(self) -> tuple[Theme, ...]:
        """All there ever were: what was released, promised or decided before still names them."""
        return (*self.themes, *self.aside, *self.gone)

    def theme(self, key: str) -> Theme:
        """The theme with this key, used now or not; KeyError if there never was one."""
        for theme in self.ever_made:
            if theme.key == key:
                return theme
        raise KeyError(key)

    def counted(self, key: str) -> str:
        """The theme that this one is counted under: mostly itself."""
        return self.counted_as.get(key, key)

    def book(self, language: str) -> ThemeBook | None:
        """The phrases of a language (of "pt" for "pt_BR"); None if it has no file."""
        return self.books.get(base_language(language))

    def hits(self, language: str, said: Iterable[Sequence[Word]]) -> Iterator[Hit]:
        """The phrases met in these sentences; none in a language without a file."""
        book = self.book(language)
        if book is not None:
            for sentence in said:
                yield from book.find(sentence)

    def is_own(self, language: str, hit: Hit) -> bool:
        """Whether the council wrote this phrase: it did not come with this version."""
        if not self.change:
            return False
        ours = shipped().book(language)
        return ours is None or (hit.key, hit.pattern) not in ours.listed


#: Where to find the codebook in use here; asked only when somebody wants to know.
Source = Callable[[], Codebook]
_IN_USE: ContextVar[Source | None] = ContextVar("the codebook in use", default=None)


def codebook() -> Codebook:
    """The codebook in use here: the one that comes with this version, unless `use` said another."""
    source = _IN_USE.get()
    return shipped() if source is None else source()


def use(source: Source) -> Token[Source | None]:
    """From now on, here, `codebook()` asks this source; give the token to `leave` at the end."""
    return _IN_USE.set(source)


def leave(token: Token[Source | None]) -> None:
    """As it was before."""
    _IN_USE.reset(token)


@contextmanager
def using(source: Source) -> Iterator[None]:
    """Use this source for as long as the block runs."""
    token = use(source)
    try:
        yield
    finally:
        leave(token)


@cache
def shipped() -> Codebook:
    """The codebook that comes with this version; CodebookError if a file is wrong.

    A language's phrases are read when they are first asked for; the tests check them all.
    """
    folder = files("voice.themes") / "codebook"
    version, themes = _themes((folder / "themes.toml").read_text("utf-8"))
    names = [each.name for each in (folder / "phrases").iterdir()]

    def read(language: str) -> ThemeBook:
        name = f"{language}.toml"
        return _book(name, (folder / "phrases" / name).read_text("utf-8"), themes)

    languages = (name.removesuffix(".toml") for name in names if name.endswith(".toml"))
    return Codebook(version, themes, ThemeBooks(languages, read))


def read_codebook(themes: str, phrases: Mapping[str, str]) -> Codebook:
    """Read a codebook from TOML texts: the themes, and phrase files by name (`en.toml`)."""
    version, read = _themes(themes)
    books = [_book(name, phrases[name], read) for name in sorted(phrases)]
    for book in books:
        _check(book)
    return Codebook(version, read, {book.language: book for book in books})


def _themes(text: str) -> tuple[int, tuple[Theme, ...]]:
    raw = _toml("themes.toml", text)
    version = _value("themes.toml", "version", raw, int)
    tables = _value("themes.toml", "themes", raw, list)
    read = tuple(_theme(number, table) for number, table in enumerate(tables, 1))
    keys = [theme.key for theme in read]
    for key in keys:
        if keys.count(key) > 1 or key in CONTROLS:
            raise CodebookError(f"themes.toml: {key} is used twice or is a control")
    return version, read


def _theme(number: int, table: Mapping[str, Any]) -> Theme:
    where = f"themes.toml: theme {table.get('key', number)}"
    names = [each.name for each in fields(Theme)]
    for name in table.keys() - set(names):
        raise CodebookError(f"{where}: {name} is no key of a theme")
    values: dict[str, Any] = {}
    for name in names:
        kind = list if name in _LISTS else str
        values[name] = _value(where, name, table, kind)
        if kind is list:
            values[name] = _all(where, name, values[name], _LISTS[name])
    return Theme(**values)


def _book(name: str, text: str, themes: Iterable[Theme]) -> ThemeBook:
    known = {*CONTROLS, *(theme.key for theme in themes)}
    raw = _toml(name, text)
    language, state = (_value(name, key, raw, str) for key in ("language", "state"))
    if name != f"{language}.toml":
        raise CodebookError(f"{name}: language is {language}, which is not the file's name")
    entries: list[tuple[str, str]] = []
    for key in raw.keys() - {"language", "state"}:
        if key not in known:
            raise CodebookError(f"{name}: {key} is no theme")
    for key, table in raw.items():
        if key not in known:
            continue
        entries += _entries(f"{name}: {key}", key, table)
    return ThemeBook(language, state, entries)


def _check(book: ThemeBook) -> None:
    try:
        book.check()
    except ValueError:
        raise CodebookError(_fault(book)) from None


def _fault(book: ThemeBook) -> str:
    """The phrases that cannot be read, each with its theme."""
    wrong = []
    for key, pattern in book.entries:
        try:
            PhraseBook([(key, pattern)], book.language)
        except ValueError as fault:
            wrong.append(f"{book.language}.toml: {key.removeprefix(BUT_NOT)}: {fault}")
    return "\n".join(wrong)


def _entries(where: str, key: str, table: Mapping[str, Any]) -> list[tuple[str, str]]:
    for unknown in table.keys() - {"phrases", "not"}:
        raise CodebookError(f"{where}: {unknown} is neither phrases nor not")
    lists = {key: _value(where, "phrases", table, list), BUT_NOT + key: table.get("not", [])}
    return [(mark, p) for mark, found in lists.items() for p in _all(where, mark, found, str)]


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise CodebookError(f"{name}: not TOML: {wrong}") from wrong


def _value(where: str, key: str, table: Mapping[str, Any], kind: type) -> Any:
    value = table.get(key)
    if not isinstance(value, kind) or not value:
        raise CodebookError(f"{where}: {key} is missing or not a {kind.__name__}")
    return value


def _all(where: str, key: str, values: Sequence[Any], kind: type) -> tuple[Any, ...]:
    for value in values:
        if not isinstance(value, kind):
            raise CodebookError(f"{where}: {key} holds {value!r}, which is not a {kind.__name__}")
    return tuple(values)
