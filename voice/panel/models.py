"""Figures as they were released, and the packs made of them.

A release is a quarter's figures, protected and attacked once and then the same for every reader. A
pack is what one audience reads of it: what people chose and wrote, frozen when two of them publish.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Json, UtcTime, Words

#: Who a pack is for.
AUDIENCES = (
    "youth_panel",
    "care_council",
    "corporate_parenting",
    "partnership",
    "improvement_board",
    "team",
)
_IN_SQL = ", ".join(f"'{each}'" for each in AUDIENCES)


class Release(Base):
    """One quarter's figures, as anybody may read them."""

    __tablename__ = "releases"
    __table_args__ = (CheckConstraint("state IN ('made', 'released')", name="state"),)
    kept: ClassVar[str] = "for good: only what anybody may read, and the next is checked against it"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: As in `quarters.Quarter.key`: "2026-Q3". A quarter has one release.
    period: Mapped[str] = mapped_column(Words(7), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    #: "worker:7" or "command", as in the trail.
    by: Mapped[str] = mapped_column(Words(80))
    threshold: Mapped[int]
    #: What is shown is a multiple of this.
    step: Mapped[int]
    #: The protected figures, as `panel.cube` writes them; nothing that may not be shown.
    cube: Mapped[Json] = mapped_column(Codes)
    #: What the attack found: cells hidden, ranges too narrow, repairs, releases it looked at.
    attacked: Mapped[Json] = mapped_column(Codes)
    #: SHA-256 of the figures.
    fingerprint: Mapped[str] = mapped_column(Words(64))
    #: "made": may still be made anew; "released": somebody read it, and it stays as it is.
    state: Mapped[str] = mapped_column(Words(10), default="made")


class Pack(Base):
    """What one audience reads of one quarter."""

    __tablename__ = "packs"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'proposed', 'published')", name="state"),
        CheckConstraint(f"audience IN ({_IN_SQL})", name="audience"),
        CheckConstraint("(audience = 'team') = (team_id IS NOT NULL)", name="team"),
        CheckConstraint("state = 'draft' OR proposed_by IS NOT NULL", name="proposed"),
        CheckConstraint(
            "state <> 'published' OR (published_by IS NOT NULL AND published_by <> proposed_by"
            " AND fingerprint IS NOT NULL)",
            name="two_people",
        ),
        Index("ix_packs_period_audience", "period", "audience"),
    )
    kept: ClassVar[str] = "10 years, as the papers of the boards that read it"

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(Words(7))
    audience: Mapped[str] = mapped_column(Words(30))
    #: For a team's own sheet.
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    #: The language in which people wrote for it.
    language: Mapped[str] = mapped_column(Words(12))
    state: Mapped[str] = mapped_column(Words(10), default="draft")
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))
    headline: Mapped[str] = mapped_column(Words(200), default="")
    #: All that its readers read, as `panel.contents` writes it; numbers only as released.
    contents: Mapped[Json] = mapped_column(Codes)
    made_by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: SHA-256 of the contents, from the moment they are published.
    fingerprint: Mapped[str | None] = mapped_column(Words(64))
