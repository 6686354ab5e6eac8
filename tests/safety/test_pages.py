"""The screens of the safety room, as the people who may see them see them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker, an_arrival, signed_in
from voice.answers import attachments
from voice.answers.arrival import Given, Wishes
from voice.answers.models import Response
from voice.answers.receive import receive
from voice.config import Config
from voice.people.models import Role, Team
from voice.questions.kinds import State
from voice.safety import routes
from voice.safety.models import Alert, BenignBank
from voice.storage import trail
from voice.storage.keystore import Keystore

HARM = "It is fine. My dad hit me on his boat. I like football."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Ten minutes after the child pressed Send; a test may move it."""
    at = [SENT + timedelta(minutes=10)]
    monkeypatch.setattr(routes, "now", lambda: at[0])
    return at


@pytest.fixture
def config(config: Config) -> Config:
    """Without the check of tokens, so that a test may post what it likes."""
    return replace(config)


@pytest.fixture
def app(app: Flask) -> Flask:
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def enter(
    client: FlaskClient, session: Session, role: Role = Role.DUTY, team: Team | None = None
) -> None:
    signed_in(client, session, a_worker(session, role, team))


def first(session: Session) -> int:
    found = session.scalars(select(Alert.id).order_by(Alert.id)).first() or 0
    session.commit()  # lets go of SQLite's one pen
    return found


def test_when_nothing_waits_the_queue_says_when_it_looked(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session)
    assert "Nothing waits. Last checked 10:40." in client.get("/work/alerts").text


def test_the_queue_shows_what_waits_without_a_word_of_the_childs(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, HARM, team=a_team(session))
    enter(client, session)
    shown = client.get("/work/alerts").text
    assert "Look now (1)" in shown
    assert "raised 10 minutes ago" in shown
    assert "boat" not in shown


def test_an_alert_shows_the_words_in_context_and_the_opening_is_traced(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    wishes = Wishes(contact="0700 900 000")
    kept = a_response(session, keystore, HARM, team=a_team(session), wishes=wishes)
    enter(client, session)
    shown = client.get(f"/work/alerts/{first(session)}").text
    assert "I like football." in shown
    assert "<mark" in shown
    assert "0700 900 000" in shown
    assert "North" in shown
    traced = session.scalars(select(trail.TrailEntry).filter_by(act="answers.opened")).all()
    assert [each.subject for each in traced] == [f"response:{kept.response_id}"]


def test_a_button_without_words_is_said_to_be_one(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, wishes=Wishes(call_me=True))
    enter(client, session)
    shown = client.get(f"/work/alerts/{first(session)}").text
    assert "The child pressed a button" in shown
    assert "The child left no contact." in shown


def test_i_am_on_it_stops_the_clock(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, HARM)
    enter(client, session)
    path = f"/work/alerts/{first(session)}"
    assert "I am on it" in client.get(path).text
    assert client.post(f"{path}/seen").location == path
    assert "Somebody is on it" in client.get(path).text


def test_a_decision_ends_the_waiting_and_can_be_read_again(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, HARM, wishes=Wishes(call_me=True))
    enter(client, session)
    path = f"/work/alerts/{first(session)}"
    told = {
        "decision": "referred",
        "reason": "He said so.",
        "to": "Front Door",
        "when": "2026-09-16T10:35",
        "others": "y",
    }
    assert client.post(f"{path}/decision", data=told).location == "/work/alerts"
    queue = client.get("/work/alerts").text
    assert "Nothing waits." in queue
    assert "Decided lately" in queue
    shown = client.get(path).text
    assert "He said so." in shown
    assert "Front Door, Wednesday 16 September at 10:35" in shown
    assert client.post(f"{path}/decision", data=told).status_code == 409


def test_one_alert_of_an_answer_can_be_decided_alone(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, HARM, wishes=Wishes(call_me=True))
    enter(client, session)
    mine = session.scalars(select(Alert.id).filter_by(kind="harm")).one()
    session.commit()
    told = {"decision": "not_concern", "reason": "A game of chess."}
    assert client.post(f"/work/alerts/{mine}/decision", data=told).status_code == 302
    assert sorted(session.scalars(select(Alert.state))) == ["decided", "new"]
    assert len(session.scalars(select(BenignBank)).all()) == 1


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Choose what you decided."),
        ({"decision": "deleted", "reason": "x"}, "There is a problem"),
        ({"decision": "known", "reason": "   "}, "Write why, in a sentence."),
        ({"decision": "known", "reason": "x" * 2001}, "2,000 characters at most"),
        ({"decision": "referred", "reason": "x", "when": "2026-09-16T10:35"}, "to whom"),
        ({"decision": "referred", "reason": "x", "to": "A"}, "Say when you referred it."),
        ({"decision": "referred", "reason": "x", "to": "A", "when": "soon"}, "Say when"),
    ],
)
def test_a_decision_that_lacks_something_is_asked_for_again(
    client: FlaskClient, session: Session, keystore: Keystore, told: dict[str, str], said: str
) -> None:
    a_response(session, keystore, HARM)
    enter(client, session)
    answer = client.post(f"/work/alerts/{first(session)}/decision", data=told)
    assert answer.status_code == 422
    assert said in answer.text or "Please look at this again" in answer.text
    assert session.scalars(select(Alert.state)).all() == ["new"]


