"""Who is signed in, read once at the start of each request to a staff or panel page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.people.doors import doors
from voice.people.models import Role, Worker
from voice.people.permissions import may
from voice.storage import trail
from voice.storage.session import session

_KEY = "worker"


@dataclass(frozen=True, slots=True)
class InRole:
    """The people whose first role this is."""

    role: Role
    people: tuple[Worker, ...]


def init_app(app: Flask) -> None:
    """Recognise the signed-in person before each request that is not a child's."""
    # A form's token lives as long as the sign-in: nobody loses words for thinking an hour.
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.before_request(_recognise)
    app.add_template_global(may)
    app.add_template_global(doors)


def sign_in(db: Session, worker: Worker) -> None:
    """Begin a fresh session for this person and trace it."""
    cookie.clear()
    cookie[_KEY] = worker.id
    trail.write(db, f"worker:{worker.id}", "people.signed_in", f"worker:{worker.id}")


def sign_out(db: Session, worker: Worker | None) -> None:
    """End the session, and trace it if anybody was signed in."""
    cookie.clear()
    if worker is not None:
        trail.write(db, f"worker:{worker.id}", "people.signed_out", f"worker:{worker.id}")


def find(db: Session, known: int | None) -> Worker | None:
    """The active person with this number."""
    found = db.get(Worker, known) if known is not None else None
    return found if found is not None and found.active else None


def by_role(db: Session) -> tuple[InRole, ...]:
    """Every active person once, under the first of their roles, in the order of `Role`."""
    people = db.scalars(select(Worker).where(Worker.active).order_by(Worker.name)).all()
    order = list(Role)
    first = {each.id: min(each.roles, key=order.index) for each in people if each.roles}
    grouped = (
        InRole(role, tuple(each for each in people if first.get(each.id) is role)) for role in order
    )
    return tuple(group for group in grouped if group.people)


def own_path(target: str | None) -> str | None:
    """`target` if it is a path of this site and nothing else, so that no link leads elsewhere."""
    if not target or not target.startswith("/") or target.startswith("//"):
        return None
    if "\\" in target or any(ord(letter) < 33 for letter in target):
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else target


def _recognise() -> None:
    g.worker = None
    if request.blueprint == "child" or request.endpoint == "static":
        return
    known = cookie.get(_KEY)
    g.worker = find(session(), known) if known is not None else None
