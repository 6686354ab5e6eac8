"""Behind a number on the board: every answer that counts, with the words it rests on.

Opening a page of it is an act: it stands in the trail, committed, before a word is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session, selectinload

from voice.answers.heard import Felt, Mark
from voice.answers.heard import Heard as HeardIn
from voice.answers.kept import Response
from voice.answers.opened import OpenedAnswer
from voice.answers.read import texts_for_coding
from voice.answers.wanted import Wanted, conditions
from voice.answers.wording import Texts, opened_answers
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes import counted, splits
from voice.themes.codebook import CONTROLS, codebook
from voice.themes.counting import Found, counting
from voice.themes.models import UNSURE, Coding, Feeling, Heard

PAGE = 20
#: What of a theme to open: what children wrote, what they chose, or what may be about it.
WAYS = ("own", "rated", "unsure")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which evidence: a theme or a control, one of WAYS, and a feeling or any."""

    theme: str
    way: str
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One child's answers that count."""

    response_id: str
    set_key: str
    tier: str
    language: str
    alone: bool
    sent_at: datetime
    answers: tuple[OpenedAnswer, ...]
    heard: HeardIn
    #: What noticed the theme, by question.
    noticed: Mapping[str, str]
    #: Where an officer may decide, the coding to decide on, by question.
    codings: Mapping[str, Coding]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One page of it, and how many children there are in all."""

    shown: tuple[Shown, ...]
    total: int
    page: int
    #: How many of all of them a person has read.
    read: int = 0

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def evidence(
    engine: Engine, keystore: Keystore, asked: Asked, wanted: Wanted, home: str, reader: str
) -> Evidence:
    """One page of the answers behind a number, newest first."""
    with Session(engine.execution_options(writing=False)) as reading:
        children, moment = _children(asked, wanted, home)
        total = reading.scalar(select(func.count()).select_from(children.subquery())) or 0
        page = min(wanted.page, max(1, -(-total // PAGE)))
        responses = _page(reading, children, moment, page)
        if responses:
            _trace(engine, reader, asked.theme, [each.id for each in responses])
        texts = texts_for_coding(keystore, responses)
        ids = [each.id for each in responses]
        codings, feelings = _codings(reading, ids), _feelings(reading, ids)
        shown = (
            _shown(
                reading,
                each,
                texts.get(each.id, {}),
                _noticed(codings[each.id], asked),
                _heard(codings[each.id], feelings[each.id], coded=each.coded_with > 0),
                _decidable(codings[each.id], asked),
            )
            for each in responses
        )
        return Evidence(tuple(shown), total, page, _read(reading, children) if total else 0)


def heard_in(session: Session, response_id: str) -> HeardIn:
    """All that was heard in one response, for the page that shows it."""
    response = session.get(Response, response_id)
    codings, feelings = _codings(session, [response_id]), _feelings(session, [response_id])
    coded = response is not None and response.coded_with > 0
    return _heard(codings[response_id], feelings[response_id], coded=coded)


def _heard(codings: list[Coding], feelings: list[Feeling], *, coded: bool) -> HeardIn:
    book = codebook()
    titles = {theme.key: theme.title for theme in book.ever_made}
    return HeardIn(
        marks=tuple(
            Mark(
                each.question,
                book.counted(each.theme),
                titles[book.counted(each.theme)],
                each.source,
                each.start,
                each.end,
                each.counts,
            )
            for each in codings
            if each.theme in titles and each.verdict != "removed"
        ),
        feelings=tuple(Felt(each.question, each.band, each.source) for each in feelings),
        coded=coded,
    )


def _codings(session: Session, ids: Sequence[str]) -> dict[str, list[Coding]]:
    found: dict[str, list[Coding]] = defaultdict(list)
    rows = select(Coding).where(Coding.response_id.in_(ids)).order_by(Coding.start, Coding.id)
    for each in session.scalars(rows):
        found[each.response_id].append(each)
    return found


def _feelings(session: Session, ids: Sequence[str]) -> dict[str, list[Feeling]]:
    found: dict[str, list[Feeling]] = defaultdict(list)
    for each in session.scalars(select(Feeling).where(Feeling.response_id.in_(ids))):
        found[each.response_id].append(each)
    return found


def exists(theme: str) -> bool:
    """Whether there is such a theme or control."""
    return theme in CONTROLS or any(each.key == theme for each in codebook().ever_made)


def _children(asked: Asked, wanted: Wanted, home: str) -> tuple[Select[Any], Any]:
    """Ids of the children, and the moment by which they are ordered."""
    if asked.way == "unsure":
        where = conditions(replace(wanted, state=None), home)
        query = select(Response.id).where(Response.id.in_(_unsure(asked.theme)), *where)
        return query, Response.sent_at
    codes = splits.codes_of(asked.band)
    return counted.children(asked.theme, asked.way, codes, wanted, home), Heard.sent_at


def _unsure(theme: str) -> Select[Any]:
    return select(Coding.response_id).where(UNSURE, Coding.theme == theme)


def _page(session: Session, children: Select[Any], moment: Any, page: int) -> list[Response]:
    ids = children.order_by(moment.desc(), children.selected_columns[0])
    chosen = list(session.scalars(ids.limit(PAGE).offset((page - 1) * PAGE)))
    beside = selectinload(Response.answers), selectinload(Response.recordings)
    rows = select(Response).where(Response.id.in_(chosen)).options(*beside)
    found = {each.id: each for each in session.scalars(rows)}
    return [found[each] for each in chosen if each in found]


def _trace(engine: Engine, reader: str, theme: str, ids: Sequence[str]) -> None:
    with transaction(engine) as own:
        subject = f"theme:{theme}"
        trail.write(own, reader, "themes.evidence_opened", subject, responses=list(ids))


def _shown(
    session: Session,
    response: Response,
    texts: Texts,
    noticed: Mapping[str, str],
    heard: HeardIn,
    codings: Mapping[str, Coding],
) -> Shown:
    answers = opened_answers(session, response, texts, {})
    return Shown(
        response_id=response.id,
        set_key=response.set_key,
        tier=response.tier,
        language=response.language,
        alone=response.alone,
        sent_at=response.sent_at,
        answers=tuple(each for each in answers if each.question.id in noticed),
        heard=heard,
        noticed=noticed,
        codings=codings,
    )


def _decidable(codings: list[Coding], asked: Asked) -> dict[str, Coding]:
    """Themes in the child's own words can be decided on; what a child chose is what it chose."""
    if asked.way == "rated" or asked.theme in CONTROLS:
        return {}
    counted = codebook().counted
    mine = (e for e in codings if counted(e.theme) == asked.theme and e.start is not None)
    return {each.question: each for each in mine}


def _read(session: Session, children: Select[Any]) -> int:
    done = select(func.count()).select_from(Response).where(Response.read_at.is_not(None))
    return session.scalar(done.where(Response.id.in_(children))) or 0


def _noticed(codings: list[Coding], asked: Asked) -> dict[str, str]:
    """The answers in which the theme was found, in the way that is asked for, and by what."""
    if asked.way == "unsure":
        return {each.question: each.source for each in codings if _waits(each, asked.theme)}
    own, counted = asked.way == "own", codebook().counted
    sources = {
        each.question: each.source
        for each in codings
        if counted(each.theme) == asked.theme and (each.start is not None) == own
    }
    found = (Found(c.question, counted(c.theme), c.start is not None, c.counts) for c in codings)
    return {
        each.question: sources.get(each.question, "person")
        for each in counting(found)
        if each.theme == asked.theme and each.own == own
    }


def _waits(coding: Coding, theme: str) -> bool:
    return coding.theme == theme and not coding.sure and coding.verdict is None
