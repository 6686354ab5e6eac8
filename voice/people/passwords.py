"""Passwords: kept as argon2id, checked in the same time for everybody, refused where easy to guess.

Pure. The lists of common passwords lie in `zxcvbn`, which asks nobody.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

#: For staff (NCSC: length over rules), and for young people on a tablet in the room.
LENGTH: Final = 12
PANEL_LENGTH: Final = 8
MOST: Final = 200
#: zxcvbn's scale of 0 to 4: 3 withstands 10^8 guesses, 2 withstands 10^6 (with our lock-out).
_STRENGTH: Final = 3
_PANEL_STRENGTH: Final = 2
#: zxcvbn's work grows with length; what makes a password weak is at its front.
_READ: Final = 72
_HASHER: Final = PasswordHasher()
#: Checked for an account that does not exist, so that an answer takes as long.
_NOBODY: Final = _HASHER.hash("nobody has this password")


def kept(password: str) -> str:
    """What the database keeps of a password."""
    return _HASHER.hash(_normal(password))


def fits(password: str, known: str | None) -> bool:
    """Whether this is the password; as slow for `None`, which no password fits."""
    try:
        return _HASHER.verify(known or _NOBODY, _normal(password)) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def fault(password: str, about: Iterable[str] = (), *, panel: bool = False) -> str | None:
    """ "short", "long" or "easy", or None; `about` are words others know of the person."""
    plain = _normal(password)
    if len(plain) < (PANEL_LENGTH if panel else LENGTH):
        return "short"
    if len(plain) > MOST:
        return "long"
    words = [each.replace("@", " ").casefold() for each in about]
    known = [part for each in words for part in (*each.split(), each.replace(" ", ""))]
    found = zxcvbn(plain[:_READ], user_inputs=known)
    return "easy" if found["score"] < (_PANEL_STRENGTH if panel else _STRENGTH) else None


def _normal(password: str) -> str:
    """The same letters, however a keyboard composed them."""
    return unicodedata.normalize("NFKC", password)[: MOST + 1]
