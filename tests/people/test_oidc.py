"""The council's own sign-in, against a real provider; an attacker's tokens let nobody in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.apps import an_app
from tests.build import a_team
from tests.people.council import CLIENT, SECRET, Council
from tests.people.steps import acts, is_in
from voice.config import Config
from voice.people import accounts
from voice.people.accounts import Held
from voice.people.models import Role, Worker
from voice.people.proofs import SignIn
from voice.storage.session import engine_of, transaction

ROLES = ("Participation=officer", "Safeguarding=duty", "North=manager@north", "Boss=admin")
OLA = {
    "sub": "8f3e-1",
    "name": "Ola Marsh",
    "email": "Ola.Marsh@demo.example",
    "email_verified": True,
    "roles": ["Participation", "Everybody"],
    "acr": "mfa",
}
Desk = Callable[..., Flask]


@pytest.fixture
def council() -> Iterator[Council]:
    with Council(person=dict(OLA)) as running:
        yield running


@pytest.fixture
def desk(app: Flask, config: Config, council: Council) -> Iterator[Desk]:
    """An installation that uses the council's sign-in, with other settings where a test asks."""
    opened = ExitStack()

    def _make(**settings: object) -> Flask:
        own: dict[str, object] = {
            "demo": False,
            "oidc_issuer": council.url,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_roles": ROLES,
        }
        told = replace(config, **{**own, **settings})  # type: ignore[arg-type]
        return opened.enter_context(an_app(told))

    with opened:
        yield _make


@pytest.fixture
def browser(desk: Desk) -> FlaskClient:
    return desk().test_client()


def _away(browser: FlaskClient, to: str = "") -> str:
    """Press the button; the address at the council that the browser is sent to."""
    sent = browser.get("/sign-in/council", query_string={"next": to} if to else {})
    assert sent.status_code == 302, sent.text
    return sent.location


