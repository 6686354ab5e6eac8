"""Demo Borough's pack of the last quarter: made by one person, published by another."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from voice.config import Config
from voice.figures import cube
from voice.i18n.days import day_of
from voice.panel import packs
from voice.panel.contents import YOUNG, Choices
from voice.panel.models import Pack
from voice.panel.packs import Wanted
from voice.people.models import Membership, Role, Worker
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now
from voice.themes import quarters

_AUDIENCES = ("youth_panel", "care_council", "partnership")
_NOTE = "We read every answer. Young people on the panel asked us to show these things."


def publish_last_quarter(engine: Engine, keystore: Keystore, config: Config) -> int:
    """The last whole quarter's packs, unless some pack is there; how many were published."""
    quarter = quarters.whole(day_of(now()))[0]
    with transaction(engine) as session:
        if session.scalar(select(Pack.id).limit(1)) is not None:
            return 0
        maker, other = (_person(session, r) for r in (Role.OFFICER, Role.PANEL_FACILITATOR))
        for audience in _AUDIENCES:
            pack = packs.begin(session, keystore, config, maker, Wanted(quarter, audience))
            packs.keep(session, pack, maker, _chosen(packs.chosen(pack), audience))
            packs.propose(session, pack, maker)
            seen = cube.fingerprint(packs.composed(session, keystore, config, pack))
            packs.publish(session, keystore, config, pack, other, seen)
    return len(_AUDIENCES)


def _chosen(first: Choices, audience: str) -> Choices:
    return replace(first, note=_NOTE) if audience in YOUNG else first


def _person(session: Session, role: Role) -> int:
    mine = select(Membership.worker_id).where(Membership.role == role)
    return session.scalars(select(Worker.id).where(Worker.id.in_(mine)).order_by(Worker.id)).one()
