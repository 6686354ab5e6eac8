"""Keep the data keys, wrapped, in a store of their own (`keys.db`) beside the main database.

They are kept apart so that erasing a key also erases every backup of the words it sealed. A key is
stored before the row that needs it: a crash in between leaves a key without words, never words
without a key.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from sqlalchemy import delete, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from voice.config import kept_secret
from voice.storage import keys
from voice.storage.session import open_engine
from voice.storage.types import Sealed, Words


class KeyBase(DeclarativeBase):
    """The base of the key store, which is no part of the main database."""


class DataKey(KeyBase):
    """One response's key, wrapped by the master key."""

    __tablename__ = "data_keys"
    kept: ClassVar[str] = "as long as the response it seals; erased with it"

    id: Mapped[str] = mapped_column(Words(32), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(Sealed)


class LostKey(LookupError):
    """The key is not in the store: it was erased, and its words with it."""


class Keystore:
    """Make, find and erase data keys."""

    def __init__(self, folder: Path) -> None:
        self._master = kept_secret(folder, "master.key")
        self._engine = open_engine(f"sqlite:///{(folder / 'keys.db').absolute()}")
        KeyBase.metadata.create_all(self._engine)

    def close(self) -> None:
        """Close the store; the next use opens it again."""
        self._engine.dispose()

    def derived(self, purpose: str) -> bytes:
        """A key of its own for one purpose, made from the master key and never stored."""
        return hmac.digest(self._master, purpose.encode(), "sha256")

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session on the store itself, committed at the end."""
        with Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on the store itself that only reads."""
        with Session(self._engine.execution_options(writing=False)) as session:
            yield session

    def wrap(self, name: str, key: bytes) -> bytes:
        """Seal some other key under the master key, bound to its name."""
        return keys.wrap(self._master, key, name)

    def unwrap(self, name: str, wrapped: bytes) -> bytes:
        """What `wrap` sealed under this name."""
        return keys.unwrap(self._master, wrapped, name)

    def make(self) -> tuple[str, bytes]:
        """A fresh data key, already safely stored; returns (key id, key)."""
        key_id, key = secrets.token_hex(16), keys.new_key()
        with Session(self._engine) as session, session.begin():
            session.add(DataKey(id=key_id, wrapped=keys.wrap(self._master, key, key_id)))
        return key_id, key

    def find(self, key_id: str) -> bytes:
        """The data key with this id; LostKey when it was erased."""
        return self.find_all([key_id])[key_id]

    def find_all(self, key_ids: list[str]) -> dict[str, bytes]:
        """Several keys at once, by id; LostKey when one was erased."""
        wanted = set(key_ids)
        with Session(self._engine.execution_options(writing=False)) as session:
            rows = session.execute(
                select(DataKey.id, DataKey.wrapped).where(DataKey.id.in_(wanted))
            ).all()
        if len(rows) != len(wanted):
            raise LostKey(f"{len(wanted) - len(rows)} of {len(wanted)} keys were erased")
        return {row.id: keys.unwrap(self._master, row.wrapped, row.id) for row in rows}

    def erase(self, key_id: str) -> None:
        """Destroy a key, and with it every copy of what it sealed."""
        with Session(self._engine) as session, session.begin():
            session.execute(delete(DataKey).where(DataKey.id == key_id))
