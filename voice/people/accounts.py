"""Look after people: add, change what they may do, shut out and let back in. Every act is traced.

Whoever loses something loses it at once: what ends a right also ends the sign-ins that had it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.people import entering, passwords, presence, second
from voice.people.models import Body, Membership, Role, Seat, Worker
from voice.people.proofs import Login
from voice.storage import trail
from voice.storage.types import now

#: Roles that make sense inside one team.
OF_TEAMS: Final = frozenset({Role.WORKER, Role.MANAGER, Role.AUDITOR})


class Refused(ValueError):
    """It cannot be done; the message is a key: "taken", "last_admin", "self"."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role, in one team or, without a team, everywhere."""

    role: Role
    team_id: int | None = None


def spread(roles: Iterable[Role], teams: Iterable[int]) -> list[Held]:
    """Roles of teams hold in each of these teams, without a team in all; others hold everywhere."""
    where: list[int | None] = list(teams) or [None]
    return [Held(role, team) for role in roles for team in (where if role in OF_TEAMS else [None])]


def any_login(db: Session) -> bool:
    """Whether anybody could sign in with a password."""
    return db.scalar(select(Login.worker_id).limit(1)) is not None


def is_taken(db: Session, name: str) -> bool:
    """Whether somebody signs in with this name already."""
    known = entering.folded(name)
    return db.scalar(select(Login.worker_id).where(Login.name == known)) is not None


def add(db: Session, actor: str, name: str, email: str, held: Iterable[Held]) -> Worker:
    """A member of staff, who chooses a password by invitation; Refused if the address is taken."""
    if is_taken(db, email) or _has_email(db, email):
        raise Refused("taken")
    worker = Worker(name=name.strip(), email=entering.folded(email), created_at=now())
    _hold(worker, held)
    db.add(worker)
    db.flush()
    login_of(db, worker)
    trail.write(db, actor, "people.added", f"worker:{worker.id}", roles=_told(worker))
    return worker


def login_of(db: Session, worker: Worker) -> Login:
    """How this person signs in here; made on first use for whoever came in by another way."""
    found = db.get(Login, worker.id)
    if found is None:
        name = entering.folded(worker.email or worker.name)
        found = Login(worker_id=worker.id, name=name, approved_at=now())
        db.add(found)
        db.flush()
    return found


def set_roles(db: Session, actor: str, worker: Worker, held: Iterable[Held]) -> None:
    """What this person may do from now on; Refused for the last administrator."""
    before, wanted = _told(worker), list(held)
    if _is_last_admin(db, worker) and all(each.role != Role.ADMIN for each in wanted):
        raise Refused("last_admin")
    worker.memberships.clear()
    db.flush()
    _hold(worker, wanted)
    db.flush()
    after = _told(worker)
    if before != after:
        subject = f"worker:{worker.id}"
        trail.write(db, actor, "people.roles_changed", subject, before=before, after=after)


def disable(db: Session, actor: str, worker: Worker) -> None:
    """Shut a person out, on every browser and every server process, from the next request on."""
    if _is_last_admin(db, worker):
        raise Refused("last_admin")
    worker.active = False
    presence.end_all(db, worker.id)
    trail.write(db, actor, "people.disabled", f"worker:{worker.id}")


def enable(db: Session, actor: str, worker: Worker) -> None:
    """Let a person in again."""
    worker.active = True
    trail.write(db, actor, "people.enabled", f"worker:{worker.id}")


def reset_second_factor(db: Session, actor: str, worker: Worker, reason: str) -> None:
    """A lost phone: the next sign-in sets up a new one. `reason` is one of a few codes."""
    second.forget(db, login_of(db, worker))
    presence.end_all(db, worker.id)
    subject = f"worker:{worker.id}"
    trail.write(db, actor, "people.second_factor_reset", subject, reason=reason)


def set_password(db: Session, worker: Worker, password: str) -> Login:
    """A new password; every sign-in with the old one ends."""
    login = login_of(db, worker)
    login.password = passwords.kept(password)
    presence.end_all(db, worker.id)
    trail.write(db, f"worker:{worker.id}", "people.password_set", f"worker:{worker.id}")
    return login


def add_young_person(db: Session, actor: str, nickname: str, passphrase: str) -> Worker:
    """A young person of the panel, who is not let in before a facilitator says so."""
    if is_taken(db, nickname):
        raise Refused("taken")
    worker = Worker(name=" ".join(nickname.split()), created_at=now(), active=False)
    _hold(worker, [Held(Role.PANEL_MEMBER)])
    db.add(worker)
    db.flush()
    kept = passwords.kept(passphrase)
    db.add(Login(worker_id=worker.id, name=entering.folded(nickname), password=kept))
    trail.write(db, actor, "people.panel_member_added", f"worker:{worker.id}")
    return worker


def approve(db: Session, actor: str, worker: Worker, bodies: Iterable[Body]) -> None:
    """Let a young person in, to these bodies."""
    login_of(db, worker).approved_at = now()
    worker.active = True
    subject, named = f"worker:{worker.id}", _seated(db, worker, bodies)
    trail.write(db, actor, "people.panel_member_approved", subject, bodies=named)


def seat(db: Session, actor: str, worker: Worker, bodies: Iterable[Body]) -> None:
    """Which bodies a young person belongs to from now on; what they gave before still counts."""
    before = sorted(worker.bodies)
    after = _seated(db, worker, bodies)
    if before != after:
        subject = f"worker:{worker.id}"
        trail.write(db, actor, "people.bodies_changed", subject, before=before, after=after)


def _seated(db: Session, worker: Worker, bodies: Iterable[Body]) -> list[str]:
    wanted = frozenset(bodies)
    kept = [each for each in worker.seats if each.body in wanted]
    new = wanted - {Body(each.body) for each in kept}
    worker.seats = kept + [Seat(body=each) for each in sorted(new)]
    db.flush()
    return sorted(wanted)


def _hold(worker: Worker, held: Iterable[Held]) -> None:
    kept = dict.fromkeys(held)
    everywhere = {each.role for each in kept if each.team_id is None}
    worker.memberships.extend(
        Membership(role=each.role, team_id=each.team_id)
        for each in kept
        if each.team_id is None or each.role not in everywhere
    )


def _told(worker: Worker) -> list[str]:
    return sorted(
        f"{each.role}@{each.team_id}" if each.team_id is not None else str(each.role)
        for each in worker.memberships
    )


def _has_email(db: Session, email: str) -> bool:
    known = func.lower(Worker.email) == entering.folded(email)
    return db.scalar(select(Worker.id).where(known)) is not None


def _is_last_admin(db: Session, worker: Worker) -> bool:
    if Role.ADMIN not in worker.roles or not worker.active:
        return False
    others = (
        select(Membership.id)
        .join(Worker)
        .where(Membership.role == Role.ADMIN, Worker.active, Worker.id != worker.id)
    )
    return db.scalar(others.limit(1)) is None
