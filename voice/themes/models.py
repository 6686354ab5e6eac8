"""What we heard in an answer: themes with their evidence, the feeling, and the counts of them.

A theme counts where a person said so, or where we are sure and nobody took it away; everything else
is shown as "not sure" and counted nowhere. `Heard` and `ThemeCount` hold that, kept up to date.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Sealed, UtcTime, Words

_KEPT = "as long as the response it belongs to"


class Coding(Base):
    """One theme in one answer, and where its evidence lies. Holds offsets, never words."""

    __tablename__ = "codings"
    __table_args__ = (
        CheckConstraint("verdict IN ('kept', 'removed', 'added')", name="verdict"),
        Index("ix_codings_theme_response_id", "theme", "response_id"),
        Index("ix_codings_sure_theme_response_id", "sure", "theme", "response_id"),
    )
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
    #: By which codebook: the version that came with Voice, and a council's newest change of it.
    codebook: Mapped[int]
    change: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Whether it may count without a person's word.
    sure: Mapped[bool] = mapped_column(default=True)
    #: What a person said of it: "kept", "removed", "added" (by that person) or nothing yet.
    verdict: Mapped[str | None] = mapped_column(Words(10))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @hybrid_property
    def counts(self) -> bool:
        """Whether it is counted: a person's word comes before ours."""
        return self.verdict in {"kept", "added"} or (self.verdict is None and self.sure)

    @counts.inplace.expression
    @classmethod
    def _counts(cls) -> ColumnElement[bool]:
        silent = and_(cls.verdict.is_(None), cls.sure.is_(True))
        return or_(cls.verdict.in_(("kept", "added")), silent)


#: Themes that wait for a person's word: not sure, and nobody has decided.
UNSURE = and_(Coding.sure.is_(False), Coding.verdict.is_(None))


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


class Vector(Base):
    """What the words of one answer mean, as vectors sealed like the words (`vectors`)."""

    __tablename__ = "vectors"
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    #: Which model made them: others cannot be compared with them.
    model: Mapped[str] = mapped_column(Words(80), index=True)
    sealed: Mapped[bytes] = mapped_column(Sealed)


class NoTheme(Base):
    """An answer without a theme of which a person said that it makes no new one."""

    __tablename__ = "no_themes"
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Heard(Base):
    """One child once for each theme or control that counts: what the board and packs are made of.

    Made from codings and feelings by `recount.refresh`, in the transaction that changes them. What
    lies open about the response is repeated here, so that a filter needs no second table.
    """

    __tablename__ = "heard"
    __table_args__ = (
        CheckConstraint("own > 0 OR rated > 0", name="counts"),
        Index("ix_heard_theme_sent_at_own_rated", "theme", "sent_at", "own", "rated"),
        {"sqlite_with_rowid": False},
    )
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    theme: Mapped[str] = mapped_column(Words(30), primary_key=True)
    #: What the child wrote, and what the child chose, as bits of `splits` (`splits.band_of`); 0
    #: where the child did not.
    own: Mapped[int]
    rated: Mapped[int]
    period: Mapped[date]
    sent_at: Mapped[datetime] = mapped_column(UtcTime)
    set_key: Mapped[str] = mapped_column(Words(20))
    tier: Mapped[str] = mapped_column(Words(10))
    language: Mapped[str] = mapped_column(Words(12))
    team_id: Mapped[int | None]
    channel: Mapped[str] = mapped_column(Words(20))
    alone: Mapped[bool]


class ThemeCount(Base):
    """Children by theme, month and feelings: in all, and along each one and two choices.

    Kept by triggers (`triggers.py`), so that no way of adding or erasing an answer can pass it by.
    The theme "" stands for every child who answered. Sum over `part`.
    """

    __tablename__ = "theme_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)
    kept: ClassVar[str] = "as long as the responses it counts"

    #: "all", "helped" ("alone", "assisted"), "set_key", "tier", "language", "team_id", "channel",
    #: and two as "helped+tier" with "alone+8-10" (`triggers.line`).
    dimension: Mapped[str] = mapped_column(Words(30), primary_key=True)
    value: Mapped[str] = mapped_column(Words(60), primary_key=True)
    theme: Mapped[str] = mapped_column(Words(30), primary_key=True)
    own: Mapped[int] = mapped_column(primary_key=True)
    rated: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    #: 0, or the transaction on PostgreSQL that added it and was not folded in yet.
    part: Mapped[int] = mapped_column(BigInteger, primary_key=True, index=True)
    children: Mapped[int]


class HandCoding(Base):
    """The themes that one person saw in one answer, beside what was found there before.

    "first" is an officer's check, "second" another's who did not see it, "audit" the sample by
    which the whole is measured.
    """

    __tablename__ = "hand_codings"
    __table_args__ = (CheckConstraint("kind IN ('first', 'second', 'audit')", name="kind"),)
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    kind: Mapped[str] = mapped_column(Words(10), primary_key=True)
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Keys of themes; none where there is nothing to assign.
    themes: Mapped[list[str]] = mapped_column(Codes)
    #: What counted before anybody looked.
    found: Mapped[list[str]] = mapped_column(Codes)


class LearntHead(Base):
    """What was learnt from officers' corrections at one time, and whether it is used.

    Holds which answers were corrected to which themes, never words or vectors of words: those are
    read again from the answers, so that an answer taken back is not heard by any more.
    """

    __tablename__ = "learnt_heads"
    kept: ClassVar[str] = "as long as it can be gone back to: the last 20"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: "worker:<id>" or "worker process".
    by: Mapped[str] = mapped_column(Words(80))
    #: What it stands on: the model, the codebook, and what officers had said by then.
    made_from: Mapped[str] = mapped_column(Words(64))
    corrections: Mapped[int]
    #: F1 on corrected answers that were held out, with the head before and with this one.
    before: Mapped[float]
    after: Mapped[float]
    #: The corrected answers and their themes, sealed; None for what comes with this version.
    told: Mapped[bytes | None] = mapped_column("weights", Sealed)
    #: When it began to be used and when that ended; neither where it was not good enough.
    used_from: Mapped[datetime | None] = mapped_column(UtcTime)
    used_until: Mapped[datetime | None] = mapped_column(UtcTime)
