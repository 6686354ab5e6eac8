"""A link opens one form for one team, occasion and month. It carries no power to read."""

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
