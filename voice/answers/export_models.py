"""What somebody asked to take out of the house, and what a second person said to it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Json, Sealed, UtcTime, Words


class ExportRequest(Base):
    """One wish to export answers. The file is kept nowhere: it is made when it is fetched."""

    __tablename__ = "export_requests"
    __table_args__ = (
        CheckConstraint(
            "state IN ('asked', 'agreed', 'refused', 'fetched', 'lapsed')", name="state"
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="two_people"),
        CheckConstraint(
            "state NOT IN ('agreed', 'refused', 'fetched') OR decided_by IS NOT NULL",
            name="decided",
        ),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", name="decided_at"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refusal"),
        CheckConstraint("state <> 'fetched' OR fetched_at IS NOT NULL", name="fetched"),
    )
    kept: ClassVar[str] = "3 years from the day it was asked"

    id: Mapped[str] = mapped_column(Words(36), primary_key=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("workers.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: Why, in the asker's words; sealed, because it may name a child.
    reason: Mapped[bytes] = mapped_column(Sealed)
    #: Which answers: the choices of the inbox's filter, as codes.
    wanted: Mapped[Json] = mapped_column(Codes)
    #: How many the inbox showed for it, and how many of them the file holds.
    listed: Mapped[int]
    rows: Mapped[int]
    state: Mapped[str] = mapped_column(Words(10), default="asked", index=True)
    #: The second person, who agreed or refused.
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Why it was refused, sealed likewise.
    refusal: Mapped[bytes | None] = mapped_column(Sealed)
    #: The first time the file was fetched.
    fetched_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: From then on nobody can agree any more, or fetch it.
    lapses_at: Mapped[datetime] = mapped_column(UtcTime)
