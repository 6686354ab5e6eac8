"""A quote: a child's redacted words, proposed by one person and decided by another."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Sealed, UtcTime, Words

#: A child speaks once: only one quote of a response may be in one of these states.
_LIVE = text("state IN ('proposed', 'approved')")


class Quote(Base):
    """One quote. It hangs on the finished redaction that it was taken from, and goes with it."""

    __tablename__ = "quotes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question"],
            ["redactions.response_id", "redactions.question"],
            ondelete="CASCADE",
        ),
        CheckConstraint("state IN ('proposed', 'approved', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("decided_by <> proposed_by", name="second_person"),
        CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_by IS NOT NULL", name="decided"
        ),
        CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name="reason"),
        Index(
            "uq_quotes_one_per_child",
            "response_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
    )
    kept: ClassVar[str] = "as long as the response it belongs to"

    id: Mapped[str] = mapped_column(Words(36), primary_key=True)
    response_id: Mapped[str] = mapped_column(Words(36))
    question: Mapped[str] = mapped_column(Words(60))
    theme: Mapped[str] = mapped_column(Words(30), index=True)
    #: Sealed with the response's key.
    words: Mapped[bytes] = mapped_column(Sealed)
    translation: Mapped[bytes | None] = mapped_column(Sealed)
    state: Mapped[str] = mapped_column(Words(10), default="proposed", index=True)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Why it was refused, sealed likewise: it may quote the child.
    reason: Mapped[bytes | None] = mapped_column(Sealed)
