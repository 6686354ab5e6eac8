"""Open a response: the words of its questions, what the child chose, and the child's own words.

Every opening by a person is an act: it stands in the trail, committed, before anything is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from voice.answers import attachments
from voice.answers.models import Answer, Response
from voice.answers.opened import (
    OpenedAlert,
    OpenedResponse,
    OpenedWishes,
)
from voice.answers.sealing import keys_of, open_text, open_words
from voice.answers.wording import Drawings, Texts, asked_of, beside, opened_answers
from voice.people.models import Team
from voice.safety.models import Alert
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now


class NoSuchResponse(LookupError):
    """There is no response with this id: it never was, or it was taken back."""


def open_response(
    engine: Engine, keystore: Keystore, response_id: str, reader: str
) -> OpenedResponse:
    """One response with its words, traced as opened by `reader` ("worker:7"); NoSuchResponse."""
    with transaction(engine) as own:
        response = _get(own, response_id)
        trail.write(own, reader, "answers.opened", f"response:{response.id}", set=response.set_key)
    with Session(engine.execution_options(writing=False)) as reading:
        return _opened(reading, keystore, _get(reading, response_id))


def mark_read(session: Session, response_id: str, reader: str) -> bool:
    """Say that a person has read it; False where one had already. NoSuchResponse."""
    response = _get(session, response_id)
    if response.read_at is not None:
        return False
    response.read_at = now()
    trail.write(session, reader, "answers.read", f"response:{response.id}")
    return True


def mark_read_before(session: Session, day: datetime, actor: str) -> None:
    """Everything sent before `day` was read in time elsewhere: for an installation moving in."""
    session.execute(
        update(Response)
        .where(Response.sent_at < day, Response.read_at.is_(None))
        .values(read_at=Response.read_due)
    )
    trail.write(session, actor, "answers.read_before", "responses", day=day.date().isoformat())


def mark_coded(response: Response, version: int) -> None:
    """This response was heard with this version of the codebook."""
    response.coded_with = version


def texts_for_coding(keystore: Keystore, responses: Sequence[Response]) -> dict[str, Texts]:
    """The words of many responses, by response and question; for the worker process alone.

    Nothing for a response whose key was erased.
    """
    keys = keys_of(keystore, responses)
    return {
        each.id: _texts(keys[each.id], each, each.answers) for each in responses if each.id in keys
    }


def quotes_for(
    session: Session, keystore: Keystore, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The words under some questions, by (response id, question), for choosing what may be quoted.

    The caller has traced it. Nothing for a response whose key was erased.
    """
    answers = _answers(session, frozenset(wanted))
    responses = session.scalars(select(Response).where(Response.id.in_(answers))).all()
    keys = keys_of(keystore, responses)
    return {
        (each.id, question): text
        for each in responses
        if each.id in keys
        for question, text in _texts(keys[each.id], each, answers[each.id]).items()
    }


def _answers(session: Session, wanted: Collection[tuple[str, str]]) -> dict[str, list[Answer]]:
    """The answers to these questions, by response, in one query."""
    ids, questions = {each[0] for each in wanted}, {each[1] for each in wanted}
    rows = select(Answer).where(Answer.response_id.in_(ids), Answer.question.in_(questions))
    found: dict[str, list[Answer]] = {}
    for each in session.scalars(rows):
        if (each.response_id, each.question) in wanted:
            found.setdefault(each.response_id, []).append(each)
    return found


def _get(session: Session, response_id: str) -> Response:
    found = session.get(Response, response_id)
    if found is None:
        raise NoSuchResponse(response_id)
    return found


def _texts(key: bytes, response: Response, answers: Sequence[Answer]) -> dict[str, str]:
    typed = {each.question for each in response.transcripts}
    return {
        each.question: open_words(key, response, each.question, each.text)
        for each in answers
        if each.text or each.question in typed
    }


def _drawings(key: bytes, response: Response) -> Drawings:
    opened: dict[str, tuple[attachments.Line, ...]] = {}
    for each in response.attachments:
        strokes = open_text(key, response, f"attachments.strokes.{each.question}", each.strokes)
        opened[each.question] = attachments.lines(attachments.parse(each.question, strokes))
    return opened


def _opened(session: Session, keystore: Keystore, response: Response) -> OpenedResponse:
    keys = keys_of(keystore, [response])
    texts = _texts(keys[response.id], response, response.answers) if keys else {}
    drawings = _drawings(keys[response.id], response) if keys else {}
    team = session.get(Team, response.team_id) if response.team_id else None
    return OpenedResponse(
        id=response.id,
        set_key=response.set_key,
        title=(beside(session, response) or asked_of(session, response)).title,
        tier=response.tier,
        language=response.language,
        team=team.name if team else None,
        channel=response.channel,
        company=tuple(response.company),
        taps=response.taps,
        alone=response.alone,
        sent_at=response.sent_at,
        received_at=response.received_at,
        read_due=response.read_due,
        read_at=response.read_at,
        answers=tuple(opened_answers(session, response, texts, drawings)),
        wishes=_wishes(response, keys.get(response.id)),
        alerts=tuple(_alerts(session, response, texts)),
        gone=not keys,
    )


def _wishes(response: Response, key: bytes | None) -> OpenedWishes:
    given = response.consent
    contact = open_text(key, response, "consents.contact", given.contact) if key else ""
    return OpenedWishes(given.share, given.answer, given.advocate, given.call_me, contact)


def _alerts(session: Session, response: Response, texts: Texts) -> Iterator[OpenedAlert]:
    for each in session.scalars(
        select(Alert).filter_by(response_id=response.id).order_by(Alert.state, Alert.id)
    ):
        start, end = each.span or (0, 0)
        words = texts.get(each.question or "", "")[start:end]
        yield OpenedAlert(each.kind, each.source, each.question, words, each.state, each.decision)
