"""Which published packs a person may read: young people theirs, the boards all but a team's sheet.

A team's sheet is for the officer and for that team's managers. Nobody reads a draft here.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.panel.contents import YOUNG
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
    return pack.audience in YOUNG or bool(_BOARDS & worker.roles)


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
