"""The list of people, as an administrator searches it, and the words for what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from voice.i18n.catalogues import later
from voice.people.models import Body, Membership, Role, Team, Worker
from voice.people.proofs import Login, SignIn
from voice.web.forms import row_id

PAGE: Final = 50
ROLES: Final = {
    Role.WORKER: later("Social worker"),
    Role.MANAGER: later("Team manager"),
    Role.AUDITOR: later("Practice auditor"),
    Role.OFFICER: later("Participation officer"),
    Role.DUTY: later("Duty safeguarding"),
    Role.PANEL_MEMBER: later("Youth panel member"),
    Role.PANEL_FACILITATOR: later("Panel facilitator"),
    Role.PARTNERSHIP: later("Safeguarding partnership"),
    Role.GOVERNANCE: later("Information governance"),
    Role.ADMIN: later("Administrator"),
}
BODIES: Final = {
    Body.YOUTH_PANEL: later("Youth panel"),
    Body.CARE_COUNCIL: later("Children in care council"),
}
#: What an administrator gives; young people are let in by their facilitator.
STAFF: Final = tuple(role for role in Role if role is not Role.PANEL_MEMBER)
STATES: Final = {
    "in": later("Can sign in"),
    "invited": later("Invited, no password yet"),
    "disabled": later("Shut out"),
    "waiting": later("Waits to be let in"),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which people: part of a name or address, a role, a team, a state; None means any."""

    words: str = ""
    role: Role | None = None
    team_id: int | None = None
    state: str | None = None
    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Sought:
        """As an address asks; what does not exist is left out."""
        role, state, team = query.get("role", ""), query.get("state", ""), query.get("team", "")
        page = query.get("page", "")
        return cls(
            words=query.get("words", "").strip()[:100],
            role=Role(role) if role in set(Role) else None,
            team_id=row_id(team),
            state=state if state in STATES else None,
            page=max(1, row_id(page) or 1),
        )


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the list."""

    worker: Worker
    state: str
    has_second: bool
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list."""

    people: tuple[Person, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // PAGE))


def people(db: Session, sought: Sought) -> Found:
    """One page of the people sought, by name."""
    wanted = _wanted(sought)
    total = db.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    page = min(sought.page, max(1, -(-total // PAGE)))
    rows = db.execute(
        wanted.order_by(Worker.name, Worker.id).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    last = _last(db, [row[0].id for row in rows])
    return Found(tuple(_person(row[0], row[1], last) for row in rows), total, page)


def person(db: Session, worker_id: int) -> Person | None:
    """One person of the staff or the panel."""
    query = select(Worker, Login).outerjoin(Login).where(Worker.id == worker_id)
    row = db.execute(query).first()
    return _person(row[0], row[1], _last(db, [worker_id])) if row else None


def young_people(db: Session) -> tuple[Person, ...]:
    """Everybody whose only role is to be of the panel: who waits first, then by name."""
    found = people(db, Sought(role=Role.PANEL_MEMBER)).people
    only = [each for each in found if each.worker.roles == {Role.PANEL_MEMBER}]
    return tuple(sorted(only, key=lambda each: each.state != "waiting"))


def teams(db: Session) -> tuple[Team, ...]:
    """Every team, by name."""
    return tuple(db.scalars(select(Team).order_by(Team.name)))


def _wanted(sought: Sought) -> Select[Worker, Login]:
    query = select(Worker, Login).outerjoin(Login, Login.worker_id == Worker.id)
    if sought.words:
        part = sought.words.casefold()
        names = (func.lower(Worker.name), func.lower(Worker.email))
        query = query.where(or_(*(each.contains(part, autoescape=True) for each in names)))
    if sought.role or sought.team_id:
        held = select(Membership.worker_id)
        held = held.where(Membership.role == sought.role) if sought.role else held
        held = held.where(Membership.team_id == sought.team_id) if sought.team_id else held
        query = query.where(Worker.id.in_(held))
    return query.where(*_states()[sought.state]) if sought.state else query


def _states() -> dict[str, tuple[Any, ...]]:
    waits = Login.approved_at.is_(None)
    known, chosen = Login.worker_id.is_not(None), Login.password.is_not(None)
    return {
        "in": (Worker.active, chosen),
        "invited": (Worker.active, known, Login.password.is_(None)),
        "disabled": (~Worker.active, or_(~known, ~waits)),
        "waiting": (~Worker.active, known, waits),
    }


def _person(worker: Worker, login: Login | None, last: dict[int, datetime]) -> Person:
    second = login is not None and login.totp_since is not None
    return Person(worker, _state(worker, login), second, last.get(worker.id))


def _state(worker: Worker, login: Login | None) -> str:
    if not worker.active:
        return "waiting" if login is not None and login.approved_at is None else "disabled"
    return "invited" if login is not None and login.password is None else "in"


def _last(db: Session, ids: list[int]) -> dict[int, datetime]:
    latest = func.max(SignIn.seen_at)
    query = select(SignIn.worker_id, latest).where(SignIn.worker_id.in_(ids))
    return {row[0]: row[1] for row in db.execute(query.group_by(SignIn.worker_id))}
