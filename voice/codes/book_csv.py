"""The codebook as a spreadsheet: a row a code, a column for each language's phrases. Pure.

What children read in other languages has columns of its own ("child_title pl"). Phrases stand one a
line in their cell, because "|" means something inside a phrase. A cell that a spreadsheet could
take for a formula gets an apostrophe before it, which is taken off again when the file comes back.
Row numbers are those a spreadsheet shows.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from io import StringIO
from typing import Final

from voice.codes.brought import LARGEST, MOST, Row, Unreadable
from voice.themes import drafting
from voice.themes.changes import TOLD, WORDED, Unfit, of_told, told_in
from voice.themes.codebook import Codebook
from voice.themes.folding import every_phrase
from voice.web.sheets import Table, csv_text, quoted

#: Before the code of a language, in the heading of its column.
_PHRASES: Final = "phrases "
_STATE: Final = "state"
#: Headings that are no words of a code.
_PLAIN: Final = ("key", _STATE)


def written(book: Codebook, languages: Sequence[str] = ()) -> str:
    """The whole codebook, also what is not used any more."""
    codes = sorted({*book.books, *languages})
    children = sorted({language for _, language in book.retold})
    told_heads = [(f"{name} {code}", name, code) for code in children for name in TOLD]
    headings = (
        *("key", *WORDED, _STATE),
        *(head for head, _, _ in told_heads),
        *(_PHRASES + code for code in codes),
    )
    aside = {theme.key for theme in book.aside}
    rows = []
    every = every_phrase(book)
    for theme in book.every:
        phrases = every.get(theme.key, {})
        told = (getattr(theme, name) for name in WORDED)
        retold = (
            book.retold.get((theme.key, code), {}).get(name, "") for _, name, code in told_heads
        )
        listed = ("\n".join(phrases.get(code, ())) for code in codes)
        rows.append((theme.key, *told, _state(book, theme.key, aside), *retold, *listed))
    return csv_text(Table("Codebook", headings, rows))


def _state(book: Codebook, key: str, aside: set[str]) -> str:
    if key in book.counted_as:
        return f"counted as {book.counted(key)}"
    return "not used" if key in aside else "in use"


def read(
    content: bytes, languages: Sequence[str], children: Collection[str] = ()
) -> tuple[Row, ...]:
    """The codes of a file; Unreadable names what is wrong, row by row.

    `languages` are those that phrases may be in, `children` those that children's words may be in.
    """
    lines = list(_lines(_decoded(content)))
    if not lines:
        raise Unreadable("The file is empty.")
    heads = [cell.strip().casefold() for cell in lines[0][1]]
    known = {code.casefold(): code for code in languages}
    retold = {
        f"{name} {code}".casefold(): told_in(name, code) for code in children for name in TOLD
    }
    faults = list(_faults(heads, known.keys(), retold.keys()))
    if len(lines) - 1 > MOST:
        faults.append(f"The file has more than {MOST} rows.")
    if faults:
        raise Unreadable("\n".join(faults))
    rows: list[Row] = []
    for number, cells in lines[1:]:
        try:
            told = {retold.get(head, head): cell for head, cell in zip(heads, cells, strict=False)}
            rows.append(_row(f"Row {number}", told, known))
        except Unfit as fault:
            faults += [f"Row {number}, {line}" for line in str(fault).splitlines()]
    if faults:
        raise Unreadable("\n".join(faults))
    return tuple(rows)


def _faults(
    heads: Sequence[str], languages: Collection[str], retold: Collection[str]
) -> Iterator[str]:
    for head in ("key", "title"):
        if head not in heads:
            yield f"Row 1: the heading “{head}” is missing."
    for head in heads:
        if head and heads.count(head) > 1:
            yield f"Row 1: the heading “{head}” is there twice."
        elif head.startswith(_PHRASES) and head.removeprefix(_PHRASES) not in languages:
            yield f"Row 1: “{head}” names no language of ours."
        elif head and not head.startswith(_PHRASES) and head not in {*_PLAIN, *WORDED, *retold}:
            yield f"Row 1: “{head}” is no heading of a codebook."


def _row(where: str, told: dict[str, str], languages: dict[str, str]) -> Row:
    cells = {head: _bare(cell).strip() for head, cell in told.items()}
    said = {
        named: " ".join(cell.split())
        for named, cell in cells.items()
        if cell and of_told(named)[0] in WORDED
    }
    phrases = {}
    for head, cell in cells.items():
        if head.startswith(_PHRASES) and cell:
            code = languages[head.removeprefix(_PHRASES)]
            try:
                phrases[code] = drafting.phrase_lines(cell, code)
            except Unfit as fault:
                raise Unfit(
                    "\n".join(f"{head}: {each}" for each in str(fault).splitlines())
                ) from None
    return Row(where, cells.get("key", ""), said, phrases)


def _bare(cell: str) -> str:
    """Without the apostrophe that we put there."""
    return cell[1:] if cell.startswith("'") and quoted(cell[1:]) == cell else cell


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST:,} bytes.")
    coding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(coding)
    except UnicodeError:
        text = "\0"
    if "\0" in text:
        raise Unreadable("This is no text that can be read. Save it as “CSV UTF-8”.")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with their numbers, split by what their headings are split by."""
    head = text.split("\n", 1)[0]
    between = max((";", "\t", ","), key=head.count)
    try:
        for number, cells in enumerate(csv.reader(StringIO(text), delimiter=between), start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise Unreadable("This is no CSV file that can be read.") from None
