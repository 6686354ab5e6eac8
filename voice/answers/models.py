"""What a child said: one response to one form, its answers, and what the child agreed to.

Every text is sealed with the response's own key; what lies open here are codes that the child
chose from options we wrote.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voice.storage.base import Base
from voice.storage.types import Codes, Sealed, UtcTime, Words

_KEPT = "3 years from the day it was sent, or until the child takes it back"


class Response(Base):
    """One child's answer to one form, on one day. Nothing here says who the child is."""

    __tablename__ = "responses"
    __table_args__ = (
        Index("ix_responses_set_key_sent_at", "set_key", "sent_at"),
        Index("ix_responses_team_id_sent_at", "team_id", "sent_at"),
    )
    kept: ClassVar[str] = _KEPT

    id: Mapped[str] = mapped_column(Words(36), primary_key=True)
    #: Made on the child's screen: the same one twice is the same answer, never a second.
    submission_id: Mapped[str] = mapped_column(Words(36), unique=True)
    #: HMAC of the content under the response's own key: tells a repeat from another answer.
    digest: Mapped[bytes]
    #: Id of the data key in the key store.
    key_id: Mapped[str] = mapped_column(Words(32))
    set_id: Mapped[int] = mapped_column(ForeignKey("published_sets.id"))
    set_key: Mapped[str] = mapped_column(Words(20))
    tier: Mapped[str] = mapped_column(Words(10))
    language: Mapped[str] = mapped_column(Words(12))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    #: First day of the month of the meeting or of the question.
    period: Mapped[date] = mapped_column(index=True)
    #: The way in: "link", "sealed", "assisted", "import".
    channel: Mapped[str] = mapped_column(Words(20))
    #: What led here, for instance "link:12".
    came_by: Mapped[str] = mapped_column(Words(60))
    #: Who was with the child, as the child said: a list of codes.
    company: Mapped[list[str]] = mapped_column(Codes)
    #: Who tapped: "me", "helped", "for_me", "interpreter", or "" where nobody said.
    taps: Mapped[str] = mapped_column(Words(20))
    sent_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    #: A person will have read it by then.
    read_due: Mapped[datetime] = mapped_column(UtcTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: One of the few that are read with special care, alert or not: how good is the safety net?
    sampled: Mapped[bool] = mapped_column(default=False)
    #: Version of the codebook it was last read with; 0 means not yet.
    coded_with: Mapped[int] = mapped_column(default=0, index=True)
    #: When it went into a pack of the panel's: from then on it can no longer be taken back.
    packed_at: Mapped[datetime | None] = mapped_column(UtcTime)

    answers: Mapped[list[Answer]] = relationship(
        order_by="Answer.position", cascade="all, delete-orphan"
    )
    consent: Mapped[Consent] = relationship(cascade="all, delete-orphan")
    attachments: Mapped[list[Attachment]] = relationship(cascade="all, delete-orphan")
    recordings: Mapped[list[Recorded]] = relationship(cascade="all, delete-orphan")
    #: Always loaded: they are words of the child's, wherever her words are opened.
    transcripts: Mapped[list[Transcript]] = relationship(
        order_by="Transcript.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def alone(self) -> bool:
        """Whether the child said they were alone and tapped themselves."""
        return self.company in ([], ["alone"]) and self.taps in {"me", ""}


class Answer(Base):
    """What became of one question."""

    __tablename__ = "answers"
    __table_args__ = (
        CheckConstraint("state IN ('answered', 'skipped', 'not_sure', 'no_say')", name="state"),
        # Few answers hold words: what waits for a translation is found among those alone.
        Index(
            "ix_answers_written",
            "response_id",
            "question",
            sqlite_where=text("text IS NOT NULL"),
            postgresql_where=text("text IS NOT NULL"),
        ),
    )
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    position: Mapped[int]
    construct: Mapped[str] = mapped_column(Words(80), index=True)
    state: Mapped[str] = mapped_column(Words(10))
    #: Values of the options chosen; never positions.
    chosen: Mapped[list[str]] = mapped_column(Codes)
    #: The child's own words, sealed; None where there are none.
    text: Mapped[bytes | None] = mapped_column(Sealed)


class Attachment(Base):
    """What a child made beside words: a drawing, as the numbers of its strokes."""

    __tablename__ = "attachments"
    __table_args__ = (CheckConstraint("kind IN ('drawing')", name="kind"),)
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    kind: Mapped[str] = mapped_column(Words(20), primary_key=True)
    #: The strokes as `answers.attachments` writes them, sealed.
    strokes: Mapped[bytes] = mapped_column(Sealed)


class Recorded(Base):
    """What a child said aloud under one question: as it came, never changed, for staff alone."""

    __tablename__ = "recordings"
    __table_args__ = (CheckConstraint("kind IN ('webm', 'ogg', 'mp4')", name="kind"),)
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    question: Mapped[str] = mapped_column(Words(60), primary_key=True)
    #: What holds the sound.
    kind: Mapped[str] = mapped_column(Words(10))
    #: The sound as the browser wrote it, sealed; fetched only to be played.
    sound: Mapped[bytes] = mapped_column(Sealed, deferred=True)


class Transcript(Base):
    """What a person typed of a recording. It stays as typed; a correction is typed after it."""

    __tablename__ = "transcripts"
    kept: ClassVar[str] = _KEPT

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str] = mapped_column(Words(60))
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: Sealed with the response's key.
    text: Mapped[bytes] = mapped_column(Sealed)


class Consent(Base):
    """What the child agreed to and asked for."""

    __tablename__ = "consents"
    __table_args__ = (CheckConstraint("share IN ('no', 'ask', 'yes')", name="share"),)
    kept: ClassVar[str] = _KEPT

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True
    )
    #: May we share your words, without your name.
    share: Mapped[str] = mapped_column(Words(10), default="no")
    #: How the child would like an answer: "no", "pictures" or "contact".
    answer: Mapped[str] = mapped_column(Words(10), default="no")
    advocate: Mapped[bool] = mapped_column(default=False)
    call_me: Mapped[bool] = mapped_column(default=False)
    #: How to reach the child, sealed; only where the child gave it.
    contact: Mapped[bytes | None] = mapped_column(Sealed)


