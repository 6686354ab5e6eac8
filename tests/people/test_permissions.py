"""Who may do what: the table, and how far a role of one team reaches."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.build import a_team, a_worker
from voice.people.models import Membership, Role
from voice.people.permissions import MAY, may, needs, teams_with


def test_nobody_may_do_anything_before_signing_in() -> None:
    assert not any(may(None, ability) for ability in MAY)


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_exactly_what_the_table_says(session: Session, role: Role) -> None:
    worker = a_worker(session, role)
    assert {each for each in MAY if may(worker, each)} == {k for k, v in MAY.items() if role in v}
    worker.active = False
    assert not any(may(worker, ability) for ability in MAY)


def test_an_unknown_ability_is_a_mistake(session: Session) -> None:
    with pytest.raises(KeyError):
        may(a_worker(session), "no.such")
    with pytest.raises(KeyError):
        needs("no.such")


def test_a_role_of_one_team_reaches_no_other(session: Session) -> None:
    north, south = a_team(session, "north"), a_team(session, "south")
    manager = a_worker(session, Role.MANAGER, north)
    assert may(manager, "themes.see")
    assert may(manager, "themes.see", north.id)
    assert not may(manager, "themes.see", south.id)
    assert teams_with(manager, "themes.see") == {north.id}


def test_a_role_without_a_team_reaches_every_team(session: Session) -> None:
    north = a_team(session, "north")
    officer = a_worker(session, Role.OFFICER)
    assert may(officer, "themes.see", north.id)
    assert teams_with(officer, "themes.see") is None


def test_the_widest_role_counts(session: Session) -> None:
    north, south = a_team(session, "north"), a_team(session, "south")
    both = a_worker(session, Role.MANAGER, north)
    both.memberships.append(Membership(role=Role.MANAGER, team_id=south.id))
    assert teams_with(both, "themes.see") == {north.id, south.id}
    both.memberships.append(Membership(role=Role.OFFICER))
    assert teams_with(both, "themes.see") is None
    assert both.teams_for(Role.MANAGER) == {north.id, south.id}


def test_no_worker_manager_or_panel_reads_a_childs_answer() -> None:
    readers = MAY["answers.read"] | MAY["answers.list"] | MAY["themes.evidence"]
    assert readers == {Role.OFFICER, Role.DUTY}
