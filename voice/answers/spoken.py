"""Play a child's recording to a person, and keep what that person types of it.

Every playing is an act in the trail, committed before a sound is heard. What is typed is sealed
with the child's own key, looked at by the safety lists at once, and themed like words that were
written; it stays as typed, and a correction is typed after it, so that whatever rests on it still
lies where it lay. The sound itself is played on an answer's page and goes nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, exists, select
from sqlalchemy.orm import Session

from voice.answers.models import Answer, Recorded, Response, Transcript
from voice.answers.notices import heard
from voice.answers.read import NoSuchResponse
from voice.answers.recordings import TYPES
from voice.answers.sealing import open_bytes, open_text, open_words, seal_text
from voice.people.models import Worker
from voice.questions.kinds import LONGEST_TEXT
from voice.safety import triage
from voice.storage import trail
from voice.storage.keystore import Keystore, LostKey
from voice.storage.session import transaction
from voice.storage.types import now


@dataclass(frozen=True, slots=True)
class Typed:
    """One piece of what was typed of a recording: who, and when."""

    text: str
    by: str
    at: datetime


def play(
    engine: Engine, keystore: Keystore, response_id: str, question: str, reader: str
) -> tuple[bytes, str]:
    """The sound and its type for a browser, traced as heard by `reader`; NoSuchResponse."""
    with Session(engine.execution_options(writing=False)) as reading:
        response = _get(reading, response_id)
        found = reading.get(Recorded, (response_id, question))
        if found is None:
            raise NoSuchResponse(response_id)
        try:
            key = keystore.find(response.key_id)
        except LostKey as gone:
            raise NoSuchResponse(response_id) from gone
        sound = open_bytes(key, response, f"recordings.sound.{question}", found.sound)
    with transaction(engine) as own:
        trail.write(own, reader, "answers.listened", f"response:{response_id}", question=question)
    return sound, TYPES[found.kind]


def type_up(
    session: Session, keystore: Keystore, response_id: str, question: str, text: str, by: int
) -> int:
    """Keep a piece of a transcript; how many alerts it raised. NoSuchResponse, LostKey."""
    response, said = _get(session, response_id), text.strip()
    if session.get(Recorded, (response_id, question)) is None:
        raise NoSuchResponse(response_id)
    if not said or len(said) > LONGEST_TEXT:
        raise ValueError("nothing typed, or too much")
    key = keystore.find(response.key_id)
    answer = session.get_one(Answer, (response_id, question))
    before = open_words(key, response, question, answer.text)
    piece = Transcript(response_id=response_id, question=question, by=by, at=now(), text=b"\x01")
    session.add(piece)
    session.flush()
    piece.text = seal_text(key, response, f"transcripts.text.{piece.id}", said) or b""
    noticed = tuple(heard(question, said, response.language, len(before) + 1 if before else 0))
    triage.raise_alerts(session, response_id, response.sent_at, noticed)
    response.coded_with = 0
    trail.write(
        session,
        f"worker:{by}",
        "answers.typed_up",
        f"response:{response_id}",
        question=question,
        alerts=len(noticed),
    )
    session.flush()
    session.expire(response, ["transcripts"])
    return len(noticed)


def typed(session: Session, keystore: Keystore, response_id: str) -> dict[str, tuple[Typed, ...]]:
    """What was typed of each recording of an answer, by question; the caller has traced it.

    A question with a recording of which nothing was typed has an empty place.
    """
    response = _get(session, response_id)
    names = {each.id: each.name for each in session.scalars(select(Worker))}
    spoken = session.scalars(select(Recorded.question).filter_by(response_id=response_id))
    found: dict[str, tuple[Typed, ...]] = dict.fromkeys(spoken, ())
    if not found:
        return {}
    key = keystore.find(response.key_id)
    for each in response.transcripts:
        text = open_text(key, response, f"transcripts.text.{each.id}", each.text)
        one = Typed(text, names.get(each.by, ""), each.at)
        found[each.question] = (*found.get(each.question, ()), one)
    return found


def unheard(session: Session, response_ids: Iterable[str]) -> frozenset[tuple[str, str]]:
    """Where something was said aloud and nobody has typed it: (response id, question)."""
    query = select(Recorded.response_id, Recorded.question).where(
        Recorded.response_id.in_(list(response_ids)), not_typed()
    )
    return frozenset((each.response_id, each.question) for each in session.execute(query))


def not_typed() -> ColumnElement[bool]:
    """Whether nothing was typed of a recording."""
    same = (
        Transcript.response_id == Recorded.response_id,
        Transcript.question == Recorded.question,
    )
    return ~exists().where(*same)


def _get(session: Session, response_id: str) -> Response:
    found = session.get(Response, response_id)
    if found is None:
        raise NoSuchResponse(response_id)
    return found
