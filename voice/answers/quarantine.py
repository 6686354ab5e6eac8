"""Set a sealed answer aside that cannot be kept as it is: closed, and no word of it lost."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.answers.models import Quarantined
from voice.storage import trail
from voice.storage.types import now


def set_aside(session: Session, submission_id: str, envelope: bytes, why: str) -> None:
    """Keep an envelope for an officer; the same one is kept once."""
    mark = sha256(envelope).hexdigest()
    same = select(Quarantined).filter_by(submission_id=submission_id, fingerprint=mark)
    if session.scalar(same) is not None:
        return
    session.add(
        Quarantined(
            submission_id=submission_id, fingerprint=mark, why=why, at=now(), envelope=envelope
        )
    )
    session.flush()
    subject = f"submission:{submission_id}"
    trail.write(session, "child", "answers.set_aside", subject, why=why, size=len(envelope))
