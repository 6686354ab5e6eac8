"""Who is signed in, read at the start of each request to a staff or panel page.

The browser's cookie is signed and holds one random token (see `presence`) or, between a password
and a second factor, who is half way. It is emptied whenever either changes, so that nobody can give
a visitor a cookie and wait.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask import session as cookie
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.people import presence
from voice.people.doors import doors
from voice.people.models import Role, Worker
from voice.people.permissions import may
from voice.people.presence import Here, Limits
from voice.people.proofs import Login
from voice.storage import trail
from voice.storage.session import session
from voice.storage.types import now
from voice.web import house

_TOKEN: Final = "key"  # noqa: S105 - the cookie's field, not its content
_HALF: Final = "half"
#: Seconds from the password to the second factor.
_HALF_LASTS: Final = 600


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
    app.add_template_global(seconds_left)


def sign_in(db: Session, worker: Worker, how: str) -> None:
    """Begin a fresh sign-in of this person, end the one that was here, and trace it."""
    _leave(db)
    cookie[_TOKEN] = presence.begin(db, worker, how)
    g.worker, g.until = worker, now() + _limits().idle
    trail.write(db, f"worker:{worker.id}", "people.signed_in", f"worker:{worker.id}", how=how)


def sign_out(db: Session, worker: Worker | None) -> None:
    """End the sign-in, on the server too, and trace it if anybody was signed in."""
    _leave(db)
    if worker is not None:
        trail.write(db, f"worker:{worker.id}", "people.signed_out", f"worker:{worker.id}")


def half_way(db: Session, login: Login) -> None:
    """The password was right: remember for ten minutes who still owes the second factor."""
    _leave(db)
    cookie[_HALF] = [login.worker_id, int(now().timestamp()), _mark(login)]


def who_is_half_way(db: Session) -> Login | None:
    """The login that a second factor would let in, unless it took too long or has changed."""
    kept = cookie.get(_HALF)
    if not isinstance(kept, list) or len(kept) != 3:
        return None
    worker_id, since, mark = kept
    login = db.get(Login, worker_id)
    if login is None or now().timestamp() - since > _HALF_LASTS:
        return None
    active = find(db, worker_id) is not None and login.approved_at is not None
    return login if active and hmac.compare_digest(mark, _mark(login)) else None


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


def seconds_left() -> int:
    """Seconds until this sign-in ends if nothing happens; 0 when nobody is signed in."""
    until = g.get("until")
    return max(0, int((until - now()).total_seconds())) if until is not None else 0


def _leave(db: Session) -> None:
    """Empty the cookie; what it stood for ends, and its form token with it."""
    token = cookie.get(_TOKEN)
    if isinstance(token, str):
        presence.end(db, token)
    cookie.clear()
    g.pop("csrf_token", None)


def _mark(login: Login) -> str:
    """Changes with the password, so that a new one ends what the old one began."""
    return hashlib.sha256((login.password or "").encode()).hexdigest()[:16]


def _recognise() -> None:
    g.worker = g.until = g.lapsed = None
    token = cookie.get(_TOKEN) if _asks_who() else None
    if not isinstance(token, str):
        return
    here = _here(token)
    g.worker, g.until, g.lapsed = here.worker, here.until, here.lapsed


def _here(token: str) -> Here:
    limits = _limits()
    found = presence.recognise(session(), token, limits)
    if found.worker is None or _only_looks_at_the_clock():
        return found
    return presence.note(session(), token, limits) or found


def _limits() -> Limits:
    config = house.config()
    return Limits.of(config)


def _asks_who() -> bool:
    return request.blueprint != "child" and request.endpoint != "static"


def _only_looks_at_the_clock() -> bool:
    return request.endpoint == "people.stay" and request.method == "GET"
