"""Find the themes of answers that were not yet read with this codebook.

Pending work is a state, not a queue: a response whose `coded_with` is older than the codebook is
work. Coding again gives the same rows, so a crash costs nothing; what a person decided stays.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Select, delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, selectinload

from voice.answers.kept import Response
from voice.answers.read import mark_coded, texts_for_coding
from voice.answers.wording import asked_of
from voice.questions.sets import QuestionSet
from voice.safety import triage
from voice.safety.models import Alert
from voice.safety.triage import Notice
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes import hearing
from voice.themes.codebook import codebook
from voice.themes.hearing import Heard
from voice.themes.models import Coding, Feeling

if TYPE_CHECKING:
    from voice.themes.meaning import Meaning

#: Responses claimed at once: small, so that a stopped worker loses seconds of work.
BATCH = 50


@dataclass(frozen=True, slots=True)
class _Result:
    """What was heard in one response."""

    response_id: str
    heard: tuple[Heard, ...]


def code_pending(
    engine: Engine, keystore: Keystore, limit: int = BATCH, learnt: Meaning | None = None
) -> int:
    """Code up to `limit` pending responses; how many were coded. Any number of workers may run.

    On PostgreSQL a batch is claimed by its row locks. SQLite has one pen for all: there the words
    are read without it, and it is held only while the rows are written.
    """
    if engine.dialect.name == "postgresql":
        with transaction(engine) as own:
            claimed = _pending(limit).with_for_update(skip_locked=True, of=Response)
            return _write(own, _hear(own, keystore, claimed, learnt))
    with Session(engine.execution_options(writing=False)) as reading:
        results = _hear(reading, keystore, _pending(limit), learnt)
    if not results:
        return 0
    with transaction(engine) as own:
        return _write(own, results)


def work_forever(
    engine: Engine,
    keystore: Keystore,
    stop: threading.Event,
    pause: float = 2.0,
    learnt: Meaning | None = None,
) -> None:
    """Code what is pending until `stop` is set, looking again every `pause` seconds."""
    while not stop.is_set():
        try:
            coded = code_pending(engine, keystore, learnt=learnt)
        except OperationalError:
            coded = 0  # the database is busy or away: what is pending stays pending
        if not coded:
            stop.wait(pause)


def _pending(limit: int) -> Select[Any]:
    return (
        select(Response)
        .where(Response.coded_with < codebook().version)
        .options(selectinload(Response.answers))
        .order_by(Response.received_at, Response.id)
        .limit(limit)
    )


def _hear(
    session: Session, keystore: Keystore, claimed: Select[Any], learnt: Meaning | None
) -> list[_Result]:
    responses: list[Response] = list(session.scalars(claimed))
    texts = texts_for_coding(keystore, responses)
    return [
        _Result(
            each.id, tuple(_heard(each, asked_of(session, each), texts.get(each.id, {}), learnt))
        )
        for each in responses
    ]


def _heard(
    response: Response, asked: QuestionSet, texts: Mapping[str, str], learnt: Meaning | None
) -> Iterator[Heard]:
    for answer in response.answers:
        question = asked.question(answer.question)
        if question is not None and answer.state == "answered":
            text = texts.get(answer.question, "")
            chosen = tuple(answer.chosen)
            yield hearing.hear(question, chosen, text, response.language, learnt)


def _write(session: Session, results: Sequence[_Result]) -> int:
    """Replace what was heard before; responses coded or erased meanwhile are left alone."""
    version = codebook().version
    ids = [each.response_id for each in results]
    still = select(Response).where(Response.id.in_(ids), Response.coded_with < version)
    pending = {each.id: each for each in session.scalars(still)}
    session.execute(
        delete(Coding).where(Coding.response_id.in_(pending), Coding.source != "person")
    )
    session.execute(delete(Feeling).where(Feeling.response_id.in_(pending)))
    for result in results:
        if result.response_id in pending:
            session.add_all(_rows(result, version))
            _alert(session, pending[result.response_id], result.heard)
            mark_coded(pending[result.response_id], version)
    return len(pending)


def _rows(result: _Result, version: int) -> Iterator[Coding | Feeling]:
    for heard in result.heard:
        for each in heard.themes:
            yield Coding(
                response_id=result.response_id,
                question=heard.question,
                theme=each.theme,
                source=each.source,
                start=each.start,
                end=each.end,
                score=each.score,
                codebook=version,
            )
        if heard.band and heard.band_source:
            yield Feeling(
                response_id=result.response_id,
                question=heard.question,
                band=heard.band,
                source=heard.band_source,
            )


def _alert(session: Session, response: Response, heard: tuple[Heard, ...]) -> None:
    """Alerts for concerns the door could not see: words in another language, or likeness alone."""
    known = {
        (each.kind, each.question, tuple(each.span or ()))
        for each in session.scalars(select(Alert).filter_by(response_id=response.id))
    }
    missed = {
        (one.kind, each.question, (one.start, one.end)): one.source
        for each in heard
        for one in each.concerns
    }
    notices = tuple(
        Notice(kind, source, question, span)
        for (kind, question, span), source in missed.items()
        if (kind, question, span) not in known
    )
    if notices:
        triage.raise_alerts(session, response.id, response.sent_at, notices)
