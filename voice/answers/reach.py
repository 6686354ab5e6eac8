"""How far a person's reading goes. Pure but for reading a person's roles.

A role held in one team reaches the answers of that team and those of no team. An answer about a
worker is kept from that worker's line, whatever else a person of that line may read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voice.people.models import Worker
from voice.people.permissions import teams_with
from voice.safety.line import Reader


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose answers somebody may read."""

    #: None is every team.
    teams: frozenset[int] | None = None
    #: Teams in whose line they stand.
    line: frozenset[int] = frozenset()

    @classmethod
    def of(cls, worker: Worker, ability: str) -> Reach:
        """How far this ability takes this person."""
        return cls(teams_with(worker, ability), Reader.of(worker).line)


EVERYWHERE: Final = Reach()
