"""Asking for an export, agreeing and fetching it, as people meet it in a browser."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import a_response, a_team, a_worker, signed_in
from voice.answers.export_models import ExportRequest
from voice.people.models import Role, Team
from voice.storage.keystore import Keystore

WORDS = "My words stay inside the house"


def enter(client: FlaskClient, session: Session, role: Role, team: Team | None = None) -> None:
    signed_in(client, session, a_worker(session, role, team))


def token(client: FlaskClient, path: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)
    assert found
    return {"csrf_token": found[1]}


def asked(client: FlaskClient, query: str = "") -> str:
    """Ask from the page; the address of the request."""
    page = f"/work/exports/new{query}"
    sent = client.post(page, data={**token(client, page), "reason": "For the yearly report"})
    assert sent.status_code == 302, sent.text
    return str(sent.location)


@pytest.fixture
def said(session: Session, keystore: Keystore) -> str:
    return a_response(session, keystore, WORDS).response_id


def test_from_the_inbox_to_a_file_by_two_people(
    client: FlaskClient, session: Session, said: str
) -> None:
    enter(client, session, Role.OFFICER)
    first = client.get("/work/answers").text
    assert 'href="/work/exports/new?state=unread"' in first
    shown = client.get("/work/exports/new?state=unread").text
    assert "1 answer" in shown
    assert "Never: how to reach a child" in shown
    page = asked(client, "?state=unread")
    mine = client.get(page).text
    assert "somebody else has to agree" in mine
    assert "Agree to this export" not in mine
    assert client.post(f"{page}/agree", data=token(client, page)).status_code == 403
    officer = _cookie(client)

    enter(client, session, Role.GOVERNANCE)
    assert "Please look" in client.get("/work/exports").text
    assert "For the yearly report" in client.get(page).text
    assert WORDS not in client.get(page).text
    assert client.post(f"{page}/agree", data=token(client, page)).status_code == 302
    assert client.post(f"{page}/file", data=_file(client, page)).status_code == 403

    _become(client, officer)
    assert "Yours to fetch" in client.get("/work/exports").text
    file = client.post(f"{page}/file", data=_file(client, page, "csv"))
    assert file.status_code == 200
    assert WORDS in file.text
    assert said in file.text
    assert re.search(
        r"attachment; filename=answers-[\d-]+\.csv", file.headers["Content-Disposition"]
    )
    assert "no-store" in file.headers["Cache-Control"]
    book = client.post(f"{page}/file", data=_file(client, page))
    assert book.data.startswith(b"PK")
    assert "Fetched" in client.get("/work/exports").text


def _file(client: FlaskClient, page: str, kind: str = "xlsx") -> dict[str, str]:
    return {**token(client, page), "kind": kind}


def _cookie(client: FlaskClient) -> dict[str, object]:
    with client.session_transaction() as cookie:
        return dict(cookie)


def _become(client: FlaskClient, whose: dict[str, object]) -> None:
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(whose)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_without_a_reason_nothing_is_asked_and_what_was_typed_stays(
    client: FlaskClient, session: Session, said: str, reason: str
) -> None:
    enter(client, session, Role.OFFICER)
    page = "/work/exports/new?language=en"
    answer = client.post(page, data={**token(client, page), "reason": reason})
    assert answer.status_code == 422
    assert reason in answer.text
    assert "There is a problem" in answer.text or "look at this again" in answer.text
    assert session.scalars(select(ExportRequest)).all() == []


def test_a_refusal_needs_a_reason_and_shows_it(
    client: FlaskClient, session: Session, said: str
) -> None:
    enter(client, session, Role.GOVERNANCE)
    page = asked(client)
    enter(client, session, Role.OFFICER)
    empty = client.post(f"{page}/refuse", data={**token(client, page), "why": " "})
    assert empty.status_code == 422
    client.post(f"{page}/refuse", data={**token(client, page), "why": "One form is enough"})
    shown = client.get(page).text
    assert "One form is enough" in shown
    assert "Refused" in shown
    late = client.post(f"{page}/agree", data=token(client, page))
    assert late.status_code == 409
    assert "too late" in late.text


def test_with_nothing_to_take_there_is_nothing_to_press(
    client: FlaskClient, session: Session
) -> None:
    enter(client, session, Role.OFFICER)
    shown = client.get("/work/exports/new")
    assert "Nothing is left for a file" in shown.text
    assert 'name="reason"' not in shown.text
    sent = client.post(
        "/work/exports/new", data={**token(client, "/work/exports/new"), "reason": "x"}
    )
    assert sent.status_code == 422


def test_a_manager_of_another_team_finds_nothing(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    north, south = a_team(session, "north"), a_team(session, "south")
    a_response(session, keystore, WORDS, team=north)
    enter(client, session, Role.OFFICER)
    page = asked(client, f"?team_id={north.id}")
    enter(client, session, Role.MANAGER, south)
    gone = client.get(page)
    assert gone.status_code == 404
    assert "not for you" in gone.text
    assert client.post(f"{page}/agree", data=token(client, "/work/exports")).status_code == 403
    enter(client, session, Role.MANAGER, north)
    assert client.post(f"{page}/agree", data=token(client, page)).status_code == 302
    assert client.post(f"{page}/file", data=_file(client, page)).status_code == 403


@pytest.mark.parametrize("act", ["agree", "refuse", "file"])
def test_another_site_can_press_nothing(
    client: FlaskClient, session: Session, said: str, act: str
) -> None:
    enter(client, session, Role.GOVERNANCE)
    page = asked(client)
    enter(client, session, Role.OFFICER)
    sent = {"why": "because", "kind": "csv"}
    assert client.post(f"{page}/{act}", data=sent).status_code in {400, 422}
    assert session.scalars(select(ExportRequest.state)).one() == "asked"
