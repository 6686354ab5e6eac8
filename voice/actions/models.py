"""What adults do about what children said, and what children are told about it.

No child's words are here: what "you said" in a sentence is what a grown-up wrote for everybody.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voice.safety.sending import Waiting
from voice.storage.base import Base
from voice.storage.types import Codes, Json, UtcTime, Words

_KEPT = "10 years, as the papers of the boards that read it"


class Action(Base):
    """One thing that somebody promised to do, with a name, a day and an end."""

    __tablename__ = "actions"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        CheckConstraint("outcome IN ('did', 'could_not')", name="outcome"),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="closed"),
        CheckConstraint("state = 'open' OR evidence <> ''", name="evidence"),
        CheckConstraint("said IN ('late', 'stuck')", name="said"),
        CheckConstraint("(plan = '') = (plan_due IS NULL)", name="plan"),
        CheckConstraint("update_days BETWEEN 1 AND 366", name="update_days"),
    )
    kept: ClassVar[str] = _KEPT

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The pack it came from; None for none. A plain number: the room of packs lies above this one.
    pack_id: Mapped[int | None] = mapped_column(index=True)
    #: Who asked for it: "youth_panel", "care_council", or "" for nobody in particular.
    body: Mapped[str] = mapped_column(Words(20))
    theme: Mapped[str] = mapped_column(Words(30), index=True)
    #: The forms it is about, as the key of a set begins ("CP"); empty for every form.
    form: Mapped[str] = mapped_column(Words(20), default="")
    #: Children who spoke of the theme between these days are told how it ended.
    since: Mapped[date]
    until: Mapped[date]
    #: In words that the panel can read.
    title: Mapped[str] = mapped_column(Words(120))
    what: Mapped[str] = mapped_column(Words(1000))
    lead_name: Mapped[str] = mapped_column(Words(120))
    #: The lead, where they sign in here: they may update it, and are reminded.
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("workers.id"), index=True)
    agency: Mapped[str] = mapped_column(Words(120))
    due: Mapped[date]
    #: An update is expected at least once in so many days.
    update_days: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcTime)
    #: How it will be done after all, and by when, once it is late.
    plan: Mapped[str] = mapped_column(Words(1000), default="")
    plan_due: Mapped[date | None]
    #: A worse state than the rules give, as a person said: "late" or "stuck".
    said: Mapped[str | None] = mapped_column(Words(10))
    state: Mapped[str] = mapped_column(Words(10), default="open", index=True)
    outcome: Mapped[str | None] = mapped_column(Words(10))
    evidence: Mapped[str] = mapped_column(Words(2000), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    made_by: Mapped[int] = mapped_column(ForeignKey("workers.id"))


class Entry(Base):
    """One line of an action's history."""

    __tablename__ = "action_history"
    __table_args__ = (
        CheckConstraint("kind IN ('made', 'update', 'changed', 'closed', 'reminded')", name="kind"),
    )
    kept: ClassVar[str] = _KEPT

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: None for what the clock did.
    by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    kind: Mapped[str] = mapped_column(Words(10))
    text: Mapped[str] = mapped_column(Words(2000), default="")
    #: What was changed: {field: [before, after]}.
    changes: Mapped[Json] = mapped_column(Codes)


class Sentence(Base):
    """What children are told about an action, in one language."""

    __tablename__ = "action_sentences"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'checked')", name="state"),
        CheckConstraint("(state = 'checked') = (checked_at IS NOT NULL)", name="checked"),
        CheckConstraint("you_said <> '' AND we_did <> ''", name="whole"),
    )
    kept: ClassVar[str] = _KEPT

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(Words(12), primary_key=True)
    you_said: Mapped[str] = mapped_column(Words(300))
    #: What we did, or why we could not, as the action's outcome says.
    we_did: Mapped[str] = mapped_column(Words(600))
    state: Mapped[str] = mapped_column(Words(10), default="draft")
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Who checked it and how they know the language, as an officer wrote it down.
    checked_as: Mapped[str | None] = mapped_column(Words(120))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Told(Base):
    """A child who was written back to about an action. Holds no words: the reply does, sealed."""

    __tablename__ = "action_replies"
    kept: ClassVar[str] = "as long as the response it belongs to"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    reply_id: Mapped[str] = mapped_column(ForeignKey("replies.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class NotEnough(Base):
    """A young person of the panel says that an action is not good enough, and why."""

    __tablename__ = "not_good_enough"
    __table_args__ = (CheckConstraint("why IN ('slow', 'small', 'other', 'unclear')", name="why"),)
    kept: ClassVar[str] = "as long as the action it is about"

    action_id: Mapped[int] = mapped_column(
        ForeignKey("actions.id", ondelete="CASCADE"), primary_key=True
    )
    worker_id: Mapped[int] = mapped_column(
        ForeignKey("workers.id", ondelete="CASCADE"), primary_key=True
    )
    #: Too slow; too small a change; not what was asked; hard to understand.
    why: Mapped[str] = mapped_column(Words(10))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Reminder(Waiting, Base):
    """A message to a lead: written once for each missed day, sent until it arrives."""

    __tablename__ = "action_reminders"
    __table_args__ = (
        UniqueConstraint("action_id", "kind", "about"),
        CheckConstraint("kind IN ('update', 'due')", name="kind"),
        CheckConstraint("state IN ('waiting', 'sent', 'moot')", name="state"),
    )
    kept: ClassVar[str] = "as long as the action it is about"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id", ondelete="CASCADE"))
    #: An update was missed, or the day by which it should be done.
    kind: Mapped[str] = mapped_column(Words(10))
    #: The day that was missed.
    about: Mapped[date]
