"""Make changes of codes that were written elsewhere: in a spreadsheet, or in other software. Pure.

What a file does not say stays as it is, and what is not in it stays too: bringing in a file never
takes a code away. A code is known again by its key, or else by its title.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from voice.themes import drafting
from voice.themes.changes import (
    WORDED,
    Add,
    Change,
    Phrases,
    Rephrase,
    Reword,
    Single,
    Unfit,
    key_for,
    one_of,
)
from voice.themes.codebook import Codebook

#: Bytes and codes that a file may have.
LARGEST = 8_000_000
MOST = 500


class Unreadable(ValueError):
    """A file cannot be used; each line of the message is one fault and where it is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One code of a file: where it stands, its key or "", and what is said of it."""

    where: str
    key: str
    #: Only what the file says, named as in a `Reword`; never empty words.
    said: Mapping[str, str]
    phrases: Phrases = field(default_factory=dict)


def change_of(rows: Sequence[Row], book: Codebook, taken: Collection[str]) -> Change:
    """All that these rows change, as one change; Unreadable names every row that is wrong.

    Unfit where nothing would change. `taken` are keys that were ever given.
    """
    found: list[Single] = []
    faults: list[str] = []
    given = set(taken)
    met: set[str] = set()
    for row in rows:
        try:
            one = _changes(row, book, given, met)
        except Unfit as fault:
            faults.append(f"{row.where}: {fault}")
        else:
            found += one
    if faults:
        raise Unreadable("\n".join(faults))
    return one_of(found)


def _changes(row: Row, book: Codebook, given: set[str], met: set[str]) -> list[Single]:
    key = _known(row, book)
    name = key or row.said.get("title", "").casefold()
    if name and name in met:
        raise Unfit("This code is in the file twice.")
    met.add(name)
    made = _new(row, given) if key is None else _changed(row, key, book)
    for one in made:
        drafting.check(book, one)
    if key is None:
        given.add(made[0].key)
    return made


def _known(row: Row, book: Codebook) -> str | None:
    keys = {theme.key for theme in book.every}
    if row.key in keys:
        return row.key
    title = row.said.get("title", "").casefold()
    return next((theme.key for theme in book.every if theme.title.casefold() == title), None)


def _new(row: Row, given: Collection[str]) -> list[Single]:
    key = key_for(row.said.get("title", ""), given)
    added = Add(key, drafting.wording_of(row.said), dict(row.phrases))
    told = {named: said for named, said in row.said.items() if named not in WORDED}
    return [added, Reword(key, told)] if told else [added]


def _changed(row: Row, key: str, book: Codebook) -> list[Single]:
    words = drafting.reworded(book, key, row.said)
    changes: list[Single] = [Reword(key, words)] if words else []
    for language, more, fewer in drafting.rephrased(book, key, row.phrases):
        changes.append(Rephrase(key, language, tuple(more), tuple(fewer)))
    return changes
