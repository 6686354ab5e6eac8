"""Open answers for an officer to say which themes are right: one answer, or the ten in most doubt.

The opening is in the trail, committed, before a word is shown. Who reads an answer as the second
person, or for the sample, sees the words and no theme.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, Select, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from voice.answers.kept import Response
from voice.answers.opened import OpenedAnswer
from voice.answers.reach import Reach
from voice.answers.read import texts_for_coding
from voice.answers.wanted import Wanted, conditions
from voice.answers.wording import opened_answers
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes import choosing, stops
from voice.themes.choosing import AGREED, Doubt
from voice.themes.codebook import CONTROLS, NOT_ASSIGNED
from voice.themes.labels import title_of
from voice.themes.models import Coding, HandCoding

#: As many as one sitting takes.
TEN = 10
#: Doubtful answers looked through for the ten.
_NEWEST = 2_000

#: A response and one of its questions.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One theme in the words of an answer, and what was said of it so far."""

    id: int
    theme: str
    title: str
    source: str
    sure: bool
    verdict: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One answer in a child's own words, to be looked at."""

    response_id: str
    language: str
    tier: str
    answer: OpenedAnswer
    said: tuple[Said, ...]
    #: Places of its sentences; none where it is only one.
    sentences: tuple[tuple[int, int], ...]
    checked: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the doubtful answers a person has checked."""

    checked: int
    doubtful: int


def of_response(
    engine: Engine, keystore: Keystore, response_id: str, reader: str
) -> tuple[Item, ...]:
    """All answers of one response that have words."""
    with Session(engine.execution_options(writing=False)) as reading:
        own = select(Coding.question).filter_by(response_id=response_id)
        questions = reading.scalars(own.where(Coding.start.is_not(None)).distinct()).all()
    return items(engine, keystore, [(response_id, each) for each in questions], reader)


def ten(engine: Engine, keystore: Keystore, reach: Reach, reader: str) -> tuple[Item, ...]:
    """The answers most worth a look, spread over languages."""
    with Session(engine.execution_options(writing=False)) as reading:
        chosen = choosing.spread(_doubts(reading, reach), TEN)
    return items(engine, keystore, [(each.response_id, each.question) for each in chosen], reader)


def progress(session: Session, reach: Reach) -> Progress:
    """How far the checking has come."""
    where = conditions(Wanted(reach=reach), "")
    places = _doubtful(reach).with_only_columns(Coding.response_id, Coding.question).distinct()
    doubtful = session.scalar(select(func.count()).select_from(places.subquery()))
    done = select(func.count()).select_from(HandCoding).where(HandCoding.kind == "first")
    if where:
        done = done.join(Response, Response.id == HandCoding.response_id).where(*where)
    return Progress(session.scalar(done) or 0, doubtful or 0)


def items(
    engine: Engine, keystore: Keystore, places: Sequence[Place], reader: str
) -> tuple[Item, ...]:
    """These answers, opened, in this order; nothing for one that is gone."""
    ids = list(dict.fromkeys(response_id for response_id, _ in places))
    if not ids:
        return ()
    with transaction(engine) as own:
        trail.write(own, reader, "themes.check_opened", "themes:check", responses=ids)
    with Session(engine.execution_options(writing=False)) as reading:
        beside = selectinload(Response.answers), selectinload(Response.recordings)
        rows = select(Response).where(Response.id.in_(ids)).options(*beside)
        responses = {each.id: each for each in reading.scalars(rows)}
        texts = texts_for_coding(keystore, list(responses.values()))
        opened = {
            (each.id, one.question.id): (each, one)
            for each in responses.values()
            for one in opened_answers(reading, each, texts.get(each.id, {}), {})
            if one.text
        }
        said = _said(reading, ids)
        checked = _checked(reading, ids)
        return tuple(
            _item(*opened[place], said.get(place, ()), checked=place in checked)
            for place in places
            if place in opened
        )


def _item(
    response: Response, answer: OpenedAnswer, said: tuple[Said, ...], *, checked: bool
) -> Item:
    return Item(
        response_id=response.id,
        language=response.language,
        tier=response.tier,
        answer=answer,
        said=said,
        sentences=stops.parts(answer.text),
        checked=checked,
    )


def _said(session: Session, ids: Sequence[str]) -> dict[Place, tuple[Said, ...]]:
    rows = session.scalars(
        select(Coding)
        .where(Coding.response_id.in_(ids), Coding.start.is_not(None))
        .where(Coding.theme.not_in(CONTROLS))
        .order_by(Coding.sure.desc(), Coding.start, Coding.id)
    )
    found: dict[Place, list[Said]] = {}
    for each in rows:
        made = Said(
            each.id,
            each.theme,
            str(title_of(each.theme).title),
            each.source,
            each.sure,
            each.verdict,
            each.start or 0,
            each.end or 0,
        )
        found.setdefault((each.response_id, each.question), []).append(made)
    return {place: tuple(mine) for place, mine in found.items()}


def _checked(session: Session, ids: Sequence[str]) -> set[Place]:
    rows = session.execute(
        select(HandCoding.response_id, HandCoding.question).where(
            HandCoding.response_id.in_(ids), HandCoding.kind == "first"
        )
    )
    return {(row[0], row[1]) for row in rows}


def _doubts(session: Session, reach: Reach) -> list[Doubt]:
    """The newest doubtful answers that nobody has checked."""
    rows = session.execute(
        _doubtful(reach).order_by(Response.sent_at.desc(), Coding.id).limit(_NEWEST)
    )
    worst: dict[Place, Doubt] = {}
    for response_id, question, theme, score, language in rows:
        doubt = choosing.doubt_of(theme, score)
        known = worst.get((response_id, question))
        if known is None or known.doubt < doubt:
            worst[response_id, question] = Doubt(response_id, question, language, doubt)
    return list(worst.values())


def _doubtful(reach: Reach) -> Select[str, str, str, float, str]:
    checked = and_(
        HandCoding.response_id == Coding.response_id,
        HandCoding.question == Coding.question,
        HandCoding.kind == "first",
    )
    torn = and_(Coding.theme.not_in(CONTROLS), Coding.source != "question", Coding.score < AGREED)
    return (
        select(Coding.response_id, Coding.question, Coding.theme, Coding.score, Response.language)
        .join(Response, Response.id == Coding.response_id)
        .outerjoin(HandCoding, checked)
        .where(Coding.start.is_not(None), Coding.verdict.is_(None), HandCoding.kind.is_(None))
        .where(or_(torn, Coding.theme == NOT_ASSIGNED))
        .where(*conditions(Wanted(reach=reach), ""))
    )
