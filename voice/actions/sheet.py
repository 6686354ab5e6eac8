"""The tracker as a spreadsheet: typed cells, dates as dates, no formula whatever anybody typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from voice.actions.labels import BECAUSE, STATES
from voice.actions.view import Row
from voice.i18n.catalogues import later
from voice.web.sheets import OPTIONS

_COLUMNS: Final = (
    (later("Number"), 9),
    (later("Theme"), 28),
    (later("Title"), 36),
    (later("What will be done"), 60),
    (later("Lead"), 24),
    (later("Agency"), 24),
    (later("Done by"), 12),
    (later("State"), 32),
    (later("Why"), 40),
    (later("Last update on"), 14),
    (later("Last update"), 60),
    (later("Evidence"), 60),
)


def written(rows: Iterable[Row], today: date, council: str) -> BytesIO:
    """The file, from its beginning."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        book.set_properties({"title": f"Actions, {council}, {today}"})
        _fill(book, book.add_worksheet(str(later("Actions"))), rows)
    out.seek(0)
    return out


def _fill(book: Any, page: Any, rows: Iterable[Row]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    days = book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})
    for place, (title, width) in enumerate(_COLUMNS):
        page.set_column(place, place, width)
        page.write_string(0, place, str(title), head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for place, value in enumerate(_told(row)):
            if isinstance(value, date):
                page.write_datetime(last, place, value, days)
            else:
                page.write_string(last, place, str(value), words)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(last, 1), len(_COLUMNS) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _told(row: Row) -> tuple[object, ...]:
    action = row.action
    return (
        row.number,
        row.theme.title,
        action.title,
        action.what,
        action.lead_name,
        action.agency,
        action.due,
        STATES[row.standing.state],
        BECAUSE[row.standing.why],
        row.days.updated,
        row.last,
        action.evidence,
    )
