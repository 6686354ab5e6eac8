"""Write tables that people open in a spreadsheet, where a child's words must stay words.

Pure. In XLSX every cell is a typed string, so that nothing is reckoned, linked or guessed. CSV has
no types: a cell that a spreadsheet could take for a formula gets an apostrophe before it. Nothing
touches the disk.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any, Final

from xlsxwriter import Workbook

#: What begins a formula, or a cell that hides one: OWASP's list, and a minus that looks like one.
_BEGINS: Final = frozenset("=+-@\u2212")
_BREAKS: Final = frozenset("\t\r\n")
#: What a spreadsheet may skip over before it looks: spaces, and letters that nobody sees.
_UNSEEN: Final = frozenset({"Zs", "Cf", "Cc"})
#: What XML cannot hold; XlsxWriter writes the other control characters in Excel's own way.
_NOT_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
#: Excel's own limits.
_LONGEST: Final = 32_000
_NAME_LONGEST: Final = 31
_NOT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_WIDEST: Final = 60

#: In memory, and every cell as it is typed: no formula, no link, no number out of words.
OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the name of its sheet, its headings, and its rows of as many texts."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def xlsx(tables: Iterable[Table]) -> bytes:
    """A workbook with a sheet for each table."""
    out = BytesIO()
    book = Workbook(out, OPTIONS)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table.name))
        sheet.freeze_panes(1, 0)
        _write(sheet, 0, table.headings, bold)
        for number, row in enumerate(table.rows, start=1):
            _write(sheet, number, row, plain)
        for column, width in enumerate(_widths(table)):
            sheet.set_column(column, column, width)
    book.close()
    return out.getvalue()


def csv_text(table: Table) -> str:
    """The table as CSV, every cell in quotes and safe to open; begins with a mark for UTF-8."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in (table.headings, *table.rows):
        writer.writerow([quoted(each) for each in row])
    return "\ufeff" + out.getvalue()


def quoted(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet could take it for a formula."""
    return f"'{text}" if _is_risky(text) else text


def _is_risky(text: str) -> bool:
    if text[:1] in _BREAKS and text:
        return True
    first = next((each for each in text if unicodedata.category(each) not in _UNSEEN), "")
    return bool(first) and unicodedata.normalize("NFKC", first)[:1] in _BEGINS


def _write(sheet: Any, number: int, row: Sequence[str], form: Any) -> None:
    for column, text in enumerate(row):
        if text:
            sheet.write_string(number, column, _NOT_XML.sub("\ufffd", text)[:_LONGEST], form)


def _widths(table: Table) -> Iterator[int]:
    """Wide enough for most of what a column holds, judged by its first rows."""
    for column, heading in enumerate(table.headings):
        longest = max((len(row[column]) for row in table.rows[:200]), default=0)
        yield min(_WIDEST, max(12, longest, len(heading) // 3))


def _sheet_name(name: str) -> str:
    return _NOT_IN_A_NAME.sub(" ", name)[:_NAME_LONGEST].strip() or "Sheet"
