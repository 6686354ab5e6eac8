"""Ask for an export, agree to it or refuse it, fetch it: two people, a day at a time.

The file is made from the database when it is fetched and kept nowhere. It holds the answers that
the inbox showed for the filter when it was asked for, as far as the asker reaches, without those
whose alert still waits unless they are on duty for it. Every act stands in the trail.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Engine, func, or_, select, true, update
from sqlalchemy.orm import Session

from voice.answers import export_file, exported
from voice.answers.agreement import (
    LASTS,
    MOST,
    Person,
    as_codes,
    from_codes,
    may_be_fetched,
    standing,
    teams_of,
)
from voice.answers.export_models import ExportRequest
from voice.answers.models import Response
from voice.answers.wanted import Wanted, conditions, has_open_alert, order
from voice.storage import keys, trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now

_SEALING: Final = "answers.exports"
#: Ids of answers in one entry of the trail.
_TRACED: Final = 100


class NoSuchExport(LookupError):
    """There is no such request, or it is not for this person."""


class NotYours(PermissionError):
    """The asker may not decide, and nobody beyond their teams; nobody but the asker fetches."""


class TooLate(ValueError):
    """It was decided already, or it lapsed."""


class NothingToExport(ValueError):
    """The file would be empty, or too long."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many answers the inbox lists for a filter, and how many a file would hold."""

    listed: int
    rows: int

    @property
    def left_out(self) -> int:
        """Answers whose alert waits for a decision."""
        return self.listed - self.rows

    @property
    def fits(self) -> bool:
        """Whether it is a file at all."""
        return 0 < self.rows <= MOST


def count(
    session: Session, person: Person, wanted: Wanted, home: str, at: datetime | None = None
) -> Counted:
    """How many answers there are, for somebody who thinks of asking."""
    where = conditions(wanted, home, at)
    every = select(func.count()).select_from(Response).where(*where)
    rows = session.scalar(every.where(_settled(person)))
    return Counted(session.scalar(every) or 0, rows or 0)


def ask(
    session: Session, keystore: Keystore, person: Person, wanted: Wanted, reason: str, home: str
) -> str:
    """Ask for these answers, and say why; the id of the request. NothingToExport."""
    at, request_id = now(), str(uuid.uuid4())
    _lapse(session, at)
    counted = count(session, person, wanted, home, at)
    if not counted.fits:
        raise NothingToExport(counted.rows)
    request = ExportRequest(
        id=request_id,
        asked_by=person.id,
        asked_at=at,
        reason=seal(keystore, request_id, "reason", reason.strip()),
        wanted=as_codes(wanted, wanted.reach.teams),
        listed=counted.listed,
        rows=counted.rows,
        lapses_at=at + LASTS,
    )
    session.add(request)
    session.flush()
    _trace(session, person, "asked", request, filter=request.wanted)
    return request.id


def agree(session: Session, person: Person, request_id: str) -> None:
    """Let it go: from now on the asker has a day. NotYours, TooLate."""
    request, at = _to_decide(session, person, request_id)
    request.state, request.lapses_at = "agreed", at + LASTS
    session.flush()
    _trace(session, person, "agreed", request)


def refuse(
    session: Session, keystore: Keystore, person: Person, request_id: str, reason: str
) -> None:
    """Say no, and why. NotYours, TooLate."""
    request, _ = _to_decide(session, person, request_id)
    request.state = "refused"
    request.refusal = seal(keystore, request.id, "refusal", reason.strip())
    session.flush()
    _trace(session, person, "refused", request)


def fetch(
    engine: Engine, keystore: Keystore, person: Person, request_id: str, kind: str, home: str
) -> export_file.File:
    """The file, made now; traced with every answer in it, committed, before a word is opened."""
    with transaction(engine) as own:
        request = _get(own, request_id)
        at = now()
        if request.asked_by != person.id:
            raise NotYours(request_id)
        if not may_be_fetched(request.state, request.lapses_at, at):
            raise TooLate(request_id)
        wanted = from_codes(request.wanted, person.reach(teams_of(request.wanted)))
        listed, ids = _ids(own, person, wanted, home, request.asked_at)
        request.state, request.fetched_at = "fetched", request.fetched_at or at
        _trace(own, person, "fetched", request, kind=kind, rows=len(ids))
        for start in range(0, len(ids), _TRACED):
            part = ids[start : start + _TRACED]
            trail.write(own, person.actor, "exports.opened", _subject(request), responses=part)
    with Session(engine.execution_options(writing=False)) as reading:
        about = export_file.About(request_id, at, len(ids), listed - len(ids))
        told = exported.opened(reading, keystore, ids)
        return export_file.made(kind, exported.layout(reading, ids, told), told, about)


def seal(keystore: Keystore, request_id: str, column: str, text: str) -> bytes:
    """Words of staff about a request, sealed to it."""
    return keys.seal(keystore.derived(_SEALING), text.encode(), _place(request_id, column))


def open_reason(keystore: Keystore, request_id: str, column: str, sealed: bytes | None) -> str:
    """What `seal` sealed; empty where there is nothing."""
    if sealed is None:
        return ""
    key = keystore.derived(_SEALING)
    return keys.open_sealed(key, sealed, _place(request_id, column)).decode()


def _ids(
    session: Session, person: Person, wanted: Wanted, home: str, at: datetime
) -> tuple[int, list[str]]:
    """How many the inbox listed then, and the ids of those that go."""
    query = select(Response.id).where(*conditions(wanted, home, at), _settled(person))
    listed = count(session, person, wanted, home, at).listed
    return listed, list(session.scalars(query.order_by(*order(wanted.sort))))


def _settled(person: Person) -> ColumnElement[bool]:
    """No alert waits for a decision, or this person is on duty for it."""
    if None in person.duty:
        return true()
    if not person.duty:
        return ~has_open_alert()
    near = Response.team_id.in_(person.duty)
    return or_(~has_open_alert(), Response.team_id.is_(None), near)


def _to_decide(session: Session, person: Person, request_id: str) -> tuple[ExportRequest, datetime]:
    at = now()
    _lapse(session, at)
    request = _get(session, request_id)
    if not person.may_decide(request.asked_by, teams_of(request.wanted)):
        raise NotYours(request_id)
    if standing(request.state, request.lapses_at, at) != "asked":
        raise TooLate(request_id)
    request.decided_by, request.decided_at = person.id, at
    return request, at


def _lapse(session: Session, at: datetime) -> None:
    """Write down what has lapsed since somebody last looked."""
    late = (ExportRequest.state.in_(("asked", "agreed")), ExportRequest.lapses_at <= at)
    for request in session.scalars(select(ExportRequest).where(*late).with_for_update()):
        trail.write(session, "voice", "exports.lapsed", _subject(request))
    session.execute(update(ExportRequest).where(*late).values(state="lapsed"))


def _get(session: Session, request_id: str) -> ExportRequest:
    found = session.get(ExportRequest, request_id, with_for_update=True)
    if found is None:
        raise NoSuchExport(request_id)
    return found


def _trace(
    session: Session, person: Person, act: str, request: ExportRequest, **detail: Any
) -> None:
    told = {"rows": request.rows, **detail}
    trail.write(session, person.actor, f"exports.{act}", _subject(request), **told)


def _subject(request: ExportRequest) -> str:
    return f"export:{request.id}"


def _place(request_id: str, column: str) -> keys.Place:
    return keys.Place("export_requests", column, request_id, "derived")
