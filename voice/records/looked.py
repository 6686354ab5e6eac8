"""Who looked, who changed, who decided: the trail as the governance role reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from voice.i18n.days import midnight
from voice.people.models import Worker
from voice.storage.trail import TrailEntry

PAGE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which acts to show; None means any. Days are whole, in UTC."""

    actor: str | None = None
    act: str | None = None
    #: The beginning of a subject: "response:", "alert:12".
    subject: str | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but the page was chosen."""
        return replace(self, page=1) != Wanted()


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the trail; `name` is the person's, where the actor is one."""

    number: int
    at: datetime
    actor: str
    name: str
    act: str
    subject: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of acts, newest first, and how many there are in all."""

    acts: tuple[Act, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def looked(session: Session, wanted: Wanted) -> Found:
    """One page of the acts wanted."""
    where = list(_conditions(wanted))
    total = session.scalar(select(func.count()).select_from(TrailEntry).where(*where)) or 0
    page = min(max(1, wanted.page), max(1, -(-total // PAGE)))
    newest = select(TrailEntry).where(*where).order_by(TrailEntry.number.desc())
    names = people(session)
    entries = session.scalars(newest.limit(PAGE).offset((page - 1) * PAGE))
    acts = tuple(
        Act(e.number, e.at, e.actor, names.get(e.actor, e.actor), e.act, e.subject, e.detail)
        for e in entries
    )
    return Found(acts, total, page)


def people(session: Session) -> dict[str, str]:
    """Names by actor, of everybody who ever signed in or could."""
    found = session.execute(select(Worker.id, Worker.name).order_by(Worker.name))
    return {f"worker:{each.id}": each.name for each in found}


def acts(session: Session) -> tuple[str, ...]:
    """Every act that the trail knows."""
    return tuple(session.scalars(select(TrailEntry.act).distinct().order_by(TrailEntry.act)))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if wanted.actor:
        where.append(TrailEntry.actor == wanted.actor)
    if wanted.act:
        where.append(TrailEntry.act == wanted.act)
    if wanted.subject:
        where.append(TrailEntry.subject.startswith(wanted.subject, autoescape=True))
    if wanted.since:
        where.append(TrailEntry.at >= midnight(wanted.since))
    if wanted.until:
        where.append(TrailEntry.at < midnight(wanted.until + timedelta(days=1)))
    return where
