"""An administrator's pages: people, teams, imports."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.build import a_team, a_worker, signed_in
from tests.people.steps import acts, form_token, press
from voice.people.models import Membership, Role, Team, Worker
from voice.people.proofs import SignIn
from voice.people.roster import Sought

HEAD = "name,email,roles,teams\n"


@pytest.fixture
def admin(client: FlaskClient, session: Session) -> Worker:
    worker = a_worker(session, Role.ADMIN)
    signed_in(client, session, worker)
    return worker


def _held(session: Session, worker_id: int) -> set[tuple[str, int | None]]:
    session.rollback()
    session.expire_all()
    rows = session.execute(
        select(Membership.role, Membership.team_id).where(Membership.worker_id == worker_id)
    )
    held = {(row.role, row.team_id) for row in rows}
    session.rollback()
    return held


def _look(client: FlaskClient, text: str | bytes, kind: str = "staff") -> TestResponse:
    content = text if isinstance(text, bytes) else text.encode()
    token = form_token(client.get("/work/people/import"))
    data = {"csrf_token": token, "kind": kind, "file": (BytesIO(content), "list.csv")}
    return client.post("/work/people/import", data=data)


def _do(client: FlaskClient, text: str, kind: str = "staff", **more: str) -> TestResponse:
    token = form_token(client.get("/work/people/import"))
    data = {"csrf_token": token, "kind": kind, "text": text, **more}
    return client.post("/work/people/import/now", data=data)


def test_people_are_listed_searched_and_filtered(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    team = a_team(session)
    manager = a_worker(session, Role.MANAGER, team)
    manager.name = "Zoë 100% <b>"
    session.commit()
    everybody = client.get("/work/people").text
    assert "A admin" in everybody
    assert "Zoë 100% &lt;b&gt;" in everybody
    for query in ("words=zoë", "words=100%25", "role=manager", f"team={team.id}"):
        page = client.get(f"/work/people?{query}").text
        assert "Zoë" in page, query
        assert "<bdi>A admin</bdi></a>" not in page, query
    assert "Nobody fits" in client.get("/work/people?words=_nobody_").text
    assert "Nobody fits" in client.get("/work/people?state=disabled").text


@pytest.mark.parametrize(
    "query", ["role=king", "team=x", "team=²", "page=0", "page=99999999", "page=x", "state=no"]
)
def test_nonsense_in_the_address_is_left_out(
    client: FlaskClient, admin: Worker, query: str
) -> None:
    assert "A admin" in client.get(f"/work/people?{query}").text


def test_a_query_is_read_whole() -> None:
    query = {"words": " Ola ", "role": "duty", "team": "3", "state": "in", "page": "2"}
    assert Sought.of(query) == Sought("Ola", Role.DUTY, 3, "in", 2)


def test_a_person_is_added_and_invited(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    team = a_team(session)
    session.commit()
    known = str(team.id)
    more = {"name": "Jo Penhale", "email": " Jo@demo.example ", "roles": "worker", "teams": known}
    page = press(client, "/work/people/add", "/work/people/add", **more)
    link = re.search(r'value="http://localhost(/join/[^"]+)"', page.text)
    assert link
    assert client.get(link[1]).status_code == 200
    session.rollback()
    jo = session.scalars(select(Worker.id).where(Worker.email == "jo@demo.example")).one()
    assert _held(session, jo) == {("worker", int(known))}
    again = press(client, "/work/people/add", "/work/people/add", **more)
    assert "Somebody has this already." in again.text
    assert "Invited, no password yet" in client.get("/work/people?state=invited").text


def test_what_is_missing_is_asked_for(client: FlaskClient, admin: Worker) -> None:
    page = press(client, "/work/people/add", "/work/people/add", email="nonsense")
    for words in ("Type a name", "does not look like", "at least one role"):
        assert words in page.text


def test_roles_and_teams_are_changed_and_traced(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    north, south = a_team(session, "north"), a_team(session, "south")
    someone = a_worker(session, Role.WORKER, north)
    session.commit()
    north_id, south_id, someone_id = north.id, south.id, someone.id
    seen = f"/work/people/{someone_id}"
    page = client.get(seen).text
    ticked = re.findall(r'<input checked[^>]*name="(\w+)"[^>]*value="(\w+)"', page)
    assert ticked == [("roles", "worker"), ("teams", str(north_id))]
    token = form_token(client.get(seen))
    data = {"csrf_token": token, "roles": ["manager", "officer"], "teams": [north_id, south_id]}
    client.post(seen, data=data)
    assert _held(session, someone_id) == {
        ("manager", north_id),
        ("manager", south_id),
        ("officer", None),
    }
    assert acts(session)[-1] == "people.roles_changed"


def test_the_last_administrator_stays_one(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    seen = f"/work/people/{admin.id}"
    assert "last administrator" in press(client, seen, seen, roles="duty").text
    press(client, seen, f"{seen}/disable")
    assert client.get("/work/people").status_code == 200
    assert _held(session, admin.id) == {("admin", None)}


def test_a_person_is_shut_out_and_let_in(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    someone = a_worker(session)
    other = client.application.test_client()
    signed_in(other, session, someone)
    seen = f"/work/people/{someone.id}"
    press(client, seen, f"{seen}/disable")
    assert other.get("/work").status_code == 302
    assert "Let in again" in client.get(seen).text
    assert press(client, seen, f"{seen}/invite").status_code == 409
    press(client, seen, f"{seen}/enable")
    session.rollback()
    ended = session.scalars(select(SignIn.ended_at).where(SignIn.worker_id == someone.id)).all()
    assert None not in ended
    assert acts(session)[-2:] == ["people.disabled", "people.enabled"]


def test_a_second_factor_is_taken_away_with_a_reason(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    someone = a_worker(session)
    session.commit()
    seen = f"/work/people/{someone.id}"
    press(client, seen, f"{seen}/second-factor", reason="because")
    assert "people.second_factor_reset" not in acts(session)
    press(client, seen, f"{seen}/second-factor", reason="lost")
    assert acts(session)[-1] == "people.second_factor_reset"


@pytest.mark.parametrize("act", ["invite", "disable", "enable"])
def test_without_its_token_nothing_happens(
    client: FlaskClient, admin: Worker, session: Session, act: str
) -> None:
    someone = a_worker(session)
    session.commit()
    assert client.post(f"/work/people/{someone.id}/{act}").status_code == 400
    assert client.post(f"/work/people/999/{act}").status_code == 400
    assert client.get("/work/people/999").status_code == 404


def test_teams_are_added_and_renamed_and_keep_their_key(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    new = {"name": "Łódź & Co", "service": "assessment"}
    press(client, "/work/teams", "/work/teams", **new)
    assert "Somebody has this already." in press(client, "/work/teams", "/work/teams", **new).text
    press(client, "/work/teams", "/work/teams", name="Łódź, & Co", service="x")
    session.rollback()
    (first, key), (_, other) = session.execute(select(Team.id, Team.key).order_by(Team.id)).all()
    session.rollback()
    assert key == "odz_co"
    assert other.startswith("odz_co_")
    seen = f"/work/teams/{first}"
    press(client, seen, seen, name="Harbour", service="leaving care")
    assert "Somebody has this" in press(client, seen, seen, name="łódź, & co", service="x").text
    page = client.get("/work/teams").text
    assert "Harbour" in page
    assert "<code>odz_co</code>" in page
    assert client.get("/work/teams/999").status_code == 404
    assert acts(session)[-1] == "people.team_renamed"


def test_an_import_first_shows_what_it_would_do(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    a_team(session, "north")
    session.commit()
    text = f"{HEAD}Jo <b>,jo@demo.example,worker,north\nBad,nonsense,king,\n"
    page = _look(client, text)
    assert "1 good row" in page.text
    assert "2 mistakes" in page.text
    assert "Jo &lt;b&gt;" in page.text
    assert "There is no such role." in page.text
    assert "jo@demo.example" not in client.get("/work/people").text


def test_nothing_is_imported_while_a_row_is_wrong_unless_chosen(
    client: FlaskClient, admin: Worker, session: Session
) -> None:
    text = f"{HEAD}=Jo,jo@demo.example,duty;officer,\nBad,nonsense,duty,\n"
    assert "What this file would do" in _do(client, text).text
    assert "jo@demo.example" not in client.get("/work/people").text
    done = _do(client, text, partly="y")
    assert "1 is added." in done.text
    assert "/join/" in done.text
    assert "=Jo" in client.get("/work/people").text
    session.rollback()
    entry = acts(session)
    assert entry[-1] == "people.imported"
    assert "What this file would do" in _do(client, text, partly="y").text, "a second time"


def test_teams_are_imported(client: FlaskClient, admin: Worker) -> None:
    text = "key,name,service\nharbour,Harbour,assessment\n"
    assert "1 good row" in _look(client, text, "teams").text
    assert "1 is added." in _do(client, text, "teams").text
    assert "Harbour" in client.get("/work/teams").text


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00", b"x" * 200_001, "ü".encode("latin-1")])
def test_a_file_that_is_no_text_is_refused(
    client: FlaskClient, admin: Worker, content: bytes
) -> None:
    assert "cannot be read" in _look(client, content).text


def test_no_file_and_no_text_are_refused(client: FlaskClient, admin: Worker) -> None:
    page = press(client, "/work/people/import", "/work/people/import", kind="staff")
    assert "Choose a file." in page.text
    assert press(client, "/work/people/import", "/work/people/import/now").status_code == 400
