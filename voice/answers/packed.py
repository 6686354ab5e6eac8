"""Say of answers that they went into a pack of the panel's: from then on they stay."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from voice.answers.models import Response
from voice.answers.wanted import Wanted, conditions
from voice.storage import trail


def mark_packed(
    session: Session, since: date, until: date, counted_at: datetime, at: datetime, actor: str
) -> int:
    """Mark what was sent in these days and had come by the time it was counted; how many are new.

    Both days are whole. What is in a pack already keeps the moment it first went into one.
    """
    marked = session.execute(
        update(Response)
        .where(*conditions(Wanted(since=since, until=until), "en"))
        .where(Response.received_at <= counted_at, Response.packed_at.is_(None))
        .values(packed_at=at)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    trail.write(session, actor, "answers.packed", f"since:{since.isoformat()}", answers=marked)
    return int(marked)
