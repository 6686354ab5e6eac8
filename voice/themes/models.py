"""What we heard in an answer: themes with their evidence, and the feeling."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Words

_KEPT = "as long as the response it belongs to"


class Coding(Base):
    """One theme in one answer, and where its evidence lies. Holds offsets, never words."""

    __tablename__ = "codings"
    __table_args__ = (Index("ix_codings_theme_response_id", "theme", "response_id"),)
    kept: ClassVar[str] = _KEPT

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str] = mapped_column(Words(60))
    theme: Mapped[str] = mapped_column(Words(30))
    #: "phrase", "similar", "model", "question" (the question is about it) or "person".
    source: Mapped[str] = mapped_column(Words(20))
    #: Character offsets into the answer's text; None where the whole answer is meant.
    start: Mapped[int | None]
    end: Mapped[int | None]
    score: Mapped[float]
    codebook: Mapped[int]


class Feeling(Base):
    """The feeling of one answer, and whether the child said it or we estimated it."""

    __tablename__ = "feelings"
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    #: "pos", "neg", "mixed", "neutral" or "unclear".
    band: Mapped[str] = mapped_column(Words(10))
    #: "rating", "question" (its polarity) or "estimated".
    source: Mapped[str] = mapped_column(Words(20))
