"""The adults and young people of Demo Borough. All of them, and the place, are made up."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.people import passwords
from voice.people.entering import folded
from voice.people.models import Body, Membership, Role, Seat, Team, Worker
from voice.people.proofs import Login
from voice.storage.types import now

TEAMS = (
    ("front_door", "Front Door", "assessment"),
    ("harbour", "Harbour Team", "child_protection"),
    ("meadow", "Meadow Team", "child_protection"),
    ("orchard", "Orchard Team", "looked_after"),
    ("bridge", "Bridge Team", "looked_after"),
    ("next_steps", "Next Steps", "leaving_care"),
)

#: One person for each role, and the team they belong to, if any.
_PEOPLE = (
    (Role.OFFICER, "Ola Marsh", "officer", None),
    (Role.PANEL_MEMBER, "Kestrel", None, None),
    (Role.PANEL_FACILITATOR, "Sam Adeyo", "facilitator", None),
    (Role.WORKER, "Jo Penhale", "worker", "harbour"),
    (Role.MANAGER, "Dana Rook", "manager", "harbour"),
    (Role.DUTY, "Ines Calder", "duty", None),
    (Role.AUDITOR, "Ravi Thorn", "auditor", None),
    (Role.PARTNERSHIP, "Moira Vance", "partnership", None),
    (Role.GOVERNANCE, "Lee Sandow", "governance", None),
    (Role.ADMIN, "Pat Quill", "admin", None),
)


def settle(session: Session) -> dict[str, Team]:
    """Six teams and a person for each role; returns the teams by key."""
    teams = {key: Team(key=key, name=name, service=service) for key, name, service in TEAMS}
    session.add_all(teams.values())
    session.flush()
    for role, name, mailbox, team in _PEOPLE:
        person = Worker(name=name, email=_address(mailbox), created_at=now())
        person.memberships = [Membership(role=role, team_id=teams[team].id if team else None)]
        if role is Role.PANEL_MEMBER:
            person.seats = [Seat(body=Body.YOUTH_PANEL)]
        session.add(person)
    session.flush()
    return teams


def give_passwords(session: Session) -> None:
    """A password for everybody who has none: fixed words, for the demonstration alone."""
    known = set(session.scalars(select(Login.worker_id)))
    for person in session.scalars(select(Worker).where(Worker.active)):
        if person.id not in known:
            name, password = folded(person.email or person.name), _password(person)
            kept = passwords.kept(password)
            session.add(Login(worker_id=person.id, name=name, password=kept, approved_at=now()))
    session.flush()


def accounts(session: Session) -> list[dict[str, str]]:
    """Who can sign in, for whoever tries the demonstration."""
    people = session.scalars(select(Worker).where(Worker.active).order_by(Worker.id))
    return [
        {
            "role": min(person.roles),
            "email": person.email or person.name,
            "name": person.name,
            "password": _password(person),
        }
        for person in people
        if person.roles
    ]


def _password(person: Worker) -> str:
    """ "demo-officer-2026" and the like, by the first of a person's roles."""
    return f"demo-{min(person.roles, default='nobody')}-2026".replace("_", "-")


def _address(mailbox: str | None) -> str | None:
    return f"{mailbox}@demo-borough.example" if mailbox else None
