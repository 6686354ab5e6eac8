"""Teams: add one, or give it another name. Its key never changes, because answers know it."""

from __future__ import annotations

import re
import secrets
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.people.models import Team
from voice.storage import trail


def add_team(db: Session, actor: str, key: str, name: str, service: str) -> Team:
    """A new team."""
    team = Team(key=key, name=name.strip(), service=service.strip())
    db.add(team)
    db.flush()
    trail.write(db, actor, "people.team_added", f"team:{team.id}")
    return team


def rename(db: Session, actor: str, team: Team, name: str, service: str) -> None:
    """Another name, or other work, for the same team."""
    team.name, team.service = name.strip(), service.strip()
    trail.write(db, actor, "people.team_renamed", f"team:{team.id}")


def name_is_taken(db: Session, name: str, other_than: int | None = None) -> bool:
    """Whether another team has this name."""
    names = db.execute(select(Team.id, Team.name))
    return any(
        each.casefold() == name.strip().casefold() and number != other_than
        for number, each in names
    )


def key_for(db: Session, name: str) -> str:
    """A free key made from a name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30] or "team"
    key = key if key[0].isalpha() else f"t_{key}"
    taken = db.scalar(select(Team.id).where(Team.key == key)) is not None
    return f"{key}_{secrets.token_hex(3)}" if taken else key
