"""Make links, find the open ones, and count their use."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from voice.child.models import Link
from voice.questions import publish
from voice.questions.kinds import Tier
from voice.storage import trail
from voice.storage.types import now

#: Letters and digits that nobody confuses when a slip is read aloud.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_TOKEN_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link is for."""

    set_key: str
    tier: Tier
    team_id: int | None
    period: date
    #: How many answers it takes; None: as many as come.
    most: int | None = None
    open_for: timedelta | None = None


def make(session: Session, wanted: Invitation, made_by: int | None = None) -> Link:
    """A fresh link to the newest published version of the set."""
    published = publish.newest(session, wanted.set_key)
    link = Link(
        token="".join(secrets.choice(_ALPHABET) for _ in range(_TOKEN_LENGTH)),
        set_id=published.id,
        tier=wanted.tier,
        team_id=wanted.team_id,
        period=wanted.period.replace(day=1),
        made_at=now(),
        made_by=made_by,
        closes_at=now() + wanted.open_for if wanted.open_for else None,
        most=wanted.most,
        used=0,
    )
    session.add(link)
    session.flush()
    actor = f"worker:{made_by}" if made_by else "command"
    trail.write(session, actor, "child.link_made", f"link:{link.id}", set=wanted.set_key)
    return link


def find(session: Session, token: str) -> Link | None:
    """The link with this token, open or not."""
    return session.scalar(select(Link).filter_by(token=token))


def is_open(link: Link, at: datetime) -> bool:
    """Whether the link still takes answers."""
    used_up = link.most is not None and link.used >= link.most
    closed = link.closes_at is not None and link.closes_at <= at
    return not (used_up or closed or link.revoked_at)


def revoke(session: Session, link: Link, by: int) -> None:
    """Close a link for good: nothing that was written by it is kept any more."""
    link.revoked_at = now()
    trail.write(session, f"worker:{by}", "child.link_revoked", f"link:{link.id}")


def count_use(session: Session, link: Link) -> None:
    """One more answer came by this link."""
    session.execute(update(Link).where(Link.id == link.id).values(used=Link.used + 1))
