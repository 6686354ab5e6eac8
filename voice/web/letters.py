"""Say in a PDF which letters its shapes are, where the typesetter says it twice.

A letter with a mark above it ("رً") is drawn as two shapes. Typst gives each of the two the whole
text, so that a screen reader, a search or a copy finds it doubled. Here the letter's shape gets the
letter and the mark's shape the mark; where it cannot be told which is whose, nothing changes. Pure;
the same bytes in give the same bytes out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from voice.web import pdf_parts

_PAGE: Final = re.compile(rb"/Type/Page\b(?=[^>]*/Resources (\d+) 0 R)(?=[^>]*/Contents (\d+) 0 R)")
_FONTS: Final = re.compile(rb"/Font<<([^>]*)>>")
_NAMED: Final = re.compile(rb"(/\S+?) (\d+) 0 R")
_INNER: Final = re.compile(rb"/DescendantFonts\[(\d+) 0 R\]")
_MAP: Final = re.compile(rb"/ToUnicode (\d+) 0 R")
_WIDTHS: Final = re.compile(rb"/W\[((?:[^\[\]]|\[[^\]]*\])*)\]")
_WIDTH: Final = re.compile(rb"(\d+)\s*\[([^\]]*)\]|(\d+)\s+(\d+)\s+([\d.]+)")
_LETTERS: Final = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_BEGINS: Final = "feff"


def composed(text: str) -> str:
    """Letters and marks as one sign wherever Unicode has one: the shape then is one, too."""
    return unicodedata.normalize("NFC", text)


def put_right(made: bytes) -> bytes:
    """The same PDF, in which every shape says its own letters."""
    parts = pdf_parts.objects(made)
    fonts: dict[int, Font] = {}
    changed: dict[int, bytes] = {}
    for whole in parts.values():
        if page := _PAGE.search(whole):
            named = _fonts(parts, int(page[1]), fonts)
            head, content = pdf_parts.stream(parts[int(page[2])])
            mended = _mended(content, named)
            if mended != content:
                changed[int(page[2])] = pdf_parts.written(head, mended)
    for font in fonts.values():
        if font.right:
            head, told = pdf_parts.stream(parts[font.map])
            changed[font.map] = pdf_parts.written(head, font.replaced(told))
    return pdf_parts.added(made, changed) if changed else made


@dataclass(slots=True)
class Font:
    """One font: what its shapes say, and which of them take room in a line."""

    #: The object in which it is written what the shapes say.
    map: int
    said: Mapping[int, str]
    wide: frozenset[int]
    #: What shapes should say instead.
    right: dict[int, str] = field(default_factory=dict)

    def replaced(self, told: bytes) -> bytes:
        """The map of letters, put right."""

        def _line(found: re.Match[bytes]) -> bytes:
            text = self.right.get(int(found[1], 16))
            return found[0] if text is None else b"<%s> <%s>" % (found[1], _hex(text))

        return _LETTERS.sub(_line, told)


@dataclass(slots=True)
class Drawn:
    """Shapes that say one text together: one shape, or all inside a span that says its text."""

    text: str
    shapes: list[tuple[Font, int]]
    #: Where the span's text stands in the content; None for a shape on its own.
    place: tuple[int, int] | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it is one shape that takes room."""
        font, shape = self.shapes[0]
        return shape in font.wide


def _fonts(parts: Mapping[int, bytes], held: int, known: dict[int, Font]) -> dict[bytes, Font]:
    """The fonts of a page, by the names that it has for them."""
    listed = _FONTS.search(parts[held])
    named = {}
    for name, number in _NAMED.findall(listed[1] if listed else b""):
        whole = parts[int(number)]
        inner, map_ = _INNER.search(whole), _MAP.search(whole)
        if inner is None or map_ is None:
            continue
        if int(number) not in known:
            _head, told = pdf_parts.stream(parts[int(map_[1])])
            said = {int(a, 16): _text(b.decode()) for a, b in _LETTERS.findall(told)}
            known[int(number)] = Font(int(map_[1]), said, _wide(parts[int(inner[1])]))
        named[name] = known[int(number)]
    return named


def _wide(inner: bytes) -> frozenset[int]:
    found = _WIDTHS.search(inner)
    wide: set[int] = set()
    for row in _WIDTH.finditer(found[1] if found else b""):
        if row[1]:
            widths = enumerate(row[2].split(), int(row[1]))
            wide |= {shape for shape, width in widths if float(width)}
        elif float(row[5]):
            wide |= set(range(int(row[3]), int(row[4]) + 1))
    return frozenset(wide)


def _mended(content: bytes, named: Mapping[bytes, Font]) -> bytes:
    """The content of a page with the texts of its spans put right; fonts are told what to say."""
    changes: list[tuple[tuple[int, int], str]] = []
    for group in _same(list(_drawn(content, named))):
        letters, marks = _parted(group[0].text)
        over = [each for each in group if not each.is_wide]
        if not (letters and marks and len(over) == 1 and len(group) == 2):
            continue
        for each in group:
            text = letters if each.is_wide else marks
            if each.place is None:
                font, shape = each.shapes[0]
                font.right[shape] = text
            else:
                changes.append((each.place, text))
    for (begin, end), text in sorted(changes, reverse=True):
        content = content[:begin] + b"<FEFF%s>" % _hex(text) + content[end:]
    return content


def _same(drawn: list[Drawn]) -> Iterator[list[Drawn]]:
    """Neighbours that are one shape each and say the same."""
    for one, next_ in pairwise(drawn):
        if one.text == next_.text and len(one.shapes) == len(next_.shapes) == 1:
            yield [one, next_]


def _drawn(content: bytes, named: Mapping[bytes, Font]) -> Iterator[Drawn]:
    """What is drawn, in the order of drawing."""
    spans: list[Drawn | None] = []
    font: Font | None = None
    before: list[re.Match[bytes]] = []
    for token in pdf_parts.tokens(content):
        word = token[0]
        if word == b"Tf":
            font = named.get(before[-2][0])
        elif word in {b"BDC", b"BMC"}:
            spans.append(_span(before))
        elif word == b"EMC":
            closed = spans.pop() if spans else None
            if closed is not None and closed.shapes:
                yield closed
        elif word in {b"TJ", b"Tj"} and font is not None:
            span = next((each for each in reversed(spans) if each is not None), None)
            for shape in _codes(before):
                if span is None:
                    yield Drawn(font.said.get(shape, ""), [(font, shape)])
                else:
                    span.shapes.append((font, shape))
        else:
            before.append(token)
            continue
        before = []


def _span(before: list[re.Match[bytes]]) -> Drawn | None:
    """A span that says its own text."""
    words = [each[0] for each in before]
    if b"/ActualText" not in words:
        return None
    told = before[words.index(b"/ActualText") + 1]
    code = told[0][1:-1].decode().lower() if told[0].startswith(b"<") else ""
    if not code.startswith(_BEGINS):
        return None
    return Drawn(_text(code.removeprefix(_BEGINS)), [], told.span())


def _codes(before: list[re.Match[bytes]]) -> Iterator[int]:
    for each in before:
        if each[0][:1] in {b"(", b"<"}:
            raw = pdf_parts.string(each[0])
            yield from (int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2))


def _parted(text: str) -> tuple[str, str]:
    """The letters of a text, and its marks."""
    parts: defaultdict[bool, str] = defaultdict(str)
    for each in text:
        parts[unicodedata.category(each) == "Mn"] += each
    return parts[False], parts[True]


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode()
