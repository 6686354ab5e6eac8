"""The post's key pairs: a fresh one each month; an old one opens late letters for three more.

The private half is wrapped by the master key and lies in the key store; when it is destroyed, what
was sealed with it can be opened by nobody any more.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from voice.child import hpke
from voice.questions.sets import QuestionSet
from voice.storage.keystore import KeyBase, Keystore, LostKey
from voice.storage.types import Sealed, Words

#: A key of August opens letters until the end of November.
KEPT_MONTHS: Final = 3


class PostKey(KeyBase):
    """One month's key pair."""

    __tablename__ = "post_keys"
    kept: ClassVar[str] = "3 months after its own month"

    #: The month: "2026-11".
    id: Mapped[str] = mapped_column(Words(7), primary_key=True)
    #: The public half, base64url.
    public: Mapped[str] = mapped_column(Words(100))
    wrapped: Mapped[bytes] = mapped_column(Sealed)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What anybody may know: which key, and its public half in base64url."""

    id: str
    key: str


def month_of(at: datetime) -> str:
    """The name of the key that is used at this moment."""
    return f"{at:%Y-%m}"


class PostKeys:
    """The key pairs in one key store."""

    def __init__(self, keystore: Keystore) -> None:
        self._store = keystore
        self._known: dict[str, PublicKey] = {}
        with keystore.writing() as session:
            PostKey.__table__.create(session.connection(), checkfirst=True)  # type: ignore[attr-defined]

    def public(self, at: datetime) -> PublicKey:
        """This month's public key, made on first use; then older private keys are destroyed."""
        month = month_of(at)
        if month not in self._known:
            self._known = {month: self._find(month) or self._make(month, at)}
        return self._known[month]

    def private(self, month: str) -> bytes:
        """A month's private key; LostKey when it was destroyed or never was."""
        with self._store.reading() as session:
            wrapped = session.scalar(select(PostKey.wrapped).filter_by(id=month))
        if wrapped is None:
            raise LostKey(month)
        return self._store.unwrap(f"post {month}", wrapped)

    def _find(self, month: str) -> PublicKey | None:
        with self._store.reading() as session:
            found = session.scalar(select(PostKey.public).filter_by(id=month))
        return PublicKey(month, found) if found else None

    def _make(self, month: str, at: datetime) -> PublicKey:
        private = hpke.new_private()
        public = urlsafe_b64encode(hpke.public_of(private)).decode().rstrip("=")
        wrapped = self._store.wrap(f"post {month}", private)
        try:
            with self._store.writing() as session:
                session.execute(delete(PostKey).where(PostKey.id < _oldest(at)))
                session.add(PostKey(id=month, public=public, wrapped=wrapped))
        except IntegrityError:  # another process was quicker: its key is the month's
            return self._find(month) or self._make(month, at)
        return PublicKey(month, public)


def _oldest(at: datetime) -> str:
    months = at.year * 12 + at.month - 1 - KEPT_MONTHS
    return f"{months // 12:04}-{months % 12 + 1:02}"


def written_out(key: PublicKey, asked: QuestionSet) -> str:
    """What a form's page needs for sealing, in one attribute: key id, set, version, key."""
    return f"{key.id} {asked.key} {asked.version} {key.key}"
