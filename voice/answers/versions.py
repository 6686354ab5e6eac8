"""What people made of a child's words so that others may read them: never in place of the original.

A translation stands beside the words, a redaction leaves out what could name somebody, a cover
hides part of a drawing. All are sealed with the response's key and go with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Sealed, UtcTime, Words

_KEPT = "as long as the response it belongs to"


class Translation(Base):
    """The words under one question in the language that staff read, as a person put them."""

    __tablename__ = "translations"
    __table_args__ = (
        CheckConstraint("source IN ('officer', 'interpreter', 'none')", name="source"),
        CheckConstraint("(source = 'none') = (text IS NULL)", name="text"),
    )
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    #: The language it was put into.
    language: Mapped[str] = mapped_column(Words(12))
    #: Who translated: "officer", "interpreter", or "none" where the words need no translation.
    source: Mapped[str] = mapped_column(Words(20))
    text: Mapped[bytes | None] = mapped_column(Sealed)
    #: Who wrote it down here, and when.
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Redaction(Base):
    """The words under one question without what could name somebody; a person finishes it."""

    __tablename__ = "redactions"
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    #: Which stretches were replaced by what, in the words and in their translation; JSON, sealed.
    marks: Mapped[bytes] = mapped_column(Sealed)
    text: Mapped[bytes] = mapped_column(Sealed)
    #: The translation, redacted too; None where there is none.
    translation: Mapped[bytes | None] = mapped_column(Sealed)
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: When a person said that nobody can be recognised; None while it is a draft.
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Cover(Base):
    """The parts of a drawing that nobody else is shown: boxes of whole numbers, never a picture."""

    __tablename__ = "covers"
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    #: A list of [x, y, width, height] on the paper of 1000 by 800.
    boxes: Mapped[list[list[int]]] = mapped_column(Codes)
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
