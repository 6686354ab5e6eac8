"""A published set: the exact words of one version, frozen language by language."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Json, UtcTime, Words

_FOR_EVER = "for ever: without the question an answer means nothing"


class PublishedSet(Base):
    """One version of a set that children were or are asked."""

    __tablename__ = "published_sets"
    __table_args__ = (UniqueConstraint("key", "version"),)
    kept: ClassVar[str] = _FOR_EVER

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Words(20))
    version: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UtcTime)


class PublishedWords(Base):
    """The words of one version in one language, exactly as a child reads them. Never changed."""

    __tablename__ = "published_words"
    kept: ClassVar[str] = _FOR_EVER

    set_id: Mapped[int] = mapped_column(ForeignKey("published_sets.id"), primary_key=True)
    language: Mapped[str] = mapped_column(Words(12), primary_key=True)
    frozen_at: Mapped[datetime] = mapped_column(UtcTime)
    #: The whole set in this language, as `frozen.as_plain` writes it.
    words: Mapped[Json] = mapped_column(Codes)
    #: SHA-256 of the words, so that a change behind our back is seen.
    fingerprint: Mapped[str] = mapped_column(Words(64))
