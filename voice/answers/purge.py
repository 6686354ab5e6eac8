"""Let go what was kept long enough: marks of answers taken back, and answers set aside.

Rows go as whole batches with one entry in the trail each, which says how many and how old; with
`secure_delete` the bytes go with them. A dry run says the same and changes nothing.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Engine, delete, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from voice.answers.models import Quarantined, Tombstone
from voice.answers.quarantine import LASTS
from voice.storage import trail
from voice.storage.session import transaction
from voice.storage.types import now

_log = logging.getLogger(__name__)
#: Longer than any tablet holds an answer back.
_TOMBSTONES: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Old:
    """How many were kept long enough."""

    tombstones: int
    quarantined: int
    #: Of those set aside, how many nobody had settled.
    unsettled: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.tombstones or self.quarantined)


def look(session: Session, at: datetime) -> Old:
    """What would go at this moment."""
    stones = select(func.count()).select_from(Tombstone).where(_stones(at))
    asides = select(func.count()).select_from(Quarantined).where(_asides(at))
    unsettled = asides.where(Quarantined.outcome.is_(None))
    return Old(*(session.scalar(each) or 0 for each in (stones, asides, unsettled)))


def purge(engine: Engine, at: datetime, actor: str) -> Old:
    """Let it go; what went. Nothing is written where nothing is old."""
    with Session(engine.execution_options(writing=False)) as reading:
        if not look(reading, at).any:
            return Old(0, 0)
    with transaction(engine) as own:
        gone = look(own, at)
        own.execute(delete(Tombstone).where(_stones(at)))
        own.execute(delete(Quarantined).where(_asides(at)))
        if gone.any:
            trail.write(
                own,
                actor,
                "answers.purged",
                "answers",
                tombstones=gone.tombstones,
                quarantined=gone.quarantined,
                unsettled=gone.unsettled,
            )
    return gone


def keep_tidy(engine: Engine, stop: threading.Event, pause: float = 3600.0) -> None:
    """Let go what is old until `stop` is set, looking again every `pause` seconds."""
    while not stop.is_set():
        try:
            purge(engine, now(), "worker process")
        except OperationalError as wrong:  # busy or away: the next look will do
            _log.warning("nothing was let go: %s", type(wrong).__name__)
        stop.wait(pause)


def _stones(at: datetime) -> ColumnElement[bool]:
    return Tombstone.at < at - _TOMBSTONES


def _asides(at: datetime) -> ColumnElement[bool]:
    return Quarantined.at < at - LASTS
