"""What a worker can prepare for a child, and what was prepared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.child import links
from voice.child.links import Invitation
from voice.child.models import Link
from voice.people.models import Role, Team, Worker
from voice.questions.kinds import Tier
from voice.questions.models import PublishedSet
from voice.questions.shelf import library
from voice.safety.clock import came_late

#: A form that was prepared for a visit takes answers for so long; a tablet's queue may come later.
_OPEN_FOR = timedelta(days=60)
_MAKERS = (Role.OFFICER, Role.WORKER, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One form made ready, and what became of it: counts alone."""

    link: Link
    set_key: str
    title: str
    #: A tablet was handed over with it days ago, and no answer has reached us.
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """What a worker chose."""

    set_key: str
    tier: Tier
    language: str
    interpreter: bool
    month: date
    team_id: int | None


def forms() -> list[tuple[str, Tier, str]]:
    """Every form and age: (key, tier, title)."""
    return [(key, tier, each.title) for key, each in library().items() for tier in each.tiers]


def teams_of(session: Session, worker: Worker) -> list[tuple[int, str]]:
    """The teams for which this person may prepare a form."""
    held = worker.teams_for(*_MAKERS)
    rows = session.execute(select(Team.id, Team.name).order_by(Team.name)).all()
    return [(row.id, row.name) for row in rows if held is None or row.id in held]


def prepare(session: Session, visit: Visit, worker: Worker) -> Link:
    """A link for this visit."""
    wanted = Invitation(visit.set_key, visit.tier, visit.team_id, visit.month, open_for=_OPEN_FOR)
    link = links.make(session, wanted, worker.id)
    link.language, link.interpreter = visit.language, visit.interpreter
    session.flush()
    return link


def prepared(session: Session, link_id: int, worker_id: int, at: datetime) -> Prepared | None:
    """What this person prepared under this number."""
    link = session.get(Link, link_id)
    if link is None or link.made_by != worker_id:
        return None
    key = session.get_one(PublishedSet, link.set_id).key
    title = library()[key].title if key in library() else key
    return Prepared(link, key, title, is_silent(link, at))


def is_silent(link: Link, at: datetime) -> bool:
    """Whether a tablet may hold answers back: handed over long ago, and nothing came.

    That is all a server can know: the child may have said no, or the tablet may have no network.
    """
    handed = link.handed_over_at
    return handed is not None and not link.used and came_late(handed, at)


def latest(session: Session, worker_id: int, at: datetime, most: int = 10) -> list[Prepared]:
    """What this person prepared last."""
    query = select(Link).filter_by(made_by=worker_id, revoked_at=None).order_by(Link.id.desc())
    found = (
        prepared(session, each.id, worker_id, at) for each in session.scalars(query.limit(most))
    )
    return [each for each in found if each is not None]
