"""What a council changed in its codebook: one row a change, added and never altered."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Codes, Json, UtcTime, Words


class CodebookChange(Base):
    """One change. Taking it back is another one: every number ever shown can be explained."""

    __tablename__ = "codebook_changes"
    __table_args__ = (
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "kind IN ('add', 'reword', 'rephrase', 'merge', 'split', 'retire', 'bring_back', "
            "'several', 'undo')",
            name="kind",
        ),
        CheckConstraint("why <> ''", name="why"),
    )
    kept: ClassVar[str] = "as long as the installation: the version of every coding refers to it"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    #: "worker:<id>" or "command".
    by: Mapped[str] = mapped_column(Words(80))
    kind: Mapped[str] = mapped_column(Words(12))
    #: The change as `changes.written` says it; never a child's words.
    told: Mapped[Json] = mapped_column(Codes)
    why: Mapped[str] = mapped_column(Words(300))
