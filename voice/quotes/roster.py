"""Whom and what the council itself can name: its staff, its teams, and the places in its own list.

The list is `places.txt` in the data folder: a name a line, as children would write it; lines that
begin with # are notes. Without it, only patterns find schools and places.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.people.models import Team, Worker
from voice.quotes.redact import Known

PLACES = "places.txt"


def roster(session: Session, folder: Path) -> Known:
    """The names of everybody who works here or did, of every team, and of the council's places."""
    staff = tuple(session.scalars(select(Worker.name).order_by(Worker.id)))
    teams = tuple(session.scalars(select(Team.name).order_by(Team.id)))
    return Known(staff=staff, places=(*teams, *listed(folder)))


def listed(folder: Path) -> tuple[str, ...]:
    """The council's own places; none where there is no list."""
    file = folder / PLACES
    if not file.is_file():
        return ()
    lines = (line.strip() for line in file.read_text("utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
