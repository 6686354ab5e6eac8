"""Make the codebook in use of the one that comes with this version and a council's changes. Pure.

Every change is laid over what the ones before it left. The twenty keys that come with this version
stay for good: a merged one is set aside and counted under another. A council's own phrases never
touch the files, so that a new version of Voice brings its corrections to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from voice.i18n.words import words
from voice.themes.changes import (
    WORDED,
    Add,
    BringBack,
    Merge,
    Numbered,
    Rephrase,
    Retire,
    Reword,
    Single,
    Split,
    Undo,
    Unfit,
    in_force,
    of_told,
    singles,
)
from voice.themes.codebook import LOCAL, Codebook, Theme
from voice.themes.theme_book import BUT_NOT, ThemeBook, ThemeBooks

#: The language in which examples of a local code are written: the one staff write in.
_STAFFS = "en"
Entry = tuple[str, str]
#: As `changes.key_for` makes them; the tables hold no longer ones.
_LOCAL_KEY = re.compile(LOCAL + "[a-z0-9_]{1,24}")


def applied(shipped: Codebook, changes: Sequence[Numbered]) -> Codebook:
    """The codebook with all changes that hold; Unfit names the one that does not fit any more."""
    return _laid(shipped, changes).book(changes[-1].number if changes else 0)


def tried(shipped: Codebook, changes: Sequence[Numbered], change: Numbered) -> Codebook:
    """The codebook as it would be with one change more; Unfit says why that cannot be."""
    if isinstance(change.change, Undo):
        if all(each.number != change.change.number for each in changes):
            raise Unfit(f"There is no change {change.change.number}.")
        return applied(shipped, [*changes, change])
    folding = _laid(shipped, changes)
    for one in singles(change.change):
        folding.lay(one)
    return folding.book(change.number)


def _laid(shipped: Codebook, changes: Sequence[Numbered]) -> _Folding:
    folding = _Folding(shipped)
    for each in in_force(changes):
        for one in singles(each.change):
            try:
                folding.lay(one)
            except Unfit as fault:
                raise Unfit(f"Change {each.number} would not fit any more. {fault}") from fault
    folding.remember(one for each in changes for one in singles(each.change))
    return folding


class _Folding:
    """The codebook half-way, in forms that can be changed."""

    def __init__(self, shipped: Codebook) -> None:
        self._shipped = shipped
        self._themes = {theme.key: theme for theme in shipped.themes}
        self._entries: dict[str, list[Entry]] = {}
        self._merged: dict[str, str] = {}
        self._retired: set[str] = set()
        self._made: dict[str, Theme] = {}
        self._retold: dict[tuple[str, str], dict[str, str]] = {}
        #: From which code a local one was split.
        self._parent: dict[str, str] = {}

    def lay(self, change: Single) -> None:
        """One change over what is there; Unfit where it does not fit."""
        match change:
            case Add():
                self._add(change)
            case Reword():
                self._reword(change)
            case Rephrase():
                self._rephrase(change)
            case Merge():
                self._merge(change)
            case Split():
                self._in_use(change.key)
                self._add(change.made)
                self._parent[change.made.key] = change.key
            case Retire():
                self._retire(change)
            case _:
                self._bring_back(change)

    def remember(self, changes: Iterable[Single]) -> None:
        """Codes that were ever made: those whose making was taken back are not used, but known."""
        made = (one.made if isinstance(one, Split) else one for one in changes)
        self._made = {one.key: _theme_of(one) for one in made if isinstance(one, Add)}

    def book(self, number: int) -> Codebook:
        """The codebook as it stands now."""
        aside = self._merged.keys() | self._retired
        used = (theme for key, theme in self._themes.items() if key not in aside)
        shipped = self._shipped.books
        changed = {language: self._spoken(language) for language in self._languages()}
        return Codebook(
            version=self._shipped.version,
            themes=tuple(used),
            books=ThemeBooks(
                {*shipped, *changed},
                lambda code: changed[code] if code in changed else shipped[code],
            ),
            change=number,
            aside=tuple(theme for key, theme in self._themes.items() if key in aside),
            gone=tuple(t for key, t in self._made.items() if key not in self._themes),
            counted_as={key: self._counted(key) for key in self._merged},
            retold=self._retold,
        )

    def _languages(self) -> set[str]:
        """Those whose phrases are others than the ones that come with this version."""
        return {code for code, entries in self._entries.items() if entries != self._was(code)}

    def _spoken(self, language: str) -> ThemeBook:
        entries = self._entries[language]
        said = [each for each in entries if each[0].removeprefix(BUT_NOT) not in self._retired]
        split = [(BUT_NOT + self._parent[key], p) for key, p in said if key in self._parent]
        shipped = self._shipped.books.get(language)
        state = shipped.state if shipped else "draft"
        return ThemeBook(language, state, entries, [*said, *split])

    def _list(self, language: str) -> list[Entry]:
        if language not in self._entries:
            self._entries[language] = self._was(language)
        return self._entries[language]

    def _was(self, language: str) -> list[Entry]:
        shipped = self._shipped.books.get(language)
        return list(shipped.entries) if shipped else []

    def _known(self, key: str) -> Theme:
        if key not in self._themes:
            raise Unfit(f"There is no code {key}.")
        return self._themes[key]

    def _in_use(self, key: str) -> Theme:
        theme = self._known(key)
        if key in self._merged or key in self._retired:
            raise Unfit(f"“{theme.title}” is not used any more. Bring it back first.")
        return theme

    def _counted(self, key: str) -> str:
        while key in self._merged:
            key = self._merged[key]
        return key

    def _add(self, change: Add) -> None:
        if change.key in self._themes or not _LOCAL_KEY.fullmatch(change.key):
            raise Unfit(f"There is a code {change.key} already.")
        self._themes[change.key] = _theme_of(change)
        for language, phrases in change.phrases.items():
            self._rephrase(Rephrase(change.key, language, phrases))
        heard = tuple(filter(None, map(as_phrase, change.examples)))
        self._rephrase(Rephrase(change.key, _STAFFS, heard))

    def _reword(self, change: Reword) -> None:
        theme = self._known(change.key)
        words: dict[str, Any] = {}
        for named, said in change.words.items():
            name, language = of_told(named)
            if name not in WORDED:
                raise Unfit(f"Only the words of “{theme.title}” can be changed.")
            here = self._retold.setdefault((change.key, language), {}) if language else words
            here[name] = said
        self._themes[change.key] = _with_childs(replace(theme, **words))

    def _rephrase(self, change: Rephrase) -> None:
        self._known(change.key)
        gone = {_entry(change.key, phrase) for phrase in change.take}
        kept = [each for each in self._list(change.language) if each not in gone]
        new = (_entry(change.key, phrase) for phrase in change.add)
        self._entries[change.language] = [*kept, *(each for each in new if each not in set(kept))]

    def _merge(self, change: Merge) -> None:
        theme = self._in_use(change.key)
        self._in_use(change.into)
        if change.key == change.into:
            raise Unfit(f"“{theme.title}” cannot be merged into itself.")
        self._merged[change.key] = change.into

    def _retire(self, change: Retire) -> None:
        theme = self._in_use(change.key)
        if not change.key.startswith(LOCAL):
            raise Unfit(f"“{theme.title}” comes with Voice: it can be merged, not retired.")
        for key, into in self._merged.items():
            if into == change.key:
                under = self._themes[key].title
                raise Unfit(f"“{under}” is counted under “{theme.title}”. Bring it back first.")
        self._retired.add(change.key)

    def _bring_back(self, change: BringBack) -> None:
        theme = self._known(change.key)
        if change.key not in self._merged and change.key not in self._retired:
            raise Unfit(f"“{theme.title}” is in use.")
        self._merged.pop(change.key, None)
        self._retired.discard(change.key)


def _theme_of(change: Add) -> Theme:
    said = change.wording
    theme = Theme(
        key=change.key,
        title=said.title,
        child_title=said.child_title,
        line=said.line,
        child_line=said.child_line,
        include=said.include,
        exclude=said.exclude,
        examples=change.examples,
        uncrc=(),
        bright_spots="",
        owner=said.owner,
        description=said.line,
    )
    return _with_childs(theme)


def _with_childs(theme: Theme) -> Theme:
    """With the adults' words where there are none for children."""
    title, line = theme.child_title or theme.title, theme.child_line or theme.line
    return replace(theme, child_title=title, child_line=line)


