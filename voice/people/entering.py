"""Come in: a name and a password, then a second factor, each wrong try counted.

The slow check of a password happens before anything is locked, so that nobody waits for it; its
answer is only used while the account may be tried, so that tries at once gain nothing. An account
that does not exist is treated, and answered, like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from voice.people import lockout, passwords, second
from voice.people.lockout import Counter
from voice.people.models import Role, Worker
from voice.people.proofs import Login
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

_COUNTING = "people.tries"


@dataclass(frozen=True, slots=True)
class Checked:
    """A name and a password, looked at outside any lock."""

    name: str
    worker_id: int | None
    fits: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What follows: "in", "code", "enrol", or why not: "wrong", "waiting", "locked"."""

    step: str
    worker: Worker | None = None
    login: Login | None = None
    until: datetime | None = None
    #: What let the person in.
    how: str = "password"


@dataclass(frozen=True, slots=True)
class Rules:
    """What the installation asks for, and where the request comes from."""

    keystore: Keystore
    demo: bool
    address: str | None


def folded(name: str) -> str:
    """A name as it is kept: spaces and capitals do not matter."""
    return " ".join(name.casefold().split())[:200]


def check(engine: Engine, name: str, password: str) -> Checked:
    """Whether the password fits the name; as slow for a name that does not exist."""
    known = folded(name)
    with Session(engine.execution_options(writing=False)) as reading:
        row = reading.execute(
            select(Login.worker_id, Login.password).where(Login.name == known)
        ).first()
    return Checked(known, row and row[0], passwords.fits(password, row and row[1]))


def by_password(db: Session, checked: Checked, rules: Rules) -> Entry:
    """What a checked password leads to."""
    counted, at = _counters(rules, checked.name), now()
    if until := lockout.waiting(db, counted, at):
        return Entry("locked", until=until)
    login = db.get(Login, checked.worker_id) if checked.worker_id is not None else None
    worker = db.get(Worker, checked.worker_id) if login else None
    if worker is None or login is None or not checked.fits:
        return _refused(db, counted, checked.worker_id, "password")
    if login.approved_at is None:
        return Entry("waiting")
    if not worker.active:
        return _refused(db, counted, worker.id, "disabled")
    return _next(db, counted, worker, login, rules)


def by_code(db: Session, login: Login, code: str, rules: Rules) -> Entry:
    """What a second factor leads to, from the app or from paper."""
    counted = _counters(rules, login.name)
    if until := lockout.waiting(db, counted, now()):
        return Entry("locked", until=until)
    worker = db.get_one(Worker, login.worker_id)
    if second.code_fits(rules.keystore, login, code):
        lockout.right(db, counted)
        return Entry("in", worker, login, how="code")
    if login.totp_since and second.recovery_fits(db, rules.keystore, worker.id, code):
        lockout.right(db, counted)
        return Entry("in", worker, login, how="recovery")
    return _refused(db, counted, worker.id, "code")


def owes_second_factor(worker: Worker, demo: bool) -> bool:
    """Everybody but young people of the panel, who share a tablet and see no child's answers."""
    return not demo and worker.roles != {Role.PANEL_MEMBER}


def _next(
    db: Session, counted: tuple[Counter, ...], worker: Worker, login: Login, rules: Rules
) -> Entry:
    if not owes_second_factor(worker, rules.demo):
        lockout.right(db, counted)
        return Entry("in", worker, login)
    if login.totp_since is None:
        second.prepare(rules.keystore, login)
        return Entry("enrol", worker, login)
    return Entry("code", worker, login)


def _refused(
    db: Session, counted: tuple[Counter, ...], worker_id: int | None, reason: str
) -> Entry:
    subject = f"worker:{worker_id}" if worker_id is not None else "worker:unknown"
    trail.write(db, "stranger", "people.refused", subject, reason=reason)
    until = lockout.wrong(db, counted, now())
    if until is None:
        return Entry("wrong")
    trail.write(db, "stranger", "people.locked", subject, until=until.isoformat())
    return Entry("locked", until=until)


def _counters(rules: Rules, name: str) -> tuple[Counter, ...]:
    key = rules.keystore.derived(_COUNTING)
    return lockout.counters(key, name, rules.address, now().date())