class Reply(Base):
    """What a person wrote back to a child."""

    __tablename__ = "replies"
    kept: ClassVar[str] = _KEPT

    id: Mapped[str] = mapped_column(Words(36), primary_key=True)
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), index=True
    )
    by: Mapped[int] = mapped_column(ForeignKey("workers.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: The language it is written in.
    language: Mapped[str] = mapped_column(Words(12))
    #: Sealed with the response's key: it may quote the child.
    text: Mapped[bytes] = mapped_column(Sealed)


class ReplyVerdict(Base):
    """Whether a reply helped, as the child said."""

    __tablename__ = "reply_verdicts"
    __table_args__ = (CheckConstraint("helped IN ('yes', 'a_bit', 'no')", name="helped"),)
    kept: ClassVar[str] = _KEPT

    reply_id: Mapped[str] = mapped_column(
        ForeignKey("replies.id", ondelete="CASCADE"), primary_key=True
    )
    helped: Mapped[str] = mapped_column(Words(10))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Tombstone(Base):
    """An answer that was taken back: a copy that arrives later is not kept."""

    __tablename__ = "tombstones"
    kept: ClassVar[str] = "1 year: longer than any tablet holds an answer back"

    submission_id: Mapped[str] = mapped_column(Words(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class Quarantined(Base):
    """A sealed answer that could not be kept as it is: it stays closed until an officer looks."""

    __tablename__ = "quarantined"
    __table_args__ = (
        UniqueConstraint("submission_id", "fingerprint"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="settled"),
    )
    kept: ClassVar[str] = "3 months: as long as the key that opens it"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(Words(36))
    #: SHA-256 of the envelope: the same one is kept once.
    fingerprint: Mapped[str] = mapped_column(Words(64))
    #: "other_content": its id was used before, with other words. "unfit": it fits no form of ours.
    why: Mapped[str] = mapped_column(Words(20))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: Emptied once it is settled: then only the mark stays, so that a copy is not set aside anew.
    envelope: Mapped[bytes] = mapped_column(Sealed)
    #: "kept" as an answer of its own, or why it was let go; None while nobody has looked.
    outcome: Mapped[str | None] = mapped_column(Words(20))
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("workers.id"))
