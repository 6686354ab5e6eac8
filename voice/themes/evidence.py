"""Behind a number on the board: every answer that counts, with the words it rests on.

Opening a page of it is an act: it stands in the trail, committed, before a word is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session, selectinload

from voice.answers.heard import Felt, Heard, Mark
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
from voice.themes.models import Coding, Feeling

PAGE = 20
#: Which of a theme's two counts to open: what children wrote, or what they chose.
WAYS = ("own", "rated")


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
    heard: Heard
    #: What noticed the theme, by question.
    noticed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One page of it, and how many children there are in all."""

    shown: tuple[Shown, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def evidence(
    engine: Engine, keystore: Keystore, asked: Asked, wanted: Wanted, home: str, reader: str
) -> Evidence:
    """One page of the answers behind a number, newest first."""
    with Session(engine.execution_options(writing=False)) as reading:
        children = _children(asked, wanted, home)
        total = reading.scalar(select(func.count()).select_from(children.subquery())) or 0
        page = min(wanted.page, max(1, -(-total // PAGE)))
        responses = list(reading.scalars(_responses(children, page)))
        if responses:
            _trace(engine, reader, asked.theme, [each.id for each in responses])
        texts = texts_for_coding(keystore, responses)
        shown = (_shown(reading, each, texts.get(each.id, {}), asked) for each in responses)
        return Evidence(tuple(shown), total, page)


def heard_in(session: Session, response_id: str) -> Heard:
    """All that was heard in one response, for the page that shows it."""
    titles = {theme.key: theme.title for theme in codebook().themes}
    response = session.get(Response, response_id)
    marks = session.scalars(
        select(Coding).filter_by(response_id=response_id).order_by(Coding.start, Coding.id)
    )
    feelings = session.scalars(select(Feeling).filter_by(response_id=response_id))
    return Heard(
        marks=tuple(
            Mark(each.question, each.theme, titles[each.theme], each.source, each.start, each.end)
            for each in marks
            if each.theme in titles
        ),
        feelings=tuple(Felt(each.question, each.band, each.source) for each in feelings),
        coded=response is not None and response.coded_with > 0,
    )


def exists(theme: str) -> bool:
    """Whether there is such a theme or control."""
    return theme in CONTROLS or any(each.key == theme for each in codebook().themes)


def _children(asked: Asked, wanted: Wanted, home: str) -> Select[Any]:
    child = counted.by_child(
        [Coding.theme == asked.theme, *conditions(replace(wanted, state=None), home)]
    ).subquery()
    return select(child.c.child).where(child.c[asked.way].in_(splits.codes_of(asked.band)))


def _responses(children: Select[Any], page: int) -> Select[Any]:
    chosen: Select[Any] = (
        select(Response)
        .where(Response.id.in_(children))
        .options(selectinload(Response.answers))
        .order_by(Response.sent_at.desc(), Response.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return chosen


def _trace(engine: Engine, reader: str, theme: str, ids: Sequence[str]) -> None:
    with transaction(engine) as own:
        subject = f"theme:{theme}"
        trail.write(own, reader, "themes.evidence_opened", subject, responses=list(ids))


def _shown(session: Session, response: Response, texts: Texts, asked: Asked) -> Shown:
    noticed = _noticed(session, response.id, asked)
    answers = opened_answers(session, response, texts, {})
    return Shown(
        response_id=response.id,
        set_key=response.set_key,
        tier=response.tier,
        language=response.language,
        alone=response.alone,
        sent_at=response.sent_at,
        answers=tuple(each for each in answers if each.question.id in noticed),
        heard=heard_in(session, response.id),
        noticed=noticed,
    )


def _noticed(session: Session, response_id: str, asked: Asked) -> dict[str, str]:
    """The answers in which the theme was found, in the way that is asked for, and by what."""
    placed = Coding.start.is_not(None) if asked.way == "own" else Coding.start.is_(None)
    found = session.execute(
        select(Coding.question, Coding.source).where(
            Coding.response_id == response_id, Coding.theme == asked.theme, placed
        )
    )
    return {row.question: row.source for row in found}
