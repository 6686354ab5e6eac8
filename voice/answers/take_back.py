"""Take an answer back: its key is destroyed, its rows are deleted, and no copy can come again.

Until a pack of the panel's was made with it. Where something in it raised an alert, that part alone
stays, for the people whose job is to keep children safe; every child is told so beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.answers.models import (
    Answer,
    Attachment,
    Recorded,
    Reply,
    Response,
    Tombstone,
    Transcript,
)
from voice.answers.versions import Cover, Redaction, Translation
from voice.safety.models import Alert
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an answer has come; nothing of what it says."""

    sent_at: datetime
    read_due: datetime
    read_at: datetime | None
    packed_at: datetime | None

    @property
    def can_be_taken_back(self) -> bool:
        """Until it is part of a pack."""
        return self.packed_at is None


class AlreadyPacked(Exception):
    """It went into a pack of the panel's and can no longer be taken out."""


def standing(session: Session, response_id: str) -> Standing | None:
    """How far this response has come; None where there is none."""
    found = session.get(Response, response_id)
    if found is None:
        return None
    return Standing(found.sent_at, found.read_due, found.read_at, found.packed_at)


def take_back(session: Session, keystore: Keystore, response_id: str) -> None:
    """Take a response back; AlreadyPacked. What is not there any more is back already.

    The key goes before the rows: a crash in between leaves rows that nobody can read.
    """
    response = session.get(Response, response_id)
    if response is None:
        return
    if response.packed_at is not None:
        raise AlreadyPacked(response_id)
    needed = _needed(session, response_id)
    if needed is None:
        session.add(Tombstone(submission_id=response.submission_id, at=now()))
        session.delete(response)
        session.flush()
        keystore.erase(response.key_id)
    else:
        _keep_only(session, response, needed)
    trail.write(
        session, "child", "answers.taken_back", f"response:{response_id}", whole=needed is None
    )


def _needed(session: Session, response_id: str) -> frozenset[str] | None:
    """The questions that alerts point to, perhaps none; None where nothing raised an alert."""
    alerts = list(session.scalars(select(Alert.question).filter_by(response_id=response_id)))
    return frozenset(each for each in alerts if each) if alerts else None


def _keep_only(session: Session, response: Response, needed: frozenset[str]) -> None:
    """Empty all but what an alert points to; nothing of it is shared, and themes start anew."""
    for answer in response.answers:
        if answer.question not in needed:
            _empty(answer)
    response.consent.share = "no"
    response.consent.answer = "no"
    response.coded_with = 0
    made: list[Attachment | Recorded | Transcript] = [
        *response.attachments,
        *response.recordings,
        *response.transcripts,
    ]
    for one in made:
        if one.question not in needed:
            session.delete(one)
    for reply in session.scalars(select(Reply).filter_by(response_id=response.id)):
        session.delete(reply)
    for kind in (Translation, Redaction, Cover):
        for each in session.scalars(select(kind).filter_by(response_id=response.id)):
            session.delete(each)
    session.flush()


def _empty(answer: Answer) -> None:
    answer.state, answer.chosen, answer.text = "skipped", [], None
