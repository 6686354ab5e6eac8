"""Who may see which alert. Pure but for reading a person's roles.

An answer that says something about a worker is kept from that worker's line: from everybody who is
a worker, manager or duty person of the team it belongs to. The whole answer is, for its other
alerts lie in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass

from voice.people.models import Role, Worker

_LINE = frozenset({Role.WORKER, Role.MANAGER, Role.DUTY})


@dataclass(frozen=True, slots=True)
class Reader:
    """One person before the alerts; a scope of None is everywhere."""

    id: int
    duty: frozenset[int | None] = frozenset()
    manages: frozenset[int | None] = frozenset()
    #: Teams in whose line this person stands.
    line: frozenset[int] = frozenset()

    @classmethod
    def of(cls, worker: Worker) -> Reader:
        """This person's scopes, from their memberships."""
        held = [(each.role, each.team_id) for each in worker.memberships]
        return cls(
            worker.id,
            frozenset(team for role, team in held if role == Role.DUTY),
            frozenset(team for role, team in held if role == Role.MANAGER),
            frozenset(team for role, team in held if role in _LINE and team is not None),
        )

    @property
    def actor(self) -> str:
        """This person as the trail names them."""
        return f"worker:{self.id}"


@dataclass(frozen=True, slots=True)
class Case:
    """What decides who may see an alert."""

    team_id: int | None
    #: Something in the same answer is about a worker.
    about_worker: bool
    #: It has waited so long that managers see it too.
    escalated: bool


def may_see(reader: Reader, case: Case) -> bool:
    """Whether this person sees this alert."""
    if case.about_worker and case.team_id in reader.line:
        return False
    on_duty = _covers(reader.duty, case)
    return on_duty or (case.escalated and _covers(reader.manages, case))


def _covers(scope: frozenset[int | None], case: Case) -> bool:
    """Everywhere, or this team; what is about a worker is for the other teams."""
    if case.team_id is None or case.about_worker:
        return bool(scope)
    return None in scope or case.team_id in scope
