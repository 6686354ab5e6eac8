"""Keep a child's words without what could name somebody, beside the words themselves.

What is kept are marks on the original; the redacted text is made here, from them and nothing else.
A redaction is a draft until a person says that nobody can be recognised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voice.answers import marks
from voice.answers.marks import Mark
from voice.answers.models import Answer, Response
from voice.answers.read import NoSuchResponse
from voice.answers.sealing import has_words, open_text, open_words, seal_text
from voice.answers.versions import Redaction, Translation
from voice.people.models import Worker
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

Place = tuple[str, str]


class NoWords(LookupError):
    """There are no words under this question."""


class NotRedacted(LookupError):
    """Nobody has redacted these words yet."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words under one question, and what they say in the language of the staff, if told."""

    text: str
    language: str
    translation: str
    translated_into: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """The same words as others may read them, and what was left out of each."""

    text: str
    translation: str
    text_marks: tuple[Mark, ...]
    translation_marks: tuple[Mark, ...]
    by: str
    at: datetime
    finished_at: datetime | None


def words(session: Session, keystore: Keystore, place: Place) -> Words:
    """The words at (response id, question). The caller has traced the opening.

    NoSuchResponse, NoWords, LostKey.
    """
    response, answer = _asked(session, place)
    key, question = keystore.find(response.key_id), place[1]
    beside = session.get(Translation, place)
    sealed = beside.text if beside else None
    other = open_text(key, response, f"translations.text.{question}", sealed)
    return Words(
        text=open_words(key, response, question, answer.text),
        language=response.language,
        translation=other,
        translated_into=beside.language if beside else "",
    )


def keep(
    session: Session,
    keystore: Keystore,
    place: Place,
    text_marks: tuple[Mark, ...],
    translation_marks: tuple[Mark, ...],
    by: int,
) -> None:
    """Keep what is left out; a draft until it is finished. As `words`, and BadMarks."""
    response, _ = _asked(session, place)
    said, key = words(session, keystore, place), keystore.find(response.key_id)

    def _sealed(part: str, text: str) -> bytes | None:
        return seal_text(key, response, f"redactions.{part}.{place[1]}", text)

    session.merge(
        Redaction(
            response_id=place[0],
            question=place[1],
            marks=_sealed("marks", marks.both_written(text_marks, translation_marks)),
            text=_sealed("text", marks.applied(said.text, text_marks)),
            translation=_sealed("translation", marks.applied(said.translation, translation_marks)),
            by=by,
            at=now(),
            finished_at=None,
        )
    )
    _trace(session, place, "answers.redacted", by, left_out=len(text_marks))


def finish(session: Session, place: Place, by: int, considered: tuple[str, ...]) -> None:
    """Say that nobody can be recognised, after thinking of what was `considered`. NotRedacted."""
    redaction = session.get(Redaction, place)
    if redaction is None:
        raise NotRedacted(place[1])
    redaction.finished_at, redaction.by = now(), by
    _trace(session, place, "answers.redaction_finished", by, considered=list(considered))


def redacted(session: Session, keystore: Keystore, place: Place) -> Redacted | None:
    """The words as others may read them; None where nobody has redacted them. LostKey."""
    found = session.get(Redaction, place)
    response = session.get(Response, place[0])
    if found is None or response is None:
        return None
    key, question = keystore.find(response.key_id), place[1]
    kept = open_text(key, response, f"redactions.marks.{question}", found.marks)
    text_marks, translation_marks = marks.both_parsed(kept)
    worker = session.get(Worker, found.by)
    return Redacted(
        text=open_text(key, response, f"redactions.text.{question}", found.text),
        translation=open_text(
            key, response, f"redactions.translation.{question}", found.translation
        ),
        text_marks=text_marks,
        translation_marks=translation_marks,
        by=worker.name if worker else "",
        at=found.at,
        finished_at=found.finished_at,
    )


def _asked(session: Session, place: Place) -> tuple[Response, Answer]:
    response, answer = session.get(Response, place[0]), session.get(Answer, place)
    if response is None:
        raise NoSuchResponse(place[0])
    if answer is None or not has_words(response, answer):
        raise NoWords(place[1])
    return response, answer


def _trace(session: Session, place: Place, act: str, by: int, **detail: object) -> None:
    session.flush()
    trail.write(session, f"worker:{by}", act, f"response:{place[0]}", question=place[1], **detail)
