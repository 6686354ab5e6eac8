"""A link opens one form for one team, occasion and month. It carries no power to read.

Beside it the marks of receipts: which answer belongs to five pictures and six digits.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import UtcTime, Words


class Link(Base):
    """A way to one form: on a tablet, behind a QR code, on a printed slip."""

    __tablename__ = "links"
    __table_args__ = (CheckConstraint("used >= 0", name="used"),)
    kept: ClassVar[str] = "1 year after it closed"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(Words(40), unique=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("published_sets.id"))
    tier: Mapped[str] = mapped_column(Words(10))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    period: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    #: None: stays open.
    closes_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: How many answers it takes; None: as many as come.
    most: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    #: From then on nothing that comes by it is kept, not even what was written before.
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: The eight digits of a printed slip; None where there is none.
    code: Mapped[str | None] = mapped_column(Words(8), unique=True)
    #: The language it was prepared in; None: the browser's own.
    language: Mapped[str | None] = mapped_column(Words(12))
    #: When a tablet was handed to a child with it, last; None: never.
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Whether an interpreter was to be there.
    interpreter: Mapped[bool] = mapped_column(default=False)


class ReceiptMark(Base):
    """The trace of one picture receipt: a slow keyed hash, never the pictures or the digits."""

    __tablename__ = "receipt_marks"
    kept: ClassVar[str] = "as long as the response it belongs to"

    digest: Mapped[str] = mapped_column(Words(64), primary_key=True)
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