@pytest.mark.parametrize("act", ["", "/seen", "/decision"])
def test_an_alert_outside_ones_scope_is_not_there(
    client: FlaskClient, session: Session, keystore: Keystore, act: str
) -> None:
    team = a_team(session)
    a_response(session, keystore, "My social worker shouts at me.", team=team)
    enter(client, session, Role.DUTY, team)
    path = f"/work/alerts/{first(session)}{act}"
    told = {"decision": "known", "reason": "x"}
    answer = client.post(path, data=told) if act else client.get(path)
    assert answer.status_code == 404
    assert "shouts" not in answer.text
    assert session.scalars(select(trail.TrailEntry).filter_by(act="answers.opened")).all() == []


def test_without_a_token_nothing_is_changed(
    app: Flask, client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    a_response(session, keystore, HARM)
    enter(client, session)
    assert client.post(f"/work/alerts/{first(session)}/seen").status_code == 400
    told = {"decision": "known", "reason": "x"}
    assert client.post(f"/work/alerts/{first(session)}/decision", data=told).status_code == 422
    assert session.scalars(select(Alert.state)).all() == ["new"]


def test_a_late_alert_is_loud_on_every_page_of_those_who_can_act(
    client: FlaskClient, session: Session, keystore: Keystore, clock: list[datetime]
) -> None:
    a_response(session, keystore, HARM)
    enter(client, session)
    assert "is overdue" not in client.get("/work").text
    clock[0] = SENT + timedelta(minutes=31)
    for path in ("/work", "/work/alerts", "/work/safety-net", "/work/answers"):
        assert "1 alert is overdue" in client.get(path).text, path
    enter(client, session, Role.OFFICER)
    assert "is overdue" not in client.get("/work").text


def test_a_manager_sees_what_has_come_to_them(
    client: FlaskClient, session: Session, keystore: Keystore, clock: list[datetime]
) -> None:
    team = a_team(session)
    a_response(session, keystore, HARM, team=team)
    enter(client, session, Role.MANAGER, team)
    assert "Nothing waits." in client.get("/work/alerts").text
    clock[0] = SENT + timedelta(hours=2)
    shown = client.get("/work/alerts").text
    assert "Has come to a manager" in shown
    assert "overdue by 1 hour" in shown


def test_out_of_hours_the_queue_says_so(
    client: FlaskClient, session: Session, clock: list[datetime]
) -> None:
    enter(client, session)
    assert "It is out of hours." not in client.get("/work/alerts").text
    clock[0] = datetime.fromisoformat("2026-12-25T10:00+00:00")
    assert "It is out of hours." in client.get("/work/alerts").text


def test_an_erased_answer_still_has_its_alert(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, HARM)
    keystore.erase(session.get_one(Response, kept.response_id).key_id)
    session.commit()
    enter(client, session)
    assert "were erased" in client.get(f"/work/alerts/{first(session)}").text


def test_the_messages_hold_no_words_and_no_names_of_children(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    enter(client, session)
    assert "No messages yet" in client.get("/work/alerts/messages").text
    a_response(session, keystore, HARM)
    shown = client.get("/work/alerts/messages").text
    assert "A new alert is waiting in Voice." in shown
    assert "On its way" in shown
    assert "boat" not in shown


@pytest.mark.parametrize("role", [Role.WORKER, Role.PANEL_MEMBER, Role.DUTY])
def test_everybody_may_read_what_the_net_cannot_do(
    client: FlaskClient, session: Session, role: Role
) -> None:
    enter(client, session, role)
    shown = client.get("/work/safety-net").text
    assert "How many real disclosures it finds is unknown." in shown
    assert "Draft" in shown
    assert "after 120 minutes, a manager" in shown


def test_the_inbox_is_no_way_round_for_that_workers_line(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    team = a_team(session)
    kept = a_response(session, keystore, "My social worker shouts at me.", team=team)
    enter(client, session, Role.DUTY, team)
    answer = client.get(f"/work/answers/{kept.response_id}")
    assert answer.status_code == 404
    assert "shouts" not in answer.text
    enter(client, session, Role.DUTY)
    assert "shouts" in client.get(f"/work/answers/{kept.response_id}").text


def test_an_answer_that_is_only_a_drawing_is_drawn_beside_its_alert(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    drawing = attachments.parse("going_well", "[1,[0,1,10,10,500,300]]")
    arrival = an_arrival(session, wishes=Wishes(call_me=True))
    given = (Given("going_well", State.ANSWERED),)
    receive(session, keystore, replace(arrival, given=given, drawings=(drawing,)), timedelta(5))
    session.commit()
    enter(client, session, Role.DUTY)
    (found,) = re.findall(r'href="(/work/alerts/\d+)"', client.get("/work/alerts").text)
    shown = client.get(found).text
    assert "s drawing" in shown
    assert '<path d="M10 10' in shown
