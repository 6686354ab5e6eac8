"""A pack as a spreadsheet: typed numbers, words as words, and never a formula."""

from __future__ import annotations

import io
from typing import Any, Final

import xlsxwriter

from voice.panel.wording import Card, Table, Told
from voice.web.sheets import OPTIONS

_INK, _SKY, _SOFT, _LINE = "#22304A", "#DCEBF0", "#5A6680", "#E2D9C6"
_FONT: Final = {"font_name": "Andika", "font_size": 11, "font_color": _INK}


class _Page:
    """One sheet, written from the top."""

    def __init__(self, book: Any, name: str, *, rtl: bool) -> None:
        self.page, self.row = book.add_worksheet(name), 0
        self._plain = book.add_format({**_FONT, "valign": "top", "text_wrap": True})
        self._head = book.add_format({**_FONT, "bold": True, "bg_color": _SKY, "text_wrap": True})
        self._title = book.add_format({**_FONT, "bold": True, "font_size": 16})
        self._soft = book.add_format({**_FONT, "font_color": _SOFT, "align": "right"})
        self._number = book.add_format({**_FONT, "num_format": "0", "valign": "top"})
        if rtl:
            self.page.right_to_left()
        self.page.hide_gridlines(2)
        self.page.set_column(0, 0, 34)
        self.page.set_column(1, 12, 17)
        self.page.set_paper(9)
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)

    def title(self, text: str) -> None:
        self.page.write_string(self.row, 0, text, self._title)
        self.row += 1

    def words(self, *texts: str) -> None:
        for text in texts:
            self.page.merge_range(self.row, 0, self.row, 6, "", self._plain)
            self.page.write_string(self.row, 0, text, self._plain)
            self.row += 1

    def heads(self, *texts: str) -> None:
        for column, text in enumerate(texts):
            self.page.write_string(self.row, column, text, self._head)
        self.row += 1

    def cells(self, not_shown: str, *values: str | int | None) -> None:
        for column, value in enumerate(values):
            if isinstance(value, int):
                self.page.write_number(self.row, column, value, self._number)
            elif value is None:
                self.page.write_string(self.row, column, not_shown, self._soft)
            else:
                self.page.write_string(self.row, column, value, self._plain)
        self.row += 1


def sheet(told: Told) -> bytes:
    """The workbook."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": _line(told), "author": told.council})
        rtl = told.direction == "rtl"
        _themes(_Page(book, "1", rtl=rtl), told)
        if told.tables:
            _tables(_Page(book, "2", rtl=rtl), told)
        _notes(_Page(book, "3", rtl=rtl), told)
    return made.getvalue()


def _line(told: Told) -> str:
    return " ".join(each.text for each in told.headline)


def _themes(page: _Page, told: Told) -> None:
    page.title(_line(told))
    page.words(" · ".join(part for part in (told.audience, told.period, told.council) if part))
    page.words(*told.lead)
    page.row += 1
    hide = told.words["not_shown"]
    page.cells(hide, told.words["all"], told.answered)
    page.row += 1
    labels = [mood.label for mood in told.cards[0].moods] if told.cards else []
    page.heads(told.words["theme"], told.words["children"], *labels)
    for card in told.cards:
        page.cells(hide, card.title.text, card.shown, *(mood.count for mood in card.moods))
    page.row += 1
    for card in told.cards:
        page.words(*_about(card))


def _about(card: Card) -> list[str]:
    quote = (
        [f"{card.title.text}: “{card.quote.words.text}” ({card.quote.who})"] if card.quote else []
    )
    return [*quote, f"{card.title.text}: {card.sure}"]


def _tables(page: _Page, told: Told) -> None:
    for table in told.tables:
        _table(page, table, told)
        page.row += 1


def _table(page: _Page, table: Table, told: Told) -> None:
    page.title(table.title)
    page.heads("", told.words["children"], *(each.text for each in table.themes))
    for row in table.rows:
        page.cells(told.words["not_shown"], row.name, row.children, *row.counts)


def _notes(page: _Page, told: Told) -> None:
    page.title(told.words["silent"])
    page.words(*told.silence, *told.silent)
    if told.silence_note:
        page.words(told.silence_note.text)
    page.title(told.words["hidden"])
    page.words(*told.hidden)
    page.title(told.words["counting"])
    page.words(*told.counting)
    if told.fingerprint:
        page.words(f"{told.words['number']}: {told.fingerprint}")
