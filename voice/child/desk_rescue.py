"""Take in a file that was rescued from a tablet: every line through the same door as the post.

Pure but for the door. A line that is no envelope harms no other; the same file twice changes
nothing, because the door knows what it has.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from voice.answers.receive import is_here
from voice.child import envelope, sealed
from voice.child.sealed import Outcome
from voice.child.sealed_keys import PostKeys
from voice.storage import trail
from voice.storage.keystore import Keystore

#: A tablet's whole queue, generously: some hundred envelopes of the largest size.
LARGEST: Final = 64 * 1024 * 1024


class Became(StrEnum):
    """What became of one line."""

    KEPT = "kept"
    HERE = "here"
    ASIDE = "aside"
    TAKEN_BACK = "taken_back"
    CLOSED = "closed"
    UNREADABLE = "unreadable"


_BECAME: Final = {
    Outcome.KEPT: Became.KEPT,
    Outcome.ASIDE: Became.ASIDE,
    Outcome.OTHER_CONTENT: Became.ASIDE,
    Outcome.TAKEN_BACK: Became.TAKEN_BACK,
    Outcome.CLOSED: Became.CLOSED,
    Outcome.UNREADABLE: Became.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file and what became of it."""

    number: int
    became: Became


def take_file(
    session: Session,
    keystore: Keystore,
    keys: PostKeys,
    secret: bytes,
    content: bytes,
    at: datetime,
    read_within: timedelta,
    by: int,
) -> tuple[Line, ...]:
    """Take every envelope of a file in; what became of each line that is not empty."""
    lines = []
    for number, posted in _envelopes(content):
        if posted is None:
            lines.append(Line(number, Became.UNREADABLE))
            continue
        here = _is_here(session, posted)
        with session.begin_nested():
            outcome = sealed.take(session, keystore, keys, secret, posted, at, read_within)
        became = Became.HERE if here and outcome is Outcome.KEPT else _BECAME[outcome]
        lines.append(Line(number, became))
    counts = {kind.value: sum(each.became is kind for each in lines) for kind in Became}
    trail.write(session, f"worker:{by}", "answers.rescued", "file:rescue", **counts)
    return tuple(lines)


def _envelopes(content: bytes) -> Iterator[tuple[int, bytes | None]]:
    """The envelope on each line, or None where there is none, with the line's number."""
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            yield number, _envelope(line)


def _envelope(line: bytes) -> bytes | None:
    try:
        told = json.loads(line)
        found = b64decode(told["envelope"], validate=True)
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error):
        return None
    return found if len(found) <= envelope.LARGEST else None


def _is_here(session: Session, posted: bytes) -> bool:
    try:
        return is_here(session, envelope.unpacked(posted).submission)
    except envelope.Unreadable:
        return False
