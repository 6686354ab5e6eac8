"""What every response carries, errors and files included: nothing from elsewhere, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.apps import an_app
from tests.build import a_link, a_worker, signed_in
from tests.databases import copy_folder
from voice.app import create_app
from voice.config import Config
from voice.people.models import Membership, Role
from voice.storage.session import engine_of

_NUMBERS = {"uuid": "6f2c1d58-5d1e-4c43-9a4e-2b4b0f5a7c11", "int": "1"}
_UNSAFE = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*")
#: Whoever looks at the tabs or the history of a child's tablet must not learn what this is.
_TELLING = "abuse|harm|protect|safeguard|social|worker|council|conference|review|voice|child|help"


def _paths(app: Flask, token: str) -> Iterator[str]:
    """An address of every route."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<uuid:\w+>", _NUMBERS["uuid"], rule.rule)
        path = re.sub(r"<int:\w+>", _NUMBERS["int"], path)
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", path)
        path = path.replace("<token>", token).replace("<path:filename>", "css/base.css")
        yield re.sub(r"<[^>]+>", "listened", path)


def _answers(client: FlaskClient, app: Flask, token: str) -> Iterator[tuple[str, TestResponse]]:
    """Every route by every method, and what no route answers."""
    for path in {*_paths(app, token), "/no/such/page", "/static/no.css"}:
        for method in ("GET", "POST", "HEAD", "OPTIONS", "DELETE"):
            yield f"{method} {path}", client.open(path, method=method, buffered=True)


def _policy(answer: TestResponse) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _, value in (part.partition(" ") for part in parts)}


def _faults(answer: TestResponse) -> Iterator[str]:
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    for name, value in wanted.items():
        if answer.headers.getlist(name) != [value]:
            yield f"{name}: {answer.headers.getlist(name)}"
    powers = answer.headers.get("Permissions-Policy", "")
    for power in ("camera", "microphone", "geolocation", "payment", "usb"):
        if f"{power}=()" not in powers:
            yield f"{power} is not shut off"
    if "Content-Security-Policy" not in answer.headers:
        yield "no policy"
        return
    policy = _policy(answer)
    if policy.get("default-src") != "'none'" or policy.get("frame-ancestors") != "'none'":
        yield f"policy: {policy}"
    if policy.get("require-trusted-types-for") != "'script'" or "trusted-types" not in policy:
        yield f"no Trusted Types: {policy}"
    if policy.get("base-uri") != "'none'" or policy.get("form-action") != "'self'":
        yield f"policy: {policy}"
    yield from (f"{word} in {policy}" for word in _UNSAFE if word in " ".join(policy.values()))


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory, furnished: Path) -> dict[str, TestResponse]:
    """What somebody with every role is answered; asked once, for all tests that only look."""
    config = Config(data=tmp_path_factory.mktemp("answered") / "var", demo=True, https=False)
    copy_folder(furnished, config.data)
    with an_app(config) as app, Session(engine_of(app), expire_on_commit=False) as session:
        token, client = a_link(session).token, app.test_client()
        person = a_worker(session)
        person.memberships.extend(Membership(role=r) for r in Role if r is not Role.OFFICER)
        signed_in(client, session, person)
        return dict(_answers(client, app, token))


@pytest.fixture
def token(session: Session) -> str:
    made = a_link(session).token
    session.commit()
    return made


def test_every_response_carries_every_header(answered: dict[str, TestResponse]) -> None:
    wrong = {asked: list(_faults(answer)) for asked, answer in answered.items()}
    assert {asked: faults for asked, faults in wrong.items() if faults} == {}


def test_a_strangers_refusals_carry_them_too(app: Flask, client: FlaskClient, token: str) -> None:
    wrong = {asked: list(_faults(answer)) for asked, answer in _answers(client, app, token)}
    assert {asked: faults for asked, faults in wrong.items() if faults} == {}


def test_nothing_is_kept_but_files(answered: dict[str, TestResponse]) -> None:
    for asked, answer in answered.items():
        file = asked.split()[0] in {"GET", "HEAD"} and "/static/css" in asked
        kept = answer.headers.get("Cache-Control", "")
        assert ("no-store" in kept) is not file, asked


def test_an_error_of_ours_carries_them_and_tells_nothing(app: Flask, client: FlaskClient) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["child.hide"] = lambda: 1 / 0
    answer = client.get("/hide")
    assert answer.status_code == 500
    assert list(_faults(answer)) == []
    assert "no-store" in answer.headers["Cache-Control"]
    assert "ZeroDivision" not in answer.text
    assert "Traceback" not in answer.text


def test_too_much_at_once_is_refused_with_them(client: FlaskClient, token: str) -> None:
    answer = client.post(
        f"/f/{token}", data={"a-going_well": "x" * 2_000_000}, follow_redirects=True
    )
    assert answer.status_code == 413
    assert list(_faults(answer)) == []


def test_https_is_insisted_on_where_there_is_https(app: Flask, config: Config) -> None:
    behind = create_app(replace(config, https=True))
    for path in ("/help", "/no/such/page", "/work", "/static/css/base.css"):
        answer = behind.test_client().get(path, buffered=True)
        age = re.search(r"max-age=(\d+)", answer.headers["Strict-Transport-Security"])
        assert age
        assert int(age[1]) >= 31_536_000
    assert "Strict-Transport-Security" not in app.test_client().get("/help").headers
    engine_of(behind).dispose()
    behind.extensions["voice.keystore"].close()


def test_a_cookie_of_a_sign_in_is_bound_to_the_host(app: Flask, config: Config) -> None:
    behind = create_app(replace(config, https=True))
    cookies = behind.test_client().get("/sign-in", base_url="https://voice").headers
    cookie = cookies.get("Set-Cookie", "")
    assert cookie.startswith("__Host-voice=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    engine_of(behind).dispose()
    behind.extensions["voice.keystore"].close()


def _title(answer: TestResponse) -> str:
    found = re.search(r"<title>(.*?)</title>", answer.text, re.S)
    return " ".join(found[1].split()) if found else ""


def test_the_title_of_a_childs_page_gives_nothing_away(
    app: Flask, client: FlaskClient, token: str
) -> None:
    seen = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("child.") and "GET" in (rule.methods or ()):
            answer = client.get(rule.rule.replace("<token>", token).replace("<code>", "abcd"))
            if answer.mimetype == "text/html":
                seen.add(_title(answer))
    assert seen
    assert [title for title in seen if re.search(_TELLING, title, re.I) or not title] == []


def test_a_page_of_a_child_asked_for_in_a_wrong_way_is_still_theirs(client: FlaskClient) -> None:
    answer = client.get("/receipt/back", headers={"Accept-Language": "pl"})
    assert answer.status_code == 405
    assert 'lang="pl"' in answer.text
    assert "Allow" in answer.headers
    assert not re.search(_TELLING, _title(answer), re.I)
