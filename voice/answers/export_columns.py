"""Lay answers out for a spreadsheet: a row for each, a column for each question. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voice.web.sheets import Table


@dataclass(frozen=True, slots=True)
class Column:
    """One question of a form; with `words`, a second column holds the child's own."""

    question: str
    text: str
    words: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one question: what was chosen or why nothing was, and the child's words."""

    answer: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One response: its form, what stands before the answers, and the answers by question."""

    form: str
    before: tuple[str, ...]
    given: Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Layout:
    """The headings: what stands before the answers, and the columns of each form."""

    before: tuple[str, ...]
    forms: Mapping[str, Sequence[Column]]
    #: What is put behind a question for the column of the child's own words.
    own_words: str

    def by_form(self, told: Sequence[Told], titles: Mapping[str, str]) -> tuple[Table, ...]:
        """A table for each form, with its own questions alone."""
        return tuple(
            Table(
                titles.get(form, form),
                (*self.before, *self._headings(columns)),
                [_row(each, {form: columns}) for each in told if each.form == form],
            )
            for form, columns in self.forms.items()
        )

    def in_one(self, told: Sequence[Told], name: str) -> Table:
        """One table with the questions of every form side by side."""
        headings = [
            f"{form}: {heading}"
            for form, columns in self.forms.items()
            for heading in self._headings(columns)
        ]
        return Table(name, (*self.before, *headings), [_row(each, self.forms) for each in told])

    def _headings(self, columns: Iterable[Column]) -> Iterable[str]:
        for column in columns:
            yield column.text
            if column.words:
                yield f"{column.text} ({self.own_words})"


def _row(told: Told, forms: Mapping[str, Sequence[Column]]) -> tuple[str, ...]:
    cells = list(told.before)
    for form, columns in forms.items():
        for column in columns:
            given = told.given.get(column.question) if form == told.form else None
            cells.append(given.answer if given else "")
            if column.words:
                cells.append(given.words if given else "")
    return tuple(cells)
