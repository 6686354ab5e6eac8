"""An alert: something in a child's answer that a person must look at, with a clock."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, UtcTime, Words

KINDS = ("harm", "domestic", "self_harm", "missing", "exploitation", "fear")
REQUESTS = ("about_worker", "complaint", "advocate", "contact_me", "erase")


class Alert(Base):
    """One reason to look at one response. It holds no words: only where in the answer they are."""

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'seen', 'decided')", name="state"),
        CheckConstraint("(state = 'decided') = (decision IS NOT NULL)", name="decided"),
    )
    kept: ClassVar[str] = "as long as the response it belongs to"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
    #: One of KINDS or REQUESTS.
    kind: Mapped[str] = mapped_column(Words(30))
    #: "phrase", "rating", "button" or "similar": what noticed it.
    source: Mapped[str] = mapped_column(Words(20))
    question: Mapped[str | None] = mapped_column(Words(60))
    #: Character offsets [start, end] into the sealed text of that question; None for a choice.
    span: Mapped[list[int] | None] = mapped_column(Codes)
    #: The clock starts when the child pressed Send, not when it reached us.
    sent_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    raised_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(Words(10), default="new", index=True)
    decision: Mapped[str | None] = mapped_column(Words(20))
