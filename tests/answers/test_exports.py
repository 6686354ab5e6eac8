"""Two people stand behind an export, it lapses, and every act is in the trail."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from tests.answers.exporting import Desk, clock, desk, kept, officer, rows, second
from tests.build import SENT, a_team
from voice.answers import exports
from voice.answers.agreement import LASTS, MOST, Person
from voice.answers.export_listing import request, requests
from voice.answers.export_models import ExportRequest
from voice.answers.wanted import Wanted
from voice.people.models import Role
from voice.storage import keys
from voice.storage.trail import TrailEntry

__all__ = ["clock", "desk", "officer", "second"]


def test_nobody_agrees_to_what_they_asked_for(desk: Desk, officer: Person) -> None:
    kept(desk)
    asked = desk.ask(officer)
    with pytest.raises(exports.NotYours):
        desk.agree(officer, asked)
    with pytest.raises(exports.NotYours):
        desk.refuse(officer, asked)
    with pytest.raises(exports.TooLate):
        desk.fetch(officer, asked)


@pytest.mark.parametrize("change", [{"decided_by": 1}, {"state": "agreed"}, {"state": "gone"}])
def test_the_database_itself_wants_two_people(
    either_engine: str, desk: Desk, change: dict[str, object]
) -> None:
    officer = desk.person(Role.OFFICER)
    told = {
        "id": "x",
        "asked_by": officer.id,
        "asked_at": SENT,
        "reason": keys.seal(keys.new_key(), b"x", keys.Place("", "", "", "")),
        "wanted": {},
        "listed": 1,
        "rows": 1,
        "lapses_at": SENT,
        "decided_at": SENT if "decided_by" in change else None,
        **({"decided_by": officer.id} if "decided_by" in change else change),
    }
    with pytest.raises(IntegrityError):
        desk.session.execute(insert(ExportRequest).values(**told))
    desk.session.rollback()


def test_only_whoever_asked_fetches_and_only_after_somebody_agreed(
    desk: Desk, officer: Person, second: Person
) -> None:
    kept(desk)
    asked = desk.ask(officer)
    desk.agree(second, asked)
    with pytest.raises(exports.NotYours):
        desk.fetch(second, asked)
    with pytest.raises(exports.TooLate):
        desk.agree(desk.person(Role.OFFICER), asked)
    assert len(rows(desk.fetch(officer, asked))) == 1
    assert len(rows(desk.fetch(officer, asked))) == 1
    with pytest.raises(exports.NoSuchExport):
        desk.fetch(officer, "none")
    with pytest.raises(exports.NoSuchExport):
        request(desk.session, desk.keystore, officer, "none")


def test_a_refusal_says_why_and_ends_it(desk: Desk, officer: Person, second: Person) -> None:
    kept(desk)
    asked = desk.ask(officer, reason="For the annual report")
    desk.refuse(second, asked)
    case = request(desk.session, desk.keystore, officer, asked)
    assert (case.row.state, case.reason, case.refusal) == (
        "refused",
        "For the annual report",
        "Too many",
    )
    with pytest.raises(exports.TooLate):
        desk.fetch(officer, asked)


def test_a_wish_lapses_after_a_day(
    desk: Desk, officer: Person, second: Person, clock: time_machine.Traveller
) -> None:
    kept(desk)
    asked, agreed = desk.ask(officer), desk.ask(officer)
    desk.agree(second, agreed)
    clock.shift(LASTS + timedelta(seconds=5))
    states = {each.id: each.state for each in requests(desk.session, officer)}
    assert states == {asked: "lapsed", agreed: "lapsed"}
    with pytest.raises(exports.TooLate):
        desk.agree(second, asked)
    with pytest.raises(exports.TooLate):
        desk.fetch(officer, agreed)
    desk.session.rollback()
    desk.ask(officer)
    assert desk.acts()[-3:] == ["lapsed", "lapsed", "asked"]
    states = dict(desk.session.execute(select(ExportRequest.id, ExportRequest.state)).all())
    assert (states[asked], states[agreed]) == ("lapsed", "lapsed")


def test_a_manager_sees_and_agrees_to_what_is_of_their_team_alone(
    desk: Desk, officer: Person
) -> None:
    north, south = a_team(desk.session, "north"), a_team(desk.session, "south")
    kept(desk, team=north)
    near, far = desk.person(Role.MANAGER, north), desk.person(Role.MANAGER, south)
    whole, part = desk.ask(officer), desk.ask(officer, Wanted(team_id=north.id))
    assert [each.id for each in requests(desk.session, near)] == [part]
    assert requests(desk.session, far) == ()
    with pytest.raises(exports.NoSuchExport):
        request(desk.session, desk.keystore, far, part)
    for person, asked in ((far, part), (near, whole)):
        with pytest.raises(exports.NotYours):
            desk.agree(person, asked)
        desk.session.rollback()
    desk.agree(near, part)
    assert len(rows(desk.fetch(officer, part))) == 1


def test_every_act_and_every_answer_stands_in_the_trail(
    either_engine: str, desk: Desk, officer: Person, second: Person
) -> None:
    ids = {kept(desk, f"number {n}") for n in range(3)}
    asked = desk.ask(officer)
    desk.agree(second, asked)
    desk.fetch(officer, asked)
    desk.refuse(second, desk.ask(officer))
    assert desk.acts() == ["asked", "agreed", "fetched", "opened", "asked", "refused"]
    opened = desk.session.scalars(select(TrailEntry).filter_by(act="exports.opened")).one()
    assert set(opened.detail["responses"]) == ids
    assert opened.subject == f"export:{asked}"
    assert opened.actor == officer.actor


def test_nothing_and_too_much_are_no_file(desk: Desk, officer: Person) -> None:
    with pytest.raises(exports.NothingToExport):
        desk.ask(officer)
    assert not exports.Counted(MOST + 1, MOST + 1).fits
