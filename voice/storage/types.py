"""Column types with a promise: times are UTC, and sealed bytes are never plain text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; refuses a time that does not say its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, or ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: always with its zone (SQLite forgets it)."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[bytes]):
    """Bytes made by `storage.keys.seal`: refuses anything that is not an envelope."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """To the database: an envelope, or ValueError for plain bytes."""
        if value is not None and not value.startswith(b"\x01"):
            raise ValueError("only a sealed envelope may be stored here")
        return value


class Words(TypeDecorator[str]):
    """Short text that no child wrote: titles, codes, names. Children's text is `Sealed`."""

    impl = String
    cache_ok = True


#: A small structure of keys, codes and counts; never a child's words.
Codes = JSON


def now() -> datetime:
    """The present moment in UTC, the one clock of the whole house."""
    return datetime.now(UTC)


Json = dict[str, Any]
