"""Invitations: a link by which one person, once, within three days, chooses a password.

The link holds a random token under our signature; the database holds its digest. A newer link makes
the older ones of the same person worthless.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from itsdangerous import BadSignature, Signer
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from voice.people import accounts
from voice.people.models import Worker
from voice.people.presence import digest
from voice.people.proofs import Invite, Login
from voice.storage import trail
from voice.storage.types import now

GOOD_FOR: Final = timedelta(hours=72)
_SALT: Final = b"people.invitation"


def make(db: Session, secret: bytes, actor: str, worker: Worker) -> str:
    """The token of a fresh link for this person; earlier ones stop working."""
    at, token = now(), secrets.token_urlsafe(24)
    unused = (Invite.worker_id == worker.id, Invite.used_at.is_(None), Invite.expires_at > at)
    db.execute(update(Invite).where(*unused).values(expires_at=at))
    db.add(Invite(id=digest(token), worker_id=worker.id, made_at=at, expires_at=at + GOOD_FOR))
    db.flush()
    trail.write(db, actor, "people.invited", f"worker:{worker.id}")
    return _signer(secret).sign(token).decode()


def find(db: Session, secret: bytes, signed: str) -> tuple[Invite, Worker] | None:
    """The invitation of a link and whom it is for, if it is still good."""
    try:
        token = _signer(secret).unsign(signed).decode()
    except (BadSignature, UnicodeError):
        return None
    invite = db.scalar(select(Invite).where(Invite.id == digest(token)).with_for_update())
    if invite is None or invite.used_at is not None or invite.expires_at <= now():
        return None
    worker = db.get(Worker, invite.worker_id)
    return (invite, worker) if worker is not None and worker.active else None


def use(db: Session, invite: Invite, worker: Worker, password: str) -> Login:
    """Set the password and spend the link."""
    invite.used_at = now()
    login = accounts.set_password(db, worker, password)
    actor = subject = f"worker:{worker.id}"
    trail.write(db, actor, "people.invitation_used", subject)
    return login


def _signer(secret: bytes) -> Signer:
    return Signer(secret, salt=_SALT, digest_method=hashlib.sha256)
