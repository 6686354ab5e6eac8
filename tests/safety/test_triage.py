"""The queue: who sees which alert, in which order, with which clock; and the ladder it climbs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker
from voice import paths
from voice.answers.arrival import Wishes
from voice.people.models import Membership, Role, Team
from voice.safety import triage, watch
from voice.safety.clock import Group, Ladder
from voice.safety.line import Case, Reader, may_see
from voice.safety.models import Alert, Outbox
from voice.safety.triage import NoSuchAlert
from voice.storage import trail
from voice.storage.keystore import Keystore

LADDER = Ladder()
SOON = SENT + timedelta(minutes=12)
HARM = "Dad hit me."
ABOUT = "My social worker shouts at me."
DUTY = Reader(7, duty=frozenset({None}))


def minutes(count: int) -> datetime:
    return SENT + timedelta(minutes=count)


def reader(session: Session, role: Role, team: Team | None = None) -> Reader:
    return Reader.of(a_worker(session, role, team))


def kinds(session: Session, who: Reader, at: datetime = SOON) -> list[str]:
    return [row.kind for row in triage.queue(session, who, at, LADDER)]


def only(session: Session) -> Alert:
    return session.scalars(select(Alert)).one()


def test_an_alert_waits_with_its_clock(session: Session, keystore: Keystore) -> None:
    a_response(session, keystore, HARM, team=a_team(session))
    row = triage.queue(session, DUTY, SOON, LADDER)[0]
    assert (row.kind, row.group, row.state) == ("harm", Group.NOW, "new")
    assert (row.raised, row.late, row.escalated) == ("raised 12 minutes ago", "", False)
    assert (row.team, row.set_key, row.language, row.company) == ("North", "GS-P", "en", ("alone",))


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (30, ""),
        (31, "overdue by 1 minute"),
        (90, "overdue by 1 hour"),
        (30 + 47 * 60, "overdue by 47 hours"),
        (30 + 3 * 24 * 60, "overdue by 3 days"),
    ],
)
def test_what_nobody_looked_at_in_time_is_late(
    session: Session, keystore: Keystore, after: int, late: str
) -> None:
    a_response(session, keystore, HARM)
    assert triage.queue(session, DUTY, minutes(after), LADDER)[0].late == late
    assert triage.late(session, DUTY, minutes(after), LADDER) == bool(late)


def test_the_queue_is_by_group_then_late_then_oldest(session: Session, keystore: Keystore) -> None:
    later = SENT + timedelta(minutes=20)
    a_response(session, keystore, wishes=Wishes(advocate=True))
    a_response(session, keystore, wishes=Wishes(call_me=True))
    a_response(session, keystore, "I am scared to go home.", sent=later)
    a_response(session, keystore, HARM)
    assert kinds(session, DUTY, minutes(40)) == ["harm", "fear", "contact_me", "advocate"]


def test_several_alerts_of_one_answer_write_one_message(
    session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, HARM, wishes=Wishes(call_me=True, advocate=True))
    assert len(session.scalars(select(Alert)).all()) == 3
    assert session.scalars(select(Outbox.step)).all() == ["raised"]


def test_an_answer_without_a_notice_writes_nothing(session: Session) -> None:
    triage.raise_alerts(session, "none", SENT, ())
    assert session.scalars(select(Outbox)).all() == []


def test_a_new_alert_after_the_old_one_was_decided_calls_again(
    session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, HARM)
    first = only(session)
    first.state, first.decision = "decided", "known"
    triage.raise_alerts(session, kept.response_id, SENT, [triage.Notice("fear", "similar")])
    assert session.scalars(select(Outbox.step)).all() == ["raised", "raised"]


NORTH, SOUTH = 1, 2


def duty(*teams: int | None, line: tuple[int, ...] = ()) -> Reader:
    return Reader(1, duty=frozenset(teams), line=frozenset(line))


def boss(*teams: int | None, line: tuple[int, ...] = ()) -> Reader:
    return Reader(1, manages=frozenset(teams), line=frozenset(line))


@pytest.mark.parametrize(
    ("who", "case", "sees"),
    [
        (duty(None), Case(NORTH, False, False), True),
        (duty(NORTH), Case(NORTH, False, False), True),
        (duty(SOUTH), Case(NORTH, False, False), False),
        (duty(SOUTH), Case(None, False, False), True),
        (Reader(1), Case(NORTH, False, True), False),
        (Reader(1), Case(None, True, True), False),
        # About a worker: not their own team's line, but anybody of duty outside it.
        (duty(NORTH, line=(NORTH,)), Case(NORTH, True, False), False),
        (duty(SOUTH, line=(SOUTH,)), Case(NORTH, True, False), True),
        (duty(None), Case(NORTH, True, False), True),
        (duty(None, line=(NORTH,)), Case(NORTH, True, False), False),
        # Managers see what climbed to them.
        (boss(NORTH), Case(NORTH, False, False), False),
        (boss(NORTH), Case(NORTH, False, True), True),
        (boss(SOUTH), Case(NORTH, False, True), False),
        (boss(NORTH, line=(NORTH,)), Case(NORTH, True, True), False),
        (boss(SOUTH, line=(SOUTH,)), Case(NORTH, True, True), True),
    ],
)
def test_who_sees_which_alert(who: Reader, case: Case, sees: bool) -> None:
    assert may_see(who, case) is sees


def test_a_persons_scopes_come_from_their_memberships(session: Session) -> None:
    north, south = a_team(session, "north"), a_team(session, "south")
    worker = a_worker(session, Role.DUTY)
    worker.memberships += [
        Membership(role=Role.WORKER, team_id=north.id),
        Membership(role=Role.MANAGER, team_id=south.id),
        Membership(role=Role.AUDITOR, team_id=north.id),
    ]
    found = Reader.of(worker)
    assert (found.duty, found.manages) == ({None}, {south.id})
    assert found.line == {north.id, south.id}
    assert found.actor == f"worker:{worker.id}"


@pytest.mark.parametrize("role", [Role.DUTY, Role.MANAGER, Role.WORKER])
def test_what_is_about_a_worker_stays_out_of_that_workers_line(
    session: Session, keystore: Keystore, role: Role
) -> None:
    team = a_team(session)
    a_response(session, keystore, f"{ABOUT} {HARM}", team=team)
    a_response(session, keystore, HARM)
    mine = reader(session, role, team)
    late = SENT + timedelta(hours=9)
    shown = triage.queue(session, mine, late, LADDER)
    assert all(row.team is None for row in shown)
    hidden = session.scalars(select(Alert).where(Alert.kind == "about_worker")).one()
    with pytest.raises(NoSuchAlert):
        triage.row(session, mine, hidden.id, late, LADDER)
    assert {"about_worker", "harm"} <= set(kinds(session, DUTY))


def test_a_manager_sees_what_climbed_and_keeps_seeing_it(
    session: Session, keystore: Keystore
) -> None:
    team = a_team(session)
    a_response(session, keystore, HARM, team=team)
    manager = reader(session, Role.MANAGER, team)
    assert kinds(session, manager, minutes(119)) == []
    assert kinds(session, manager, minutes(120)) == ["harm"]
    triage.see(session, manager, only(session).id, minutes(121), LADDER)
    assert kinds(session, manager, minutes(122)) == ["harm"]


def test_seeing_stops_the_clock_of_looking_once(session: Session, keystore: Keystore) -> None:
    a_response(session, keystore, HARM, wishes=Wishes(call_me=True))
    first = triage.queue(session, DUTY, SOON, LADDER)[0]
    mine = Reader.of(a_worker(session, Role.DUTY))
    seen = triage.see(session, mine, first.id, SOON, LADDER)
    assert (seen.state, seen.late) == ("seen", "")
    assert {alert.state for alert in session.scalars(select(Alert))} == {"seen"}
    other = Reader.of(a_worker(session, Role.DUTY))
    triage.see(session, other, first.id, minutes(20), LADDER)
    alert = session.get_one(Alert, first.id)
    assert (alert.seen_at, alert.seen_by, alert.escalated_at) == (SOON, mine.id, None)
    acts = session.scalars(select(trail.TrailEntry).filter_by(act="alerts.seen")).all()
    assert {each.actor for each in acts} == {mine.actor}
    assert len(acts) == 2


def test_an_alert_that_does_not_exist_cannot_be_seen(session: Session) -> None:
    with pytest.raises(NoSuchAlert):
        triage.see(session, DUTY, 404, SOON, LADDER)


def test_the_ladder_writes_each_step_once(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, HARM, wishes=Wishes(call_me=True))
    session.close()
    written = [watch.climb(engine, minutes(m), LADDER) for m in (29, 30, 31, 120, 121, 24 * 60)]
    assert written == [0, 1, 0, 1, 0, 1]
    assert watch.climb(engine, minutes(99 * 24 * 60), LADDER) == 0
    with Session(engine) as own:
        steps = own.scalars(select(Outbox.step).order_by(Outbox.id)).all()
        assert steps == ["raised", "next", "manager", "decision"]
        assert all(own.scalars(select(Alert.escalated_at)))
        acts = own.scalars(select(trail.TrailEntry).filter_by(act="alerts.climbed")).all()
        assert [each.detail["step"] for each in acts] == ["next", "manager", "decision"]


def test_a_decided_alert_climbs_no_further(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, HARM)
    alert = only(session)
    alert.state, alert.decision, alert.decided_at = "decided", "known", SOON
    session.commit()
    assert watch.climb(engine, minutes(10_000), LADDER) == 0


def test_what_somebody_saw_meanwhile_does_not_climb(session: Session, keystore: Keystore) -> None:
    a_response(session, keystore, HARM)
    alert = only(session)
    alert.state, alert.seen_at = "seen", SOON
    session.flush()
    assert not watch._climb(session, alert.id, watch.Step.NEXT, minutes(40), LADDER)


def test_no_code_of_the_house_deletes_an_alert() -> None:
    package = Path(paths.__file__).parent
    deleting = re.compile(r"delete\(\s*(Alert|Outbox|BenignBank)\b")
    guilty = [p for p in package.rglob("*.py") if deleting.search(p.read_text("utf-8"))]
    assert guilty == []
