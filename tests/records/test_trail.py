"""Who looked: the trail as the governance role reads it."""

from __future__ import annotations

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests.build import a_worker, signed_in
from voice.people.models import Role
from voice.records import looked
from voice.records.looked import PAGE, Wanted
from voice.storage import trail
from voice.storage.append_only import lifted


def enter(client: FlaskClient, session: Session) -> int:
    worker = a_worker(session, Role.GOVERNANCE)
    signed_in(client, session, worker)
    return worker.id


def write(
    session: Session,
    actor: str = "worker:99",
    act: str = "answers.opened",
    subject: str = "response:a",
) -> None:
    trail.write(session, actor, act, subject, set="GS-P")
    session.commit()


def test_acts_are_shown_newest_first_with_the_persons_name(
    client: FlaskClient, session: Session
) -> None:
    number = enter(client, session)
    write(session, f"worker:{number}")
    shown = client.get("/work/trail").text
    assert "answers.opened" in shown
    assert "A governance" in shown
    assert "set: GS-P" in shown


def test_acts_can_be_narrowed_by_person_act_subject_and_day(session: Session) -> None:
    write(session, "worker:1", "answers.opened", "response:a_b")
    write(session, "worker:2", "answers.opened", "response:axb")
    write(session, "child", "answers.received", "response:axb")
    today = looked.looked(session, Wanted()).acts[0].at.date()

    def count(**wanted: object) -> int:
        return looked.looked(session, Wanted(**wanted)).total  # type: ignore[arg-type]

    assert count(actor="worker:1") == 1
    assert count(act="answers.opened", actor="worker:2") == 1
    assert count(subject="response:a_") == 1, "an underscore means itself"
    assert count(subject="response:axb") == 2
    assert count(since=today, until=today, actor="child") == 1
    assert count(until=date(2020, 1, 1)) == 0
    assert not Wanted(page=3).narrowed
    assert Wanted(act="x").narrowed


def test_a_long_trail_comes_in_pages(session: Session) -> None:
    before = looked.looked(session, Wanted()).total
    for _ in range(PAGE + 1):
        trail.write(session, "command", "x.y", "z:1")
    found = looked.looked(session, Wanted(page=99, act="x.y"))
    assert (found.page, found.pages, len(found.acts)) == (2, 2, 1)
    assert looked.looked(session, Wanted()).total == before + PAGE + 1


def test_a_choice_that_does_not_exist_is_left_out(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    answer = client.get("/work/trail?actor=nobody&since=never&page=-3&subject=" + "x" * 200)
    assert answer.status_code == 200


def test_nothing_found_says_what_to_do(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    assert "Nothing fits" in client.get("/work/trail?subject=nothing").text


def test_a_whole_trail_is_said_to_be_whole(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    assert "The trail is whole" not in client.get("/work/trail").text
    assert "The trail is whole" in client.get("/work/trail?verify=1").text


def test_a_broken_trail_is_loud(client: FlaskClient, session: Session, engine: Engine) -> None:
    enter(client, session)
    write(session)
    with engine.begin() as connection:
        for statement in lifted("sqlite"):
            connection.execute(text(statement))
        connection.execute(text("UPDATE trail SET actor = 'nobody' WHERE number = 1"))
    assert "The trail is broken at entry 1." in client.get("/work/trail?verify=1").text
