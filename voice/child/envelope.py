"""The sealed envelope: how it is laid out, what it is bound to, and what lies inside. Pure.

Outside, readable by anybody: which month's key, the form's ticket, the submission's id. Inside,
readable by the server alone: the fields of the form, the moment of Send, the receipt, and spaces up
to one of five sizes, so that the length tells nothing.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from voice.child import hpke
from voice.child.pictures import Receipt, read

SIZES: Final = tuple(1024 * 4**power for power in range(5))
LARGEST: Final = SIZES[-1] + hpke.OVERHEAD + 2048
_VERSION: Final = 1
_ID: Final = 36
#: However late it comes, and whatever a tablet's clock says.
_OLDEST: Final = timedelta(days=60)


class Unreadable(ValueError):
    """It is not laid out as an envelope of ours, or does not hold what one holds."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One sealed submission as it travels."""

    key_id: str
    ticket: str
    submission: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What was inside."""

    fields: tuple[tuple[str, str], ...]
    sent_at: datetime
    receipt: Receipt | None


def packed(envelope: Envelope) -> bytes:
    """The envelope as bytes."""
    key_id, ticket = envelope.key_id.encode(), envelope.ticket.encode()
    head = bytes([_VERSION, len(key_id)]) + key_id + len(ticket).to_bytes(2) + ticket
    return head + envelope.submission.encode() + envelope.sealed


def unpacked(posted: bytes) -> Envelope:
    """An envelope from its bytes; Unreadable."""
    key_id, rest = _cut(posted[1:], 1)
    ticket, rest = _cut(rest, 2)
    submission, sealed = rest[:_ID], rest[_ID:]
    if posted[:1] != bytes([_VERSION]) or len(sealed) - hpke.OVERHEAD not in SIZES:
        raise Unreadable("another layout")
    try:
        found = Envelope(key_id.decode(), ticket.decode(), submission.decode(), sealed)
        canonical = str(uuid.UUID(found.submission)) == found.submission
    except ValueError as wrong:
        raise Unreadable("not text where text belongs") from wrong
    if not canonical:
        raise Unreadable("no id")
    return found


def _cut(rest: bytes, width: int) -> tuple[bytes, bytes]:
    size = int.from_bytes(rest[:width])
    return rest[width : width + size], rest[width + size :]


def bound_to(set_key: str, version: int, submission: str) -> bytes:
    """What a seal holds fast: a letter moved to another form or submission does not open."""
    return f"voice/v1|{set_key}|{version}|{submission}".encode()


def padded(fields: Sequence[tuple[str, str]], sent_at: str, receipt: Receipt | None) -> bytes:
    """A letter as the bytes that are sealed, spaces up to the next size; Unreadable if too long."""
    told: dict[str, object] = {"fields": fields, "sent_at": sent_at, "receipt": None}
    if receipt is not None:
        told["receipt"] = {"pictures": receipt.pictures, "code": receipt.code}
    plain = json.dumps(told).encode()
    size = next((each for each in SIZES if len(plain) <= each), None)
    if size is None:
        raise Unreadable("too long")
    return plain.ljust(size)


def letter(plain: bytes, at: datetime) -> Letter:
    """What an opened envelope says; Unreadable. The moment of Send is never in the future."""
    try:
        told = json.loads(plain)
        fields = tuple((str(name), str(value)) for name, value in told["fields"])
        sent_at = datetime.fromisoformat(told["sent_at"])
        kept = told.get("receipt") or {"pictures": (), "code": ""}
        receipt = read(map(str, kept["pictures"]), str(kept["code"]))
        return Letter(fields, _sensible(sent_at, at), receipt)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise Unreadable("not a letter of ours") from wrong


def _sensible(sent_at: datetime, at: datetime) -> datetime:
    if sent_at.tzinfo is None:
        return at
    return min(at, max(at - _OLDEST, sent_at))
