"""List answers by what lies open about them: which form, when, how it came, never the words.

A list is one query for the rows and one for the counts; both stay fast with 100,000 answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, literal, select, tuple_
from sqlalchemy.orm import Session

from voice.answers.models import Answer, Consent, Recorded, Response
from voice.answers.reach import Reach
from voice.answers.read import NoSuchResponse
from voice.answers.spoken import not_typed
from voice.answers.wanted import STATES, Wanted, conditions, order, sort_keys, state_is
from voice.people.models import Team, Worker
from voice.questions.models import PublishedSet
from voice.safety.models import Alert

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One response in a list."""

    id: str
    set_key: str
    tier: str
    language: str
    team: str | None
    sent_at: datetime
    read_due: datetime
    read_at: datetime | None
    alone: bool
    #: How many of the answers hold the child's own words.
    written: int
    share: str
    #: Kinds of the alerts that wait.
    alerts: tuple[str, ...]
    #: Something was said aloud that nobody has typed.
    unheard: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows, and how many there are in all."""

    rows: tuple[Row, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Groups:
    """How many answers wait for what; one answer may be in several groups."""

    look: int
    late: int
    unread: int
    foreign: int
    untranslated: int
    sample: int
    read: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.unread + self.read


@dataclass(frozen=True, slots=True)
class Around:
    """Ids of the neighbours of an answer in a list."""

    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter can offer: keys of forms, and teams by id and name."""

    sets: tuple[str, ...]
    teams: tuple[tuple[int, str], ...]


def listing(session: Session, wanted: Wanted, home: str) -> Listing:
    """One page of the answers wanted; `home` is the language staff read."""
    where = conditions(wanted, home)
    total = session.scalar(select(func.count()).select_from(Response).where(*where)) or 0
    page = min(wanted.page, max(1, -(-total // PAGE)))
    ids = select(Response.id).where(*where).order_by(*order(wanted.sort))
    rows = session.execute(_rows(ids.limit(PAGE).offset((page - 1) * PAGE), wanted.sort))
    return Listing(tuple(_row(each) for each in rows), total, page)


def groups(session: Session, wanted: Wanted, home: str) -> Groups:
    """How many wait for what, within the other choices of the filter."""
    whole = replace(wanted, state=None)
    counts = (func.count(case((state_is(state, home), 1))).label(state) for state in STATES)
    row = session.execute(select(*counts).select_from(Response).where(*conditions(whole, home)))
    return Groups(**row.mappings().one())


def around(session: Session, wanted: Wanted, home: str, response_id: str) -> Around:
    """The answers before and after this one in the list, even where it left the list meanwhile."""
    keys, downwards = sort_keys(wanted.sort)
    mine = session.execute(select(*keys).where(Response.id == response_id)).one_or_none()
    if mine is None:
        return Around(None, None)
    here = tuple_(*(literal(value, key.type) for value, key in zip(mine, keys, strict=True)))
    ids = select(Response.id).where(*conditions(wanted, home)).limit(1)
    up = ids.where(tuple_(*keys) > here).order_by(*(key.asc() for key in keys))
    down = ids.where(tuple_(*keys) < here).order_by(*(key.desc() for key in keys))
    before, after = (up, down) if downwards else (down, up)
    return Around(session.scalar(before), session.scalar(after))


def reaches(session: Session, reach: Reach, response_id: str) -> bool:
    """Whether an answer is there for somebody who reads this far."""
    where = conditions(Wanted(reach=reach), "")
    return session.scalar(select(Response.id).where(Response.id == response_id, *where)) is not None


def reached(session: Session, worker: Worker, ability: str, response_id: UUID) -> str:
    """The id of an answer, where this ability takes this person to it; else NoSuchResponse."""
    if not reaches(session, Reach.of(worker, ability), str(response_id)):
        raise NoSuchResponse(str(response_id))
    return str(response_id)


def choices(session: Session) -> Choices:
    """What a filter can offer."""
    sets = select(PublishedSet.key).distinct().order_by(PublishedSet.key)
    teams = session.execute(select(Team.id, Team.name).order_by(Team.name)).all()
    return Choices(tuple(session.scalars(sets)), tuple((each.id, each.name) for each in teams))


def _rows(ids: Select[Any], sort: str) -> Select[Any]:
    """The rows of these responses; the inner counts are made for one page, never for all."""
    page = ids.subquery()
    mine = Answer.response_id == Response.id
    waits = and_(Alert.response_id == Response.id, Alert.state != "decided")
    return (
        select(
            Response,
            Team.name.label("team"),
            Consent.share,
            select(func.count(Answer.text)).where(mine).scalar_subquery().label("written"),
            select(func.aggregate_strings(Alert.kind, ",")).where(waits).scalar_subquery(),
            select(Recorded.response_id)
            .where(Recorded.response_id == Response.id, not_typed())
            .exists(),
        )
        .join(page, page.c.id == Response.id)
        .outerjoin(Team, Team.id == Response.team_id)
        .outerjoin(Consent, Consent.response_id == Response.id)
        .order_by(*order(sort))
    )


def _row(found: Any) -> Row:
    response, team, share, written, kinds, unheard = found
    return Row(
        id=response.id,
        set_key=response.set_key,
        tier=response.tier,
        language=response.language,
        team=team,
        sent_at=response.sent_at,
        read_due=response.read_due,
        read_at=response.read_at,
        alone=response.alone,
        written=written,
        share=share or "no",
        alerts=tuple(dict.fromkeys((kinds or "").split(","))) if kinds else (),
        unheard=unheard,
    )
