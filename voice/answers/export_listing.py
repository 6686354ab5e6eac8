"""What was asked to leave the house, as the people who may agree to it see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.answers.agreement import Person, may_be_fetched, standing, teams_of
from voice.answers.export_models import ExportRequest
from voice.answers.exports import NoSuchExport, open_reason
from voice.people.models import Worker
from voice.storage.keystore import Keystore
from voice.storage.types import now

#: The newest ones on a page; the trail knows them all.
MOST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One request in the list."""

    id: str
    asked_by: str
    asked_at: datetime
    rows: int
    listed: int
    wanted: dict[str, Any]
    #: "asked", "agreed", "refused", "fetched" or "lapsed", as it is now.
    state: str
    decided_by: str
    decided_at: datetime | None
    fetched_at: datetime | None
    lapses_at: datetime
    #: What the person who looks may do.
    mine: bool
    to_decide: bool
    to_fetch: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One request with what staff wrote."""

    row: Row
    reason: str
    refusal: str


def requests(session: Session, person: Person) -> tuple[Row, ...]:
    """The newest requests that this person asked or might decide; what waits for them first."""
    newest = select(ExportRequest).order_by(ExportRequest.asked_at.desc()).limit(MOST)
    names, at = _names(session), now()
    found = (_row(each, person, names, at) for each in session.scalars(newest))
    seen = [each for each in found if _sees(person, each)]
    return tuple(sorted(seen, key=lambda row: not (row.to_decide or row.to_fetch)))


def request(session: Session, keystore: Keystore, person: Person, request_id: str) -> Case:
    """One of them; NoSuchExport where it is not for this person."""
    found = session.get(ExportRequest, request_id)
    if found is None:
        raise NoSuchExport(request_id)
    row = _row(found, person, _names(session), now())
    if not _sees(person, row):
        raise NoSuchExport(request_id)
    return Case(
        row,
        open_reason(keystore, found.id, "reason", found.reason),
        open_reason(keystore, found.id, "refusal", found.refusal),
    )


def _sees(person: Person, row: Row) -> bool:
    """Whoever asked, and whoever might have decided, whatever became of it."""
    return row.mine or person.may_decide(0, teams_of(row.wanted))


def _row(found: ExportRequest, person: Person, names: dict[int, str], at: datetime) -> Row:
    state, mine = standing(found.state, found.lapses_at, at), found.asked_by == person.id
    decides = person.may_decide(found.asked_by, teams_of(found.wanted))
    return Row(
        id=found.id,
        asked_by=names.get(found.asked_by, ""),
        asked_at=found.asked_at,
        rows=found.rows,
        listed=found.listed,
        wanted=dict(found.wanted),
        state=state,
        decided_by=names.get(found.decided_by or 0, ""),
        decided_at=found.decided_at,
        fetched_at=found.fetched_at,
        lapses_at=found.lapses_at,
        mine=mine,
        to_decide=state == "asked" and decides,
        to_fetch=mine and may_be_fetched(found.state, found.lapses_at, at),
    )


def _names(session: Session) -> dict[int, str]:
    return {row[0]: row[1] for row in session.execute(select(Worker.id, Worker.name))}
