"""The authorisation matrix: every route and method, for every role, for strangers and children.

What should be is one table, written by hand and apart from the app's own table of permissions; what
is comes from the app's own routes. A route without a row fails, and so does a row without a route.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.build import (
    a_link,
    a_pack,
    a_response,
    a_team,
    a_worker,
    an_action,
    an_export,
    signed_in,
)
from tests.house.who_may import ANYONE, MATRIX
from voice.people.models import Membership, Role, Team, Worker
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.storage.types import now

#: Who may ever see a child's own words; the worker who hands the tablet over never does.
WORDS: Final = {"answers.page", "answers.inbox", "themes.evidence", "safety.page", "safety.queue"}
HEARS: Final = {Role.OFFICER, Role.DUTY, Role.MANAGER}
SECRET: Final = "the dog called Biscuit"
TRIED: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Place:
    """Something real behind every argument that an address can have."""

    own: Team
    other: Team
    response: str
    alert: int
    token: str
    link: int
    person: int
    young: int
    action: int
    pack: int
    export: str

    def address(self, app: Flask, rule: Rule) -> str:
        """An address of this rule."""
        person = self.young if rule.endpoint == "members.change" else self.person
        known = {
            "response_id": self.response,
            "alert_id": self.alert,
            "export_id": self.export,
            "token": self.token,
            "link_id": self.link,
            "known": self.own.id if rule.endpoint == "teams.team" else person,
            "key": "listened",
            "filename": "css/base.css",
            "act": "back" if rule.endpoint == "packs.change" else "enable",
            "pack_id": self.pack,
            "code": "abcd-efgh",
            "stamp": "0123456789abcdef",
            "action_id": self.action,
            "round_id": 1,
            "question_id": 1,
            "report_id": 1,
            "language": "so",
            "form": "CP",
            "kind": "xlsx",
            "question": "going_well",
            "quote_id": "0",
            "aside_id": 1,
            "head_id": 1,
            "number": 1,
        }
        missing = rule.arguments - set(known)
        assert not missing, f"say in Place.address what {missing} of {rule} is"
        with app.test_request_context():
            values = {name: known[name] for name in rule.arguments}
            return str(app.url_map.bind("localhost").build(rule.endpoint, values))


@pytest.fixture
def place(session: Session, keystore: Keystore) -> Place:
    """A borough with two teams, and one answer with an alert in one of them."""
    own, other = a_team(session, "north"), a_team(session, "south")
    link, person = a_link(session), a_worker(session, Role.AUDITOR)
    young = a_worker(session, Role.PANEL_MEMBER)
    session.commit()
    kept = a_response(session, keystore, f"Dad hit me and {SECRET}.", team=own)
    alert = session.scalars(select(Alert.id).where(Alert.response_id == kept.response_id)).first()
    assert alert is not None
    action = an_action(session, a_worker(session)).id
    session.commit()
    return Place(
        own,
        other,
        kept.response_id,
        alert,
        link.token,
        link.id,
        person.id,
        young.id,
        action,
        a_pack(session).id,
        an_export(session, keystore, own),
    )


def _rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def _let_in(answer: TestResponse) -> bool:
    """Whether the door opened; what happens behind it is not asked here."""
    to_sign_in = answer.status_code == 302 and answer.location.startswith("/sign-in?next")
    bare = answer.status_code == 302 and answer.location == "/sign-in"
    return not (to_sign_in or bare or answer.status_code == 403)


def _wrong(
    app: Flask, client: FlaskClient, place: Place, role: Role | None, session: Session
) -> dict[str, int]:
    """Every route and method that answers this visitor otherwise than the table says."""
    found = {}
    person = a_worker(session, role) if role else None
    for rule, method in _rules(app):
        if person:
            signed_in(client, session, person)
        answer = client.open(place.address(app, rule), method=method, buffered=True)
        expected = MATRIX[rule.endpoint] == ANYONE or (
            role is not None and str(role) in MATRIX[rule.endpoint].split()
        )
        opened = _let_in(answer) or _is_in_passing(rule.endpoint)
        told = SECRET.encode() in answer.data and role not in HEARS
        if opened != expected or told or answer.status_code >= 500:
            found[f"{method} {rule}"] = answer.status_code
    return found


def _is_in_passing(endpoint: str) -> bool:
    """Pages for everybody that lead to the sign-in page by themselves."""
    return endpoint in {"people.sign_out", "people.code", "people.carry", "passkeys.sign_in"}


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(MATRIX)


def test_the_table_names_only_roles_that_exist() -> None:
    named = {word for row in MATRIX.values() for word in row.split()}
    assert named <= {ANYONE, *Role}


@pytest.mark.parametrize("role", Role)
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(
    app: Flask, client: FlaskClient, session: Session, place: Place, role: Role
) -> None:
    assert _wrong(app, client, place, role, session) == {}


def test_a_stranger_gets_in_nowhere_but_where_everybody_does(
    app: Flask, client: FlaskClient, session: Session, place: Place
) -> None:
    assert _wrong(app, client, place, None, session) == {}


def test_a_child_with_a_link_is_a_stranger_everywhere_else(
    app: Flask, client: FlaskClient, session: Session, place: Place
) -> None:
    assert client.get(f"/f/{place.token}").status_code == 200
    client.set_cookie("sent", "abcd1234")
    client.set_cookie("voice", place.token)
    assert _wrong(app, client, place, None, session) == {}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OFFICER])
def test_a_method_that_a_route_does_not_know_does_nothing(
    app: Flask, client: FlaskClient, session: Session, place: Place, role: Role
) -> None:
    signed_in(client, session, a_worker(session, role))
    known: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        known.setdefault(place.address(app, rule), set()).update(rule.methods or ())
    for path, methods in known.items():
        for method in set(TRIED) - methods:
            assert client.open(path, method=method, buffered=True).status_code in {404, 405}, (
                method,
                path,
            )


@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.AUDITOR, Role.DUTY])
@pytest.mark.parametrize("near", [True, False], ids=["own team", "other team"])
def test_a_role_in_one_team_shows_no_alert_of_another(
    app: Flask, client: FlaskClient, session: Session, place: Place, role: Role, near: bool
) -> None:
    team = place.own if near else place.other
    signed_in(client, session, a_worker(session, role, team))
    answer = client.get(f"/work/alerts/{place.alert}")
    # The alert is old, so it has climbed to the managers of its team.
    sees = near and role in {Role.DUTY, Role.MANAGER}
    assert (answer.status_code == 200) is sees
    assert (SECRET in answer.text) is sees
    for act in ("seen", "decision"):
        sent = client.post(f"/work/alerts/{place.alert}/{act}")
        assert sees or sent.status_code in {400, 403, 404, 422}


@pytest.mark.parametrize("near", [True, False], ids=["own team", "other team"])
def test_a_worker_opens_no_words_in_any_team(
    app: Flask, client: FlaskClient, session: Session, place: Place, near: bool
) -> None:
    worker = a_worker(session, Role.WORKER, place.own if near else place.other)
    signed_in(client, session, worker)
    for rule, method in _rules(app):
        answer = client.open(place.address(app, rule), method=method, buffered=True)
        assert SECRET not in answer.text, rule
        if rule.endpoint in WORDS:
            assert answer.status_code == 403, rule


def test_two_roles_open_what_either_opens_and_no_more(
    app: Flask, client: FlaskClient, session: Session, place: Place
) -> None:
    person = a_worker(session, Role.WORKER)
    person.memberships.append(Membership(role=Role.GOVERNANCE))
    signed_in(client, session, person)
    assert client.get("/work/trail").status_code == 200
    assert client.get("/work/answers").status_code == 403
    assert client.get("/work/people").status_code == 403


def test_a_person_without_a_role_opens_nothing(
    app: Flask, client: FlaskClient, session: Session, place: Place
) -> None:
    person = Worker(name="Nobody", created_at=now())
    session.add(person)
    session.flush()
    signed_in(client, session, person)
    opened = {
        f"{method} {rule}"
        for rule, method in _rules(app)
        if MATRIX[rule.endpoint] != ANYONE
        and _let_in(client.open(place.address(app, rule), method=method, buffered=True))
    }
    assert opened == set()


@pytest.mark.parametrize("role", [None, *Role])
def test_error_pages_and_files_are_the_same_for_everybody(
    app: Flask, client: FlaskClient, session: Session, place: Place, role: Role | None
) -> None:
    if role:
        signed_in(client, session, a_worker(session, role))
    assert client.get("/static/css/base.css", buffered=True).status_code == 200
    for path in ("/no/such/page", "/static/../voice.db", "/static/no.css", "/work/nothing"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert SECRET not in answer.text
    assert client.get("/work/answers/not-a-uuid").status_code == 404


@pytest.mark.parametrize("near", [True, False], ids=["own team", "other team"])
def test_a_manager_decides_about_exports_of_their_own_team_alone(
    client: FlaskClient, session: Session, place: Place, near: bool
) -> None:
    team = place.own if near else place.other
    signed_in(client, session, a_worker(session, Role.MANAGER, team))
    page = f"/work/exports/{place.export}"
    assert (client.get(page).status_code == 200) is near
    client.application.config["WTF_CSRF_ENABLED"] = False
    sent = client.post(f"{page}/agree")
    assert sent.status_code == (302 if near else 403)
    assert client.post(f"{page}/file", data={"kind": "csv"}).status_code == 403
