"""Read a PDF as a screen reader does: by ActualText, and right-to-left runs turned round.

Letters that are drawn together carry their true spelling beside them; what is written from right to
left lies in the page in the order in which it is painted.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pikepdf

_ENTRY = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def read(made: bytes) -> str:
    """The text of every page."""
    with pikepdf.open(io.BytesIO(made)) as file:
        return " ".join("".join(_turned(list(_clusters(page)))) for page in file.pages)


def _clusters(page: Any) -> Iterator[str]:
    """What is painted together, in the order of painting."""
    fonts = {name: _spelling(font) for name, font in page.Resources.Font.items()}
    spelling: dict[int, str] = {}
    spans: list[str | None] = []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator == "Tf":
            spelling = fonts[str(step.operands[0])]
        elif operator in {"BDC", "BMC"}:
            actual = _actual(step.operands)
            spans.append(actual)
            if actual is not None:
                yield actual
        elif operator == "EMC":
            spans.pop()
        elif operator in {"TJ", "Tj"} and not any(each is not None for each in spans):
            yield from (spelling.get(code, "") for code in _codes(step.operands[0]))


def _actual(operands: Any) -> str | None:
    told = operands[1] if len(operands) > 1 else None
    known = isinstance(told, pikepdf.Dictionary) and "/ActualText" in told
    return str(told["/ActualText"]) if known else None


def _codes(shown: Any) -> Iterator[int]:
    for each in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(each, pikepdf.String):
            raw = bytes(each)
            yield from (int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2))


def _spelling(font: Any) -> dict[int, str]:
    """Letters by glyph, from the font's own map."""
    told = bytes(font.ToUnicode.read_bytes()).decode()
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.S):
        for code, letters in _ENTRY.findall(block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told, re.S):
        for first, last, letters in _RANGE.findall(block):
            start = int(letters, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(start + code - int(first, 16))
    return found


def _turned(clusters: list[str]) -> Iterator[str]:
    """The clusters in the order of reading."""
    for away, run in groupby(clusters, _is_right_to_left):
        letters = list(run)
        yield from reversed(letters) if away else letters


def _is_right_to_left(cluster: str) -> bool:
    """Arabic letters, their marks, and the spaces between: a run ends at any other letter."""
    kinds = {unicodedata.bidirectional(letter) for letter in cluster}
    return bool(kinds & {"AL", "R"}) or (bool(kinds) and kinds <= {"NSM", "WS"})