def _there(address: str) -> str:
    """Sign in at the council; the path by which it sends the browser back."""
    answer = requests.get(address, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "localhost"
    return f"{back.path}?{back.query}"


def _come(browser: FlaskClient, to: str = "") -> TestResponse:
    return browser.get(_there(_away(browser, to)))


def _worker(own: Session, subject: str = "8f3e-1") -> Worker | None:
    own.rollback()
    return own.scalar(select(Worker).where(Worker.oidc_subject == subject))


def test_somebody_new_comes_in_with_the_roles_of_their_groups(
    browser: FlaskClient, own: Session
) -> None:
    assert "Sign in with your council account" in browser.get("/sign-in").text
    assert _come(browser).location == "/work"
    assert is_in(browser)
    worker = _worker(own)
    assert worker
    assert (worker.name, worker.email) == ("Ola Marsh", "ola.marsh@demo.example")
    assert worker.roles == {Role.OFFICER}
    assert [each.how for each in own.scalars(select(SignIn))] == ["council"]
    assert acts(own) == ["people.added", "people.roles_changed", "people.signed_in"]


def test_it_asks_with_pkce_state_and_nonce(browser: FlaskClient) -> None:
    asked = parse_qs(urlsplit(_away(browser)).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 16
    assert asked["response_type"] == ["code"]
    assert SECRET not in str(asked)


def test_it_leads_back_to_the_page_that_asked_and_nowhere_else(browser: FlaskClient) -> None:
    assert _come(browser, "/work/themes").location == "/work/themes"
    assert _come(browser, "https://evil.example/").location == "/work"


def test_the_cookie_of_before_is_worth_nothing_afterwards(browser: FlaskClient) -> None:
    _away(browser)
    before = browser.get_cookie("voice")
    _come(browser)
    after = browser.get_cookie("voice")
    assert before
    assert after
    assert before.value != after.value
    browser.set_cookie("voice", before.value)
    assert not is_in(browser)


def test_coming_again_is_the_same_person_with_what_is_true_now(
    browser: FlaskClient, council: Council, own: Session, desk: Desk
) -> None:
    _come(browser)
    first = _worker(own)
    council.person |= {"name": "Ola Thorn", "email": "thorn@demo.example", "roles": "Safeguarding"}
    _come(browser)
    second = _worker(own)
    assert first
    assert second
    assert first.id == second.id
    assert (second.name, second.roles) == ("Ola Thorn", {Role.DUTY})


def test_a_role_may_hold_in_one_team(
    browser: FlaskClient, council: Council, own: Session, session: Session
) -> None:
    team = a_team(session, "north")
    session.commit()
    council.person["roles"] = ["North"]
    _come(browser)
    worker = _worker(own)
    assert worker
    assert [(each.role, each.team_id) for each in worker.memberships] == [("manager", team.id)]


@pytest.mark.parametrize("claim", [["admin"], "admin", ["admin", "Admin"], ["boss"], ["Boss2"]])
def test_a_claim_that_calls_itself_admin_gives_nothing(
    browser: FlaskClient, council: Council, own: Session, claim: object
) -> None:
    council.person["roles"] = claim
    refused = _come(browser)
    assert refused.status_code == 403
    assert "nobody has said what you do in Voice" in refused.text
    assert not is_in(browser)
    assert _worker(own) is None
    assert acts(own) == ["people.refused"]


def test_an_administrator_by_claim_is_one_that_the_settings_name(
    browser: FlaskClient, council: Council, own: Session
) -> None:
    council.person["roles"] = ["Boss"]
    _come(browser)
    worker = _worker(own)
    assert worker
    assert worker.roles == {Role.ADMIN}


@pytest.mark.parametrize(
    "proof", [{"acr": "0"}, {"acr": None}, {"acr": None, "amr": ["pwd"]}, {"acr": "MFA"}]
)
def test_without_a_second_factor_there_nobody_comes_in(
    browser: FlaskClient, council: Council, own: Session, proof: dict[str, object]
) -> None:
    council.person = {k: v for k, v in {**OLA, **proof}.items() if v is not None}
    refused = _come(browser)
    assert refused.status_code == 403
    assert "second step" in refused.text
    assert not is_in(browser)
    assert _worker(own) is None


def test_the_way_of_signing_in_proves_a_second_factor_too(
    browser: FlaskClient, council: Council
) -> None:
    council.person = {**OLA, "acr": "1", "amr": ["pwd", "mfa"]}
    _come(browser)
    assert is_in(browser)


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "another"},
        {"nonce": ""},
        {"iss": "https://evil.example"},
        {"aud": ["somebody-else"]},
        {"exp": int(time.time()) - 3600},
        {"sub": ""},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=lambda each: next(iter(each)),
)
def test_a_token_with_a_wrong_claim_lets_nobody_in(
    browser: FlaskClient, council: Council, own: Session, bent: dict[str, object]
) -> None:
    council.bent = bent
    assert _come(browser).status_code == 403
    assert not is_in(browser)
    assert own.scalars(select(Worker)).all() == []


def test_a_token_signed_by_somebody_else_lets_nobody_in(
    browser: FlaskClient, council: Council
) -> None:
    council.signing = RSAKey.generate_key(2048)
    assert _come(browser).status_code == 403
    assert not is_in(browser)


def test_a_provider_that_speaks_for_another_is_not_used(
    browser: FlaskClient, council: Council
) -> None:
    council.published = {"issuer": "https://evil.example"}
    refused = browser.get("/sign-in/council")
    assert refused.status_code == 403
    assert "could not be used just now" in refused.text


def test_a_provider_that_only_signs_with_a_shared_secret_is_not_used(
    browser: FlaskClient, council: Council
) -> None:
    council.published = {"id_token_signing_alg_values_supported": ["none", "HS256"]}
    assert browser.get("/sign-in/council").status_code == 403


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_a_token_without_a_signature_by_the_councils_key_lets_nobody_in(
    browser: FlaskClient, council: Council, algorithm: str
) -> None:
    offered = ["RS256", algorithm]
    council.published = {"id_token_signing_alg_values_supported": offered}
    council.algorithm = algorithm
    council.signing = OctKey.import_key(SECRET)
    assert _come(browser).status_code == 403
    assert not is_in(browser)


