"""Read the parts of a PDF as Typst writes it, and add changed ones at its end, as PDF allows.

Pure. It knows what Typst writes, no more: a table of objects in plain text, streams that are packed
or not. Anything else is a ValueError, never a guess.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

_STREAM: Final = re.compile(rb"<<(.*?)>>\s*stream\r?\n", re.S)
_LENGTH: Final = re.compile(rb"/Length (\d+)")
_TOKEN: Final = re.compile(
    rb"<<|>>|<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)"
    rb"|/[^\s<>\[\]()/]*|\[|\]|[^\s<>\[\]()/]+",
    re.S,
)
_ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_PLAIN: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def objects(made: bytes) -> dict[int, bytes]:
    """Every object by its number, from where the table says that it begins."""
    table = made[_table_at(made) :].split(b"trailer", 1)[0].split(b"\n", 2)
    if table[0].strip() != b"xref" or len(table) < 3:
        raise ValueError("no plain table of objects")
    rows = table[2].split(b"\n")
    begins = [(int(row[:10]), number) for number, row in enumerate(rows) if row[17:18] == b"n"]
    ends = [*sorted(at for at, _ in begins), _table_at(made)]
    after = dict(pairwise(ends))
    return {number: made[at : after[at]] for at, number in begins}


def stream(whole: bytes) -> tuple[bytes, bytes]:
    """The head of a stream, without its brackets, and what is in it."""
    found = _STREAM.search(whole)
    length = _LENGTH.search(found[1]) if found else None
    if found is None or length is None:
        raise ValueError("not a stream")
    packed = whole[found.end() : found.end() + int(length[1])]
    return found[1], zlib.decompress(packed) if b"/FlateDecode" in found[1] else packed


def written(head: bytes, told: bytes) -> bytes:
    """A stream with this head and content."""
    packed = zlib.compress(told, 9) if b"/FlateDecode" in head else told
    sized = _LENGTH.sub(b"/Length %d" % len(packed), head, count=1)
    return b"<<%s>>\nstream\n%s\nendstream" % (sized, packed)


def added(made: bytes, changed: Mapping[int, bytes]) -> bytes:
    """The file with newer versions of some objects after its end."""
    before, out = _table_at(made), bytearray(made.rstrip(b"\n") + b"\n")
    rows = []
    for number in sorted(changed):
        rows.append(b"%d 1\n%010d 00000 n\r\n" % (number, len(out)))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, changed[number])
    trailer = made.rsplit(b"trailer", 1)[1].split(b"startxref")[0].strip()
    out += b"xref\n%strailer\n%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        b"".join(rows),
        trailer.removesuffix(b">>"),
        before,
        len(out),
    )
    return bytes(out)


def tokens(content: bytes) -> Iterator[re.Match[bytes]]:
    """The words of a page's content, each with its place."""
    return _TOKEN.finditer(content)


def string(token: bytes) -> bytes:
    """What a string of a page's content stands for."""
    if token.startswith(b"<"):
        return bytes.fromhex(token[1:-1].decode())
    return _ESCAPE.sub(_meant, token[1:-1])


def _meant(found: re.Match[bytes]) -> bytes:
    if found[1][:1].isdigit():
        return bytes([int(found[1], 8) & 255])
    return _PLAIN.get(found[1], found[1])


def _table_at(made: bytes) -> int:
    return int(made.rsplit(b"startxref", 1)[1].split()[0])
