"""A worker hands a tablet over, and no way leads back to staff pages but the PIN."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import a_link, a_team, a_worker
from voice.child import slips
from voice.child.models import Link
from voice.people.models import Role, Worker
from voice.people.parking import Parked
from voice.storage import trail


def _sign_in(client: FlaskClient, worker: Worker) -> None:
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    told = {"worker": worker.id, "csrf_token": token[1] if token else ""}
    assert client.post("/sign-in", data=told).status_code == 302
    assert client.get("/work").status_code == 200


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]


def _send(
    client: FlaskClient, at: str, path: str | None = None, **fields: str
) -> tuple[int, str, str]:
    token = _token(client.get(at).text)
    answer = client.post(path or at, data={"csrf_token": token, **fields})
    return answer.status_code, answer.location or "", answer.text


@pytest.fixture
def worker(client: FlaskClient, session: Session) -> Worker:
    """A social worker of one team, signed in."""
    a_team(session, "south")
    found = a_worker(session, Role.WORKER, a_team(session))
    session.commit()
    _sign_in(client, found)
    return found


@pytest.fixture
def ready(client: FlaskClient, worker: Worker) -> str:
    """The page of a prepared form."""
    status, location, page = _send(
        client, "/work/hand-over", what="GS-P 11-18", language="ar", month="2026-09-16",
        interpreter="y", team=str(worker.memberships[0].team_id),
    )  # fmt: skip
    assert status == 302, re.findall(r"govuk-error.*", page)
    return location


def _link(session: Session) -> Link:
    session.expire_all()
    found = session.scalars(select(Link)).one()
    session.rollback()
    session.refresh(found)
    session.expunge(found)
    session.rollback()
    return found


def test_what_was_chosen_is_what_the_link_says(
    session: Session, worker: Worker, ready: str
) -> None:
    link = _link(session)
    told = (link.tier, link.language, link.interpreter, link.made_by, str(link.period))
    assert told == ("11-18", "ar", True, worker.id, "2026-09-01")


def test_only_ones_own_teams_are_offered(client: FlaskClient, worker: Worker) -> None:
    page = client.get("/work/hand-over").text
    assert "North" in page
    assert "South" not in page


@pytest.mark.parametrize(
    "path", ["/work", "/work/hand-over", "/work/answers", "/work/nowhere-near"]
)
def test_a_parked_sign_in_opens_no_staff_page(client: FlaskClient, ready: str, path: str) -> None:
    status, location, _ = _send(client, ready, f"{ready}/go", pin="135790")
    assert (status, location.split("?")[0].rsplit("/", 1)[0]) == (302, "/kiosk")
    assert client.get(location).status_code == 200
    assert client.get(path).location == "/unlock"


def test_the_pin_gives_the_pages_back(client: FlaskClient, session: Session, ready: str) -> None:
    _send(client, ready, f"{ready}/go", pin="135790")
    status, _, page = _send(client, "/unlock", pin="000000")
    assert (status, "That is not the PIN." in page) == (200, True)
    assert client.get("/work").location == "/unlock"
    assert _send(client, "/unlock", pin="135790")[:2] == (302, "/work/hand-over")
    assert client.get("/work").status_code == 200
    assert client.get("/unlock").location == "/work"
    acts = session.scalars(select(trail.TrailEntry.act)).all()
    assert {"people.parked", "people.unparked"} <= set(acts)


def test_five_wrong_pins_end_the_sign_in(client: FlaskClient, session: Session, ready: str) -> None:
    _send(client, ready, f"{ready}/go", pin="135790")
    last = [_send(client, "/unlock", pin=f"00000{n}")[:2] for n in range(5)][-1]
    assert last == (302, "/sign-in")
    assert client.get("/work").location.startswith("/sign-in")
    assert session.scalars(select(Parked)).all() == []


def test_the_pin_is_six_digits_and_is_not_stored(
    client: FlaskClient, session: Session, ready: str
) -> None:
    assert _send(client, ready, f"{ready}/go", pin="12a456")[0] == 200
    _send(client, ready, f"{ready}/go", pin="135790")
    assert session.scalars(select(Parked.pin)).one().startswith("$argon2id$")


def test_a_slip_opens_the_form_for_fourteen_days(
    client: FlaskClient, session: Session, ready: str
) -> None:
    _, _, page = _send(client, ready, f"{ready}/slip")
    code = re.search(r'slip__code">(\d{4} \d{4})<', page)
    assert code is not None
    link = _link(session)
    opened = client.post("/c", data={"code": code[1].replace(" ", "-")})
    assert opened.location == f"/f/{link.token}?lang=ar"
    assert client.get(f"/c/{link.code}").location == opened.location
    with time_machine.travel(datetime.now(UTC) + timedelta(days=14, minutes=1)):
        assert client.get(f"/c/{link.code}").status_code == 404


def test_a_wrong_slip_opens_nothing_and_not_for_long(client: FlaskClient) -> None:
    near = {"REMOTE_ADDR": "192.0.2.1"}
    tries = [client.post("/c", data={"code": str(n)}, environ_base=near) for n in range(21)]
    assert [each.status_code for each in tries] == [404] * 20 + [429]


def test_a_form_that_was_closed_is_gone(client: FlaskClient, session: Session, ready: str) -> None:
    assert _send(client, ready, f"{ready}/end")[0] == 302
    assert client.get(f"/f/{_link(session).token}").status_code == 404
    assert client.get(ready).status_code == 404


def test_nobody_sees_what_another_prepared(
    client: FlaskClient, session: Session, worker: Worker
) -> None:
    link = a_link(session)
    session.commit()
    assert client.get(f"/work/hand-over/{link.id}").status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "pl", "so"])
def test_the_neutral_start_offers_every_language(
    client: FlaskClient, session: Session, language: str
) -> None:
    link = a_link(session)
    session.commit()
    page = client.get(f"/kiosk/{link.token}?lang={language}").text
    assert page.count("hreflang") == 4
    assert client.get("/kiosk/nosuchlink").status_code == 404
    assert client.get(f"/c?lang={language}").status_code == 200


def test_codes_are_eight_digits_and_never_the_same(session: Session) -> None:
    made = [a_link(session) for _ in range(20)]
    codes = [slips.give_code(session, each) for each in made]
    assert all(re.fullmatch(r"\d{8}", each) for each in codes)
    assert len(set(codes)) == 20
    assert slips.give_code(session, made[0]) == codes[0]
