"""Raise alerts in the transaction that keeps the answer: no answer is kept without its alert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from voice.safety.models import Alert
from voice.storage.types import now


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was noticed, before it becomes an alert."""

    kind: str
    source: str
    question: str | None = None
    #: Character offsets into the answer's text.
    span: tuple[int, int] | None = None


def raise_alerts(
    session: Session, response_id: str, sent_at: datetime, notices: Sequence[Notice]
) -> None:
    """One alert for each notice; the clock runs from when the child pressed Send."""
    session.add_all(
        Alert(
            response_id=response_id,
            kind=notice.kind,
            source=notice.source,
            question=notice.question,
            span=list(notice.span) if notice.span else None,
            sent_at=sent_at,
            raised_at=now(),
        )
        for notice in notices
    )
    session.flush()


def any_for(session: Session, response_id: str) -> bool:
    """Whether this response raised an alert."""
    return bool(session.scalar(select(exists().where(Alert.response_id == response_id))))
