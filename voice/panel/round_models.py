"""What the panel does with a pack: a round of voting, the questions it asks, the boards' reports.

A young person's words are sealed with the key of their round. When a round is closed, what each
member gave is counted once and thrown away: afterwards nobody can find out who gave what.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Json, Sealed, UtcTime, Words

_KEPT = "10 years, as the papers of the boards that read it"


class Round(Base):
    """One body of young people reads one pack and says what matters."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("pack_id"),
        CheckConstraint("body IN ('youth_panel', 'care_council')", name="body"),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed"),
        CheckConstraint("state = 'closed' OR results IS NULL", name="secret"),
    )
    kept: ClassVar[str] = _KEPT

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("packs.id"))
    body: Mapped[str] = mapped_column(Words(20))
    state: Mapped[str] = mapped_column(Words(10), default="open")
    opened_by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: How many took part; counted when it is closed.
    voters: Mapped[int | None]
    #: Id of the data key that seals every word of this round.
    key_id: Mapped[str] = mapped_column(Words(32))
    #: Stars and words without their senders, as `votes.Result` is written; sealed.
    results: Mapped[bytes | None] = mapped_column(Sealed)
    #: The headline that the panel chose in the end; sealed.
    headline: Mapped[bytes | None] = mapped_column(Sealed)
    minutes: Mapped[bytes | None] = mapped_column(Sealed)


class Ballot(Base):
    """What one young person gave in a round that is open: one each, and theirs to change."""

    __tablename__ = "ballots"
    kept: ClassVar[str] = "until its round is closed"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    worker_id: Mapped[int] = mapped_column(
        ForeignKey("workers.id", ondelete="CASCADE"), primary_key=True
    )
    #: {theme: how many stars}.
    stars: Mapped[Json] = mapped_column(Codes)
    #: Headline, what is missing, question, names for themes; sealed.
    words: Mapped[bytes | None] = mapped_column(Sealed)
    #: Something in the words may mean that somebody is in danger: a facilitator reads them now.
    worry: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class Question(Base):
    """What the panel asks the adults, and what they answer."""

    __tablename__ = "panel_questions"
    __table_args__ = (CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),)
    kept: ClassVar[str] = _KEPT

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"), index=True)
    #: Its place among the round's questions, to which its words are sealed.
    place: Mapped[int]
    #: Sealed with the round's key.
    words: Mapped[bytes] = mapped_column(Sealed)
    answer: Mapped[str | None] = mapped_column(Words(1000))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Report(Base):
    """One quarter's report to one board: due, prepared, signed off by somebody else."""

    __tablename__ = "board_reports"
    __table_args__ = (
        UniqueConstraint("board", "period"),
        CheckConstraint(
            "board IN ('corporate_parenting', 'partnership', 'improvement_board', 'committee')",
            name="board",
        ),
        CheckConstraint("state IN ('planned', 'prepared', 'signed_off')", name="state"),
        CheckConstraint(
            "state = 'planned' OR (pack_id IS NOT NULL AND prepared_by IS NOT NULL)",
            name="prepared",
        ),
        CheckConstraint(
            "(state = 'signed_off') = (signed_by IS NOT NULL)",
            name="signed",
        ),
        CheckConstraint("signed_by <> prepared_by", name="two_people"),
    )
    kept: ClassVar[str] = _KEPT

    id: Mapped[int] = mapped_column(primary_key=True)
    board: Mapped[str] = mapped_column(Words(30))
    period: Mapped[str] = mapped_column(Words(7))
    due: Mapped[date]
    pack_id: Mapped[int | None] = mapped_column(ForeignKey("packs.id"))
    state: Mapped[str] = mapped_column(Words(10), default="planned")
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    prepared_at: Mapped[datetime | None] = mapped_column(UtcTime)
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcTime)
