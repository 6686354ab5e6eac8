"""Cut a text into the pieces that the library's model knows, as the library does: to attune it.

The pieces, how likely each is and how letters are made alike are read from the library's own file.
Of all ways to cut a text the likeliest is taken. `same` holds our count of pieces to the library's.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

#: What stands for a space, and how much less likely an unknown letter is than the rarest piece.
_SPACE, _UNKNOWN = "\u2581", 10.0
#: Where the shape of the file ends (`voice.themes.attuned`).
_HEAD = 44
#: What the model is told before a text: likeness between comments is symmetric.
PREFIX = "query: "


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces by their letters, and what is made of a letter before."""

    known: dict[str, tuple[int, float]]
    alike: dict[int, str]
    first: int
    last: int
    unknown: int
    rarest: float
    longest: int

    def cut(self, text: str, most: int) -> list[int]:
        """The pieces of a text between the first and the last mark, at most so many."""
        ready = "".join(self.alike.get(ord(letter), letter) for letter in PREFIX + text)
        while "  " in ready:
            ready = ready.replace("  ", " ")
        ready = _SPACE + ready.removeprefix(" ").replace(" ", _SPACE)
        return [self.first, *self._likeliest(ready)[:most], self.last]

    def _likeliest(self, text: str) -> list[int]:
        best = [0.0] + [-1e30] * len(text)
        came: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            unknown = best[start] + self.rarest - _UNKNOWN
            for end in range(start + 1, min(start + self.longest, len(text)) + 1):
                found = self.known.get(text[start:end])
                if found and best[start] + found[1] > best[end]:
                    best[end], came[end] = best[start] + found[1], (start, found[0])
            if unknown > best[start + 1]:
                best[start + 1], came[start + 1] = unknown, (start, self.unknown)
        out: list[int] = []
        at = len(text)
        while at:
            at, piece = came[at]
            out.append(piece)
        return out[::-1]


def pieces_of(model: bytes) -> Pieces:
    """The pieces that a model's file holds."""
    many, first, last, _pad, unknown, size = struct.unpack_from("<5iQ", model, _HEAD)
    at = _HEAD + 28
    starts = np.frombuffer(model, "<u4", many + 1, at)
    scores = np.frombuffer(model, "<f4", many, at + 4 * (many + 1))
    at += 4 * (many + 1) + 4 * many
    letters = model[at : at + size]
    known = {}
    for number, score in enumerate(scores.tolist()):
        piece = letters[starts[number] : starts[number + 1]].decode("utf-8", "replace")
        if piece and number != unknown:
            known[piece] = (number, score)
    alike = _alike(model, at + size)
    longest = max(map(len, known))
    return Pieces(known, alike, first, last, unknown, float(scores.min()), longest)


def _alike(model: bytes, at: int) -> dict[int, str]:
    (many,) = struct.unpack_from("<i", model, at)
    at += 8
    found = {}
    for _ in range(many):
        letter, size = struct.unpack_from("<IB", model, at)
        into = struct.unpack_from(f"<{size}I", model, at + 5)
        found[letter] = "".join(map(chr, into))
        at += 5 + 4 * size
    return found


def same(pieces: Pieces, library: Any, texts: list[str]) -> bool:
    """Whether the library counts as many pieces in each of these texts."""
    return all(
        len(pieces.cut(text, 510)) == library.token_count(text, is_query=True) for text in texts
    )