def _entry(key: str, phrase: str) -> Entry:
    """As a book lists it: the mark goes to the theme."""
    if phrase.startswith(BUT_NOT):
        return BUT_NOT + key, phrase.removeprefix(BUT_NOT)
    return key, phrase


def as_phrase(example: str) -> str:
    """The words of an example one after the other; empty where it has none."""
    return " ".join(word.folded for word in words(example, _STAFFS))


def phrases_of(book: Codebook, key: str) -> dict[str, tuple[str, ...]]:
    """The phrases of a code by language, as people type them; only languages that have some."""
    return every_phrase(book).get(key, {})


def every_phrase(book: Codebook) -> dict[str, dict[str, tuple[str, ...]]]:
    """The phrases of all codes that have some, by code and language, as people type them.

    One walk through the book, for who wants many codes. What does not mean a code comes last.
    """
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for language, spoken in book.books.items():
        said: dict[str, list[str]] = {}
        but: dict[str, list[str]] = {}
        for mark, phrase in spoken.entries:
            if mark.startswith(BUT_NOT):
                but.setdefault(mark.removeprefix(BUT_NOT), []).append(BUT_NOT + phrase)
            else:
                said.setdefault(mark, []).append(phrase)
        for key in said.keys() | but.keys():
            found.setdefault(key, {})[language] = (*said.get(key, ()), *but.get(key, ()))
    return found


def differing(old: Codebook, new: Codebook) -> dict[str, tuple[Entry, ...]]:
    """For each language the phrases that may be heard in another way, or by one of the two only."""
    found = {}
    for code in sorted(old.books.keys() | new.books.keys()):
        was, now = _heard(old, code), _heard(new, code)
        if was != now:
            found[code] = tuple(sorted({(mark, p) for mark, _, p in was ^ now}))
    return found


def _heard(book: Codebook, language: str) -> frozenset[tuple[str, str, str]]:
    """Each phrase with its mark, and the theme it is counted under."""
    found = book.books.get(language)
    listed = found.heard if found else ()
    return frozenset((mark, book.counted(mark.removeprefix(BUT_NOT)), p) for mark, p in listed)