def test_a_code_is_good_once_and_for_the_browser_that_asked(
    desk: Desk, browser: FlaskClient
) -> None:
    back = _there(_away(browser))
    thief = browser.application.test_client()
    assert thief.get(back).status_code == 403
    assert not is_in(thief)
    browser.get(back)
    assert is_in(browser)
    assert browser.get(back).status_code == 403


def test_a_code_of_an_attacker_is_not_taken_for_ones_own(browser: FlaskClient) -> None:
    attacker = browser.application.test_client()
    planted = _there(_away(attacker))
    _away(browser)
    assert browser.get(planted).status_code == 403
    assert not is_in(browser)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=y", "?error=access_denied&state=x"]
)
def test_coming_back_with_nonsense_lets_nobody_in(browser: FlaskClient, query: str) -> None:
    assert browser.get(f"/sign-in/council/back{query}").status_code == 403
    assert not is_in(browser)


def test_a_council_that_does_not_answer_has_a_kind_page(desk: Desk, council: Council) -> None:
    browser = desk(oidc_issuer="http://127.0.0.1:1").test_client()
    refused = browser.get("/sign-in/council")
    assert refused.status_code == 403
    assert "could not be used just now" in refused.text


def test_whoever_was_shut_out_stays_out(
    browser: FlaskClient, own: Session, desk: Desk, council: Council
) -> None:
    _come(browser)
    worker = _worker(own)
    assert worker
    with transaction(engine_of(browser.application)) as db:
        accounts.disable(db, "test", db.get_one(Worker, worker.id))
    assert not is_in(browser)
    refused = _come(browser)
    assert refused.status_code == 403
    assert "has ended" in refused.text
    assert not is_in(browser)


def _added(app: Flask, role: Role, email: str = "ola.marsh@demo.example") -> int:
    with transaction(engine_of(app)) as db:
        return accounts.add(db, "test", "Ola", email, [Held(role)]).id


def test_a_person_added_here_is_known_by_an_address_the_council_checked(
    browser: FlaskClient, own: Session
) -> None:
    known = _added(browser.application, Role.DUTY)
    _come(browser)
    worker = _worker(own)
    assert worker
    assert worker.id == known
    assert "people.linked" in acts(own)


def test_an_address_that_nobody_checked_takes_over_nothing(
    browser: FlaskClient, council: Council, own: Session
) -> None:
    known = _added(browser.application, Role.ADMIN)
    council.person["email_verified"] = False
    _come(browser)
    worker = _worker(own)
    assert worker
    assert worker.id != known
    assert worker.email is None
    assert worker.roles == {Role.OFFICER}


def test_without_rules_the_council_proves_who_and_voice_keeps_what_they_may(
    desk: Desk, own: Session
) -> None:
    browser = desk(oidc_roles=()).test_client()
    assert _come(browser).status_code == 403
    _added(browser.application, Role.GOVERNANCE)
    _come(browser)
    worker = _worker(own)
    assert is_in(browser)
    assert worker
    assert worker.roles == {Role.GOVERNANCE}


def test_the_last_administrator_stays_one(browser: FlaskClient, own: Session) -> None:
    _added(browser.application, Role.ADMIN)
    _come(browser)
    worker = _worker(own)
    assert worker
    assert Role.ADMIN in worker.roles


def test_a_second_person_with_a_taken_address_comes_in_without_it(
    browser: FlaskClient, council: Council, own: Session
) -> None:
    _come(browser)
    council.person["sub"] = "8f3e-2"
    _come(browser)
    second = _worker(own, "8f3e-2")
    assert second
    assert second.email is None


def test_without_the_setting_there_is_no_such_way(client: FlaskClient) -> None:
    assert client.get("/sign-in/council").status_code == 404
    assert client.get("/sign-in/council/back").status_code == 404
    assert "council account" not in client.get("/sign-in").text
