"""Import staff or teams from a file: first look, then all of it or nothing.

Rows that are wrong stop the whole file, unless the administrator chooses to take the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.people import accounts, csv_rows, invitations, settling
from voice.people.csv_rows import Known, Read, StaffRow, TeamRow
from voice.people.models import Role, Team, Worker
from voice.people.roster import STAFF
from voice.storage import trail


class NotWhole(ValueError):
    """Some rows are wrong, and nobody chose to leave them out."""


@dataclass(frozen=True, slots=True)
class Added:
    """What an import added: a name, and for people the token of their invitation."""

    name: str
    token: str | None = None


def look(db: Session, text: str, kind: str) -> Read:
    """What the file would do; nothing is changed."""
    known = Known(
        emails=frozenset(db.scalars(select(func.lower(Worker.email)).where(Worker.email != ""))),
        roles=frozenset(map(str, STAFF)),
        teams=frozenset(db.scalars(select(Team.key))),
    )
    return csv_rows.teams(text, known) if kind == "teams" else csv_rows.staff(text, known)


def run(db: Session, secret: bytes, actor: str, found: Read, *, partly: bool) -> tuple[Added, ...]:
    """Add the good rows; NotWhole, and nothing added, if others are wrong and `partly` is not."""
    if not found.rows or (found.faults and not partly):
        raise NotWhole
    teams = {row.key: row.id for row in db.execute(select(Team.key, Team.id))}
    added = tuple(_add(db, secret, actor, row, teams) for row in found.rows)
    left = len({fault.number for fault in found.faults})
    trail.write(db, actor, "people.imported", "people:csv", added=len(added), left_out=left)
    return added


def _add(
    db: Session, secret: bytes, actor: str, row: StaffRow | TeamRow, teams: dict[str, int]
) -> Added:
    if isinstance(row, TeamRow):
        settling.add_team(db, actor, row.key, row.name, row.service)
        return Added(row.name)
    held = accounts.spread(map(Role, row.roles), [teams[key] for key in row.teams])
    worker = accounts.add(db, actor, row.name, row.email, held)
    return Added(row.name, invitations.make(db, secret, actor, worker))
