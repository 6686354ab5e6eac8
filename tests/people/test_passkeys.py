"""A passkey lets its owner in, here and now, and nobody else."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_worker, signed_in
from tests.chromium import Opener
from tests.people.steps import acts, form_token, is_in, press
from tests.served import Served
from voice.people import accounts
from voice.people.models import Role
from voice.people.proofs import Passkey

_DEVICE = {
    "options": {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
}


@pytest.mark.browser
def test_a_device_is_added_and_then_lets_its_owner_in(served: Served, opener: Opener) -> None:
    home = served.url.replace("127.0.0.1", "localhost")
    with served.session() as session, session.begin():
        worker = a_worker(session, Role.ADMIN)
        known = worker.id
    page = opener().new_page()
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", _DEVICE)
    page.goto(f"{home}/sign-in")
    page.get_by_role("button", name="A admin").click()
    page.goto(f"{home}/work/passkeys")
    page.get_by_label("What do you call this device?").fill("work phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("Next time you can sign in with it.").wait_for()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{home}/work")
    with served.session() as session:
        assert acts(session)[-1] == "people.signed_in"
    with served.session() as session, session.begin():
        a_worker(session, Role.ADMIN)
        accounts.disable(session, "test", session.get_one(type(worker), known))
    page.goto(f"{home}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That passkey did not work.").wait_for()


@pytest.mark.parametrize("sent", ["", "{}", "[]", "no json", json.dumps({"id": "x"})])
def test_what_proves_nothing_lets_nobody_in(client: FlaskClient, sent: str) -> None:
    token = form_token(client.get("/sign-in"))
    client.post("/sign-in/passkey/begin", data={"csrf_token": token})
    answer = client.post("/sign-in/passkey", data={"csrf_token": token, "credential": sent})
    assert answer.location == "/sign-in"
    assert not is_in(client)


def test_a_challenge_needs_the_pages_token(client: FlaskClient) -> None:
    assert client.post("/sign-in/passkey/begin").status_code == 400


def test_nothing_made_up_is_kept(client: FlaskClient, session: Session) -> None:
    signed_in(client, session, a_worker(session))
    seen = "/work/passkeys"
    press(client, seen, f"{seen}/begin")
    press(client, seen, seen, name="phone", credential='{"id": "x"}')
    press(client, seen, seen, name="phone", credential="{}")
    assert "You have no passkey yet." in client.get(seen).text


def test_a_person_takes_away_only_their_own(client: FlaskClient, session: Session) -> None:
    me, other = a_worker(session), a_worker(session)
    for key, owner in (("mine", me), ("theirs", other)):
        made = Passkey(
            id=key, worker_id=owner.id, public="x", uses=0, name=key, made_at=owner.created_at
        )
        session.add(made)
    signed_in(client, session, me)
    seen = "/work/passkeys"
    for key in ("mine", "theirs", "none"):
        press(client, seen, f"{seen}/{key}/remove")
    assert client.post(f"{seen}/theirs/remove").status_code == 400
    session.rollback()
    assert [each.id for each in session.query(Passkey)] == ["theirs"]
