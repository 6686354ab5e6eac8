"""Keep what a child's words say in the language of the staff, beside the words and never for them.

A person translates: an officer, or an interpreter whose words an officer writes down. What was only
to be seen in translation may need somebody now, so every translation is screened when it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.answers.models import Answer, Response
from voice.answers.read import NoSuchResponse
from voice.answers.sealing import has_words, open_text, seal_text
from voice.answers.versions import Redaction, Translation
from voice.people.models import Worker
from voice.questions.kinds import LONGEST_TEXT
from voice.safety import screen, triage
from voice.safety.models import Alert
from voice.safety.triage import Notice
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

#: Who translated; "none" where the words can be read as they are.
SOURCES = ("officer", "interpreter", "none")
LONGEST = 2 * LONGEST_TEXT


class NothingToTranslate(LookupError):
    """There are no words under this question."""


@dataclass(frozen=True, slots=True)
class Translated:
    """The words under one question as a person translated them; "" where none is needed."""

    text: str
    language: str
    source: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A translation as it is handed in."""

    text: str
    source: str
    language: str


def keep(
    session: Session, keystore: Keystore, place: tuple[str, str], given: Given, by: int
) -> int:
    """Keep a translation of the words at (response id, question); how many alerts it raised.

    NoSuchResponse, NothingToTranslate, LostKey; ValueError for a text that is missing or too long.
    """
    response, text = _asked(session, place), given.text.strip()
    if given.source not in SOURCES or (given.source == "none") == bool(text) or len(text) > LONGEST:
        raise ValueError("a translation needs words, or none at all")
    sealed = seal_text(keystore.find(response.key_id), response, _column(place[1]), text)
    row = Translation(
        response_id=place[0],
        question=place[1],
        language=given.language,
        source=given.source,
        text=sealed,
        by=by,
        at=now(),
    )
    session.merge(row)
    _reopen(session, place)
    notices = _new_notices(session, place, given.language, text)
    triage.raise_alerts(session, response.id, response.sent_at, notices)
    act = "answers.translated"
    subject = f"response:{response.id}"
    told = {"question": place[1], "source": given.source, "alerts": len(notices)}
    trail.write(session, f"worker:{by}", act, subject, **told)
    return len(notices)


def translations(session: Session, keystore: Keystore, response_id: str) -> dict[str, Translated]:
    """What is translated of a response, by question; the caller has traced the opening. LostKey."""
    rows = session.execute(
        select(Translation, Worker.name, Response)
        .join(Worker, Worker.id == Translation.by)
        .join(Response, Response.id == Translation.response_id)
        .where(Translation.response_id == response_id)
    ).all()
    if not rows:
        return {}
    key = keystore.find(rows[0].Response.key_id)
    return {
        each.question: Translated(
            open_text(key, response, _column(each.question), each.text),
            each.language,
            each.source,
            name,
            each.at,
        )
        for each, name, response in rows
    }


def _asked(session: Session, place: tuple[str, str]) -> Response:
    response = session.get(Response, place[0])
    if response is None:
        raise NoSuchResponse(place[0])
    answer = session.get(Answer, place)
    if answer is None or not has_words(response, answer):
        raise NothingToTranslate(place[1])
    return response


def _column(question: str) -> str:
    return f"translations.text.{question}"


def _reopen(session: Session, place: tuple[str, str]) -> None:
    """A redaction was finished without this translation: a person looks at it again."""
    redaction = session.get(Redaction, place)
    if redaction is not None:
        redaction.translation = None
        redaction.finished_at = None


def _new_notices(
    session: Session, place: tuple[str, str], language: str, text: str
) -> tuple[Notice, ...]:
    """What the list of this language finds, but for kinds that were noticed in the answer before.

    They point to the whole answer: its own words stand elsewhere than those of a translation.
    """
    known = set(
        session.scalars(
            select(Alert.kind).where(Alert.response_id == place[0], Alert.question == place[1])
        )
    )
    kinds = dict.fromkeys(each.kind for each in screen.screen(text, language))
    return tuple(Notice(kind, "translation", place[1]) for kind in kinds if kind not in known)
