"""Signing in to the demonstration, the first page, and signing out."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from voice.people.login import own_path
from voice.people.models import Membership, Role, Worker
from voice.storage.trail import TrailEntry
from voice.storage.types import now


@pytest.fixture
def officer(engine: Engine) -> int:
    return _person(engine, "Ola Marsh", Role.OFFICER)


@pytest.fixture
def auditor(engine: Engine) -> int:
    return _person(engine, "Ravi Thorn", Role.AUDITOR)


def _person(engine: Engine, name: str, role: Role, *, active: bool = True) -> int:
    with Session(engine) as session, session.begin():
        worker = Worker(name=name, created_at=now(), active=active)
        worker.memberships = [Membership(role=role)]
        session.add(worker)
        session.flush()
        return worker.id


def _token(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, "the page has no CSRF token"
    return found[1]


def _sign_in(client: FlaskClient, worker: int, to: str = "") -> TestResponse:
    page = client.get("/sign-in", query_string={"next": to} if to else {})
    return client.post("/sign-in", data={"worker": worker, "next": to, "csrf_token": _token(page)})


def test_the_demonstration_shows_its_people_by_role(client: FlaskClient, officer: int) -> None:
    page = client.get("/sign-in")
    assert page.status_code == 200
    assert "Participation officers" in page.text
    assert f'name="worker" value="{officer}"' in page.text


def test_a_name_is_shown_as_text_and_never_as_markup(client: FlaskClient, engine: Engine) -> None:
    _person(engine, "<b>Ola</b>", Role.OFFICER)
    assert "<b>Ola</b>" not in client.get("/sign-in").text


def test_signing_in_leads_to_the_first_page_and_is_traced(
    client: FlaskClient, officer: int, engine: Engine
) -> None:
    answer = _sign_in(client, officer)
    assert answer.location == "/work"
    page = client.get("/work")
    assert page.status_code == 200
    assert "Ola Marsh" in page.text
    with Session(engine) as session:
        acts = [entry.act for entry in session.query(TrailEntry)]
    assert "people.signed_in" in acts


def test_signing_in_goes_back_to_the_page_that_asked_for_it(
    client: FlaskClient, officer: int
) -> None:
    asked = client.get("/work?tab=1")
    assert asked.status_code == 302
    assert asked.location.startswith("/sign-in?next=")
    assert _sign_in(client, officer, "/work?tab=1").location == "/work?tab=1"


def test_signing_in_never_leads_to_another_site(client: FlaskClient, officer: int) -> None:
    assert _sign_in(client, officer, "//elsewhere.example/work").location == "/work"


def test_without_its_token_nobody_is_signed_in(client: FlaskClient, officer: int) -> None:
    page = client.post("/sign-in", data={"worker": officer})
    assert "open for too long" in page.text
    assert client.get("/work").status_code == 302


def test_a_person_who_is_not_there_or_not_active_cannot_sign_in(
    client: FlaskClient, engine: Engine, officer: int
) -> None:
    gone = _person(engine, "Gone", Role.OFFICER, active=False)
    assert "Gone" not in client.get("/sign-in").text
    for worker in (gone, officer + 4_000, -1):
        assert _sign_in(client, worker).status_code == 200
    assert client.get("/work").status_code == 302


def test_a_person_made_inactive_is_out_at_the_next_page(
    client: FlaskClient, officer: int, engine: Engine
) -> None:
    _sign_in(client, officer)
    with Session(engine) as session, session.begin():
        session.get_one(Worker, officer).active = False
    assert client.get("/work").status_code == 302


def test_the_first_page_shows_only_the_doors_that_are_open(
    client: FlaskClient, officer: int, auditor: int
) -> None:
    _sign_in(client, officer)
    assert "What children said" in client.get("/work").text
    _sign_in(client, auditor)
    page = client.get("/work").text
    assert "What children said" not in page
    assert "nothing here for your role" in page


def test_signing_out_ends_the_session_and_says_so(
    client: FlaskClient, officer: int, engine: Engine
) -> None:
    _sign_in(client, officer)
    token = _token(client.get("/work"))
    page = client.post("/sign-out", data={"csrf_token": token}, follow_redirects=True)
    assert "You are signed out." in page.text
    assert client.get("/work").status_code == 302
    with Session(engine) as session:
        acts = [entry.act for entry in session.query(TrailEntry)]
    assert acts[-1] == "people.signed_out"


def test_another_site_cannot_sign_a_person_out(client: FlaskClient, officer: int) -> None:
    _sign_in(client, officer)
    client.post("/sign-out")
    assert client.get("/work").status_code == 200


def test_before_there_is_an_administrator_the_page_says_what_to_do(real: Flask) -> None:
    page = real.test_client().get("/sign-in")
    assert page.status_code == 503
    assert "voice people add" in page.text
    assert "<button" not in page.text


@pytest.mark.parametrize("path", ["/work", "/work?a=1&b=2", "/answers/3#part", "/f/%2F"])
def test_a_path_of_our_own_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "work",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "//[evil",
        "/ /evil.example",
    ],
)
def test_anything_else_is_refused(path: str | None) -> None:
    assert own_path(path) is None


@given(st.text(max_size=60))
def test_what_is_kept_is_always_one_slash_and_no_more(path: str) -> None:
    kept = own_path(path)
    assert kept is None or (kept[0] == "/" and kept[1:2] not in {"/", "\\"})


def test_an_error_is_told_kindly_and_its_words_stay_out_of_the_log(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    said = " ".join(["what", "a", "child", "said"])

    def _break() -> str:
        raise ValueError(said)

    app.add_url_rule("/break", view_func=_break)
    app.testing = False
    page = app.test_client().get("/break")
    assert page.status_code == 500
    assert "Something went wrong" in page.text
    assert "Traceback" not in page.text
    log = capsys.readouterr().err
    assert said not in page.text + log
    assert "ValueError" in log


@pytest.mark.parametrize(("method", "path", "code"), [("get", "/no", 404), ("put", "/work", 405)])
def test_every_error_has_a_page(client: FlaskClient, method: str, path: str, code: int) -> None:
    page = client.open(path, method=method.upper())
    assert page.status_code == code
    assert "<h1" in page.text
    assert ("Allow" in page.headers) == (code == 405)
