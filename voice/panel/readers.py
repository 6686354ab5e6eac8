"""Which published packs a person may read, and what of the panel's work concerns them.

Young people read those of the bodies they belong to, the boards all but a team's sheet: that one is
for the officer and for the team's managers. Nobody reads a draft here.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.panel.models import Pack
from voice.people.models import Role, Worker

_BOARDS = {Role.OFFICER, Role.PANEL_FACILITATOR, Role.PARTNERSHIP, Role.MANAGER}


def may_read(worker: Worker, pack: Pack) -> bool:
    """Whether this person may read this pack."""
    if pack.state != "published":
        return False
    if pack.team_id is not None:
        reach = worker.teams_for(Role.OFFICER, Role.MANAGER)
        return reach is None or pack.team_id in reach
    return belongs(worker, pack.audience)


def belongs(worker: Worker, body: str) -> bool:
    """Whether what concerns a body concerns this person: its members, and whoever follows all."""
    return bool(_BOARDS & worker.roles) or body in worker.bodies


def readable(session: Session, worker: Worker) -> tuple[Pack, ...]:
    """Every pack this person may read, the newest quarter first."""
    query = select(Pack).filter_by(state="published").order_by(Pack.period.desc(), Pack.id)
    return tuple(pack for pack in session.scalars(query) if may_read(worker, pack))


def wanted(found: Sequence[Pack], pack_id: int | None) -> Pack | None:
    """The pack with this id; without one the newest for the youth panel, or the newest of all."""
    if pack_id is not None:
        return next((pack for pack in found if pack.id == pack_id), None)
    young = [pack for pack in found if pack.audience == "youth_panel"]
    return next(iter((*young, *found)), None)
