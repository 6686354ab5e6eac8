"""An alert: something in a child's answer that a person must look at, with a clock.

Beside it the messages that call people to look, and what was found to be harmless after all.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voice.safety.sending import Waiting
from voice.storage.base import Base
from voice.storage.types import Codes, Sealed, UtcTime, Words

KINDS = ("harm", "domestic", "self_harm", "missing", "exploitation", "fear")
REQUESTS = ("about_worker", "complaint", "advocate", "contact_me", "erase")
#: What a person may decide: passed on; somebody is on it already; nothing to worry about.
DECISIONS = ("referred", "known", "not_concern")


class Alert(Base):
    """One reason to look at one response. It holds no words: only where in the answer they are."""

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'seen', 'decided')", name="state"),
        CheckConstraint("(state = 'decided') = (decision IS NOT NULL)", name="decided"),
        CheckConstraint("decision IN ('referred', 'known', 'not_concern')", name="decision"),
    )
    kept: ClassVar[str] = "as long as the response it belongs to"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
    #: One of KINDS or REQUESTS.
    kind: Mapped[str] = mapped_column(Words(30))
    #: "phrase", "rating", "button", "similar", "translation", or "aside" (another version of the
    #: answer, set aside): what noticed it.
    source: Mapped[str] = mapped_column(Words(20))
    question: Mapped[str | None] = mapped_column(Words(60))
    #: Character offsets [start, end] into the sealed text of that question; None for a choice.
    span: Mapped[list[int] | None] = mapped_column(Codes)
    #: The clock starts when the child pressed Send, not when it reached us.
    sent_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    raised_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(Words(10), default="new", index=True)
    decision: Mapped[str | None] = mapped_column(Words(20))
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    #: Why it was decided so, sealed with the response's key: it may quote the child.
    reason: Mapped[bytes | None] = mapped_column(Sealed)
    #: To whom it was referred, sealed likewise, and when.
    referred_to: Mapped[bytes | None] = mapped_column(Sealed)
    referred_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: The answer was held back on a tablet for more than three days: somebody looks now.
    late: Mapped[bool] = mapped_column(default=False)
    #: From then on managers see it too; None while it has not climbed so far.
    escalated_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Outbox(Waiting, Base):
    """One message to one person or desk: written with the alert, sent until it arrived."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("alert_id", "step"),
        CheckConstraint("state IN ('waiting', 'sent', 'moot')", name="state"),
    )
    kept: ClassVar[str] = "as long as the alert it belongs to"

    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"))
    #: "raised", or the step of the ladder that it stands for.
    step: Mapped[str] = mapped_column(Words(10))
    #: What carried it: "smtp", "govuk", "webhook", "none"; None until it was sent.
    channel: Mapped[str | None] = mapped_column(Words(20))
    #: A place on the ladder ("duty", "next", "manager"); once sent, who: "worker:7" or "desk".
    to: Mapped[str] = mapped_column(Words(40))
    #: Our own sentence, without the child's words and without names.
    body: Mapped[str] = mapped_column(Words(300))
    #: Moot where it was decided before it was sent.
    state: Mapped[str] = mapped_column(Words(10), default="waiting", index=True)


class BenignBank(Base):
    """Where words stand that raised an alert and were no concern, for teaching the safety net."""

    __tablename__ = "benign_bank"
    kept: ClassVar[str] = "as long as the response it belongs to"

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str] = mapped_column(Words(60))
    #: Character offsets [start, end] into the sealed text of that question.
    span: Mapped[list[int]] = mapped_column(Codes)
    kind: Mapped[str] = mapped_column(Words(30))
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
