"""The thirty-two pictures of a receipt: what each is called, and how five are drawn by lot.

Five pictures and six digits are a secret of about 37 bits: easy to keep in mind or on a photo, out
of reach for anybody who may only try a few times.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb
from typing import Final

from voice.i18n.catalogues import later

#: In the order of the page; the key is the symbol's name in `static/pictures/receipt.svg`.
PICTURES: Final = {
    "drop": later("Drop"),
    "star": later("Star"),
    "house": later("House"),
    "leaf": later("Leaf"),
    "moon": later("Moon"),
    "fish": later("Fish"),
    "boat": later("Boat"),
    "tree": later("Tree"),
    "sun": later("Sun"),
    "cloud": later("Cloud"),
    "key": later("Key"),
    "bell": later("Bell"),
    "cup": later("Cup"),
    "hat": later("Hat"),
    "ball": later("Ball"),
    "kite": later("Kite"),
    "bird": later("Bird"),
    "cat": later("Cat"),
    "dog": later("Dog"),
    "apple": later("Apple"),
    "pear": later("Pear"),
    "shoe": later("Shoe"),
    "book": later("Book"),
    "drum": later("Drum"),
    "flower": later("Flower"),
    "shell": later("Shell"),
    "snail": later("Snail"),
    "mountain": later("Mountain"),
    "umbrella": later("Umbrella"),
    "button": later("Button"),
    "feather": later("Feather"),
    "lamp": later("Lamp"),
}
SHOWN: Final = 5
DIGITS: Final = 6
_NAMES: Final = tuple(PICTURES)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a child keeps: five pictures, in the order of the page, and six digits."""

    pictures: tuple[str, ...]
    code: str

    @property
    def spaced(self) -> str:
        """The digits as they are easiest to read out."""
        return f"{self.code[:3]} {self.code[3:]}"

    def told(self) -> bytes:
        """The receipt as bytes, the same however it was chosen."""
        return "|".join((*self.pictures, self.code)).encode()


def drawn(seed: str, turn: int = 0) -> Receipt:
    """The receipt that belongs to a random seed; another `turn` gives another one."""
    number = int.from_bytes(hashlib.sha512(f"{seed}|{turn}".encode()).digest())
    number, place = divmod(number, comb(len(_NAMES), SHOWN))
    return Receipt(_unranked(place), f"{number % 10**DIGITS:0{DIGITS}}")


def _unranked(place: int) -> tuple[str, ...]:
    """The `place`-th way of choosing five, so that every choice is equally likely."""
    chosen: list[str] = []
    for index, name in enumerate(_NAMES):
        left = SHOWN - len(chosen)
        with_this = comb(len(_NAMES) - index - 1, left - 1) if left else 0
        if place < with_this:
            chosen.append(name)
        else:
            place -= with_this
    return tuple(chosen)


def read(pictures: Iterable[str], typed: str) -> Receipt | None:
    """What a child chose and typed as a receipt; None where it cannot be one."""
    chosen = set(pictures)
    code = "".join(str(int(each)) for each in typed if each.isdecimal())
    if len(chosen) != SHOWN or not chosen <= set(_NAMES) or len(code) != DIGITS:
        return None
    return Receipt(tuple(name for name in _NAMES if name in chosen), code)
