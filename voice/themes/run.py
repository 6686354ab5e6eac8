"""Find the themes of answers that were not yet read with this codebook.

Pending work is a state, not a queue: a response whose `coded_with` is older than the edition is
work. Coding again gives the same rows, so a crash costs nothing; what a person decided stays.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Select, delete, or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, selectinload

from voice.answers.kept import Response
from voice.answers.read import mark_coded, texts_for_coding
from voice.answers.spoken import unheard
from voice.answers.wording import asked_of
from voice.questions.sets import QuestionSet
from voice.safety import triage
from voice.safety.models import Alert
from voice.safety.triage import Notice
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes import edition, hearing, in_use, recount, vectors
from voice.themes.codebook import codebook
from voice.themes.ear import Ear
from voice.themes.hearing import Heard
from voice.themes.models import Coding, Feeling, Vector

if TYPE_CHECKING:
    from voice.themes.meaning import Meaning

#: Responses claimed at once: small, so that a stopped worker loses seconds of work.
BATCH = 50


@dataclass(frozen=True, slots=True)
class _Result:
    """What was heard in one response."""

    response_id: str
    heard: tuple[Heard, ...]
    #: How many pieces of a transcript there were when it was heard.
    typed: int = 0
    vectors: tuple[Vector, ...] = ()


def code_pending(
    engine: Engine, keystore: Keystore, limit: int = BATCH, learnt: Meaning | None = None
) -> int:
    """Code up to `limit` pending responses; how many were coded. Any number of workers may run.

    On PostgreSQL a batch is claimed by its row locks. SQLite has one pen for all: there the words
    are read without it, and it is held only while the rows are written.
    """
    with in_use.of(engine):  # asked for after the number: never an older one than it says
        return _code_pending(engine, keystore, limit, learnt)


def _code_pending(engine: Engine, keystore: Keystore, limit: int, learnt: Meaning | None) -> int:
    if engine.dialect.name == "postgresql":
        with transaction(engine) as own:
            number = edition.current(own)
            claimed = _pending(number, limit).with_for_update(skip_locked=True, of=Response)
            return _write(own, _hear(own, keystore, claimed, learnt), number)
    with Session(engine.execution_options(writing=False)) as reading:
        number = edition.current(reading)
        results = _hear(reading, keystore, _pending(number, limit), learnt)
    if not results:
        return 0
    with transaction(engine) as own:
        return _write(own, results, number)


def work_forever(
    engine: Engine,
    keystore: Keystore,
    stop: threading.Event,
    pause: float = 2.0,
    learnt: Meaning | None = None,
) -> None:
    """Code what is pending until `stop` is set, looking again every `pause` seconds."""
    ear = Ear(engine, keystore, learnt)
    while not stop.is_set():
        try:
            coded = code_pending(engine, keystore, learnt=ear.now())
            idle = not coded and not ear.learn_if_due()
        except OperationalError:
            idle = True  # the database is busy or away: what is pending stays pending
        if idle:
            _fold(engine)
            stop.wait(pause)


def _fold(engine: Engine) -> None:
    with contextlib.suppress(OperationalError):  # busy or away: the next pause will do
        recount.fold(engine)


def _pending(number: int, limit: int) -> Select[Any]:
    return (
        select(Response)
        .where(Response.coded_with < number)
        .options(selectinload(Response.answers))
        .order_by(Response.received_at, Response.id)
        .limit(limit)
    )


def _hear(
    session: Session, keystore: Keystore, claimed: Select[Any], learnt: Meaning | None
) -> list[_Result]:
    responses: list[Response] = list(session.scalars(claimed))
    texts = texts_for_coding(keystore, responses)
    aloud = unheard(session, [each.id for each in responses])
    notes = vectors.Notes(session, keystore, responses, learnt)
    found = []
    for each in responses:
        asked, said = asked_of(session, each), texts.get(each.id, {})
        heard = tuple(_heard(each, asked, said, learnt, aloud, notes))
        found.append(_Result(each.id, heard, len(each.transcripts), notes.of(each.id)))
    return found


def _heard(
    response: Response,
    asked: QuestionSet,
    texts: Mapping[str, str],
    learnt: Meaning | None,
    aloud: Collection[tuple[str, str]],
    notes: vectors.Notes,
) -> Iterator[Heard]:
    for answer in response.answers:
        question = asked.question(answer.question)
        if question is not None and answer.state == "answered":
            text = texts.get(answer.question, "")
            chosen = tuple(answer.chosen)
            with notes.taken(response, question.id, text):
                heard = hearing.hear(question, chosen, text, response.language, learnt)
            only_aloud = not text and (response.id, question.id) in aloud
            yield hearing.not_typed(heard) if only_aloud else heard


def _write(session: Session, results: Sequence[_Result], number: int) -> int:
    """Replace what was heard before; responses coded or erased meanwhile are left alone."""
    ids = [each.response_id for each in results]
    still = select(Response).where(Response.id.in_(ids), Response.coded_with < number)
    typed = {each.response_id: each.typed for each in results}
    # What was typed of a recording meanwhile is heard the next time.
    pending = {
        each.id: each for each in session.scalars(still) if len(each.transcripts) == typed[each.id]
    }
    decided = _decided(session, list(pending))
    undecided = [Coding.verdict.is_(None), Coding.source != "person"]
    session.execute(delete(Coding).where(Coding.response_id.in_(pending), *undecided))
    session.execute(delete(Feeling).where(Feeling.response_id.in_(pending)))
    vectors.replace(session, pending, [each for one in results for each in one.vectors])
    for result in results:
        if result.response_id in pending:
            session.add_all(_rows(result, decided))
            _alert(session, pending[result.response_id], result.heard)
            mark_coded(pending[result.response_id], number)
    recount.refresh(session, pending)
    return len(pending)


def _decided(session: Session, ids: Sequence[str]) -> frozenset[tuple[str, str, str, bool]]:
    """What people said of these responses: response, question, theme, and whether of own words."""
    own = Coding.start.is_not(None)
    rows = session.execute(
        select(Coding.response_id, Coding.question, Coding.theme, own).where(
            Coding.response_id.in_(ids),
            or_(Coding.verdict.is_not(None), Coding.source == "person"),
        )
    )
    return frozenset((row[0], row[1], row[2], bool(row[3])) for row in rows)


def _rows(
    result: _Result, decided: Collection[tuple[str, str, str, bool]]
) -> Iterator[Coding | Feeling]:
    for heard in result.heard:
        for each in heard.themes:
            mine = (result.response_id, heard.question, each.theme, each.start is not None)
            if mine in decided:
                continue
            yield Coding(
                response_id=result.response_id,
                question=heard.question,
                theme=each.theme,
                source=each.source,
                start=each.start,
                end=each.end,
                score=each.score,
                codebook=codebook().version,
                change=codebook().change,
                sure=each.sure,
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
