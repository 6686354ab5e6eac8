"""Carry what somebody typed across a sign-in that ran out, so that no words are lost.

The words travel sealed in the sign-in page, never in an address or a cookie; where somebody signs
in elsewhere, they wait as `waiting` says. They are given back to the person who typed them and
nobody else, and sent only when that person says so. Only a form that held this browser's own token
is carried: no other site can plant one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voice.storage import parcel

#: Characters of a form that may travel; more than any form of ours takes.
MOST: Final = 60_000
_GOOD_FOR: Final = timedelta(hours=1)
_PURPOSE: Final = "people.carried"
#: What is made anew, or must not be kept.
_LEFT_OUT: Final = frozenset({"csrf_token", "password", "code", "carried"})


@dataclass(frozen=True, slots=True)
class Carried:
    """A form somebody filled in: where it goes, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]
    #: Whose words these are.
    worker_id: int


def pack(
    secret: bytes, path: str, fields: Iterable[tuple[str, str]], worker_id: int, at: datetime
) -> str | None:
    """The sealed form; None where it is too long to travel."""
    told = [path, [[name, value] for name, value in fields if name not in _LEFT_OUT], worker_id]
    return None if len(json.dumps(told)) > MOST else parcel.packed(secret, _PURPOSE, told, at)


def unpack(secret: bytes, sealed: str, at: datetime) -> Carried | None:
    """The form, unless it was changed, is not ours, or is more than an hour old."""
    told = parcel.unpacked(secret, _PURPOSE, sealed, at, _GOOD_FOR)
    if told is None:
        return None
    path, fields, worker_id = told
    return Carried(path, tuple((name, value) for name, value in fields), worker_id)
