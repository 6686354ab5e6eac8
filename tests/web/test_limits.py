"""Too many tries are slowed down, kindly, and nobody's address is kept anywhere."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_link
from tests.forms import open_form
from voice.app import create_app
from voice.config import Config
from voice.storage.session import engine_of
from voice.web import gates
from voice.web.gates import Most
from voice.web.limits import Gate, Limit, Visitors

HOME = "203.0.113.77"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_neighbours_share_a_mark_and_others_do_not() -> None:
    visitors = Visitors()
    assert visitors.mark("203.0.113.1") == visitors.mark("203.0.113.250")
    assert visitors.mark("203.0.113.1") != visitors.mark("203.0.114.1")
    assert visitors.mark("2001:db8:1::1") == visitors.mark("2001:db8:1:ffff::2")
    assert visitors.mark("2001:db8:1::1") != visitors.mark("2001:db8:2::1")
    assert visitors.mark("nonsense") == visitors.mark(None)


def test_a_mark_means_nothing_on_the_next_day() -> None:
    clock = Clock()
    visitors = Visitors(clock)
    today = visitors.mark(HOME)
    clock.now = 25 * 60 * 60
    assert visitors.mark(HOME) != today


def test_a_limit_opens_again_after_its_time() -> None:
    clock = Clock()
    limit = Limit(2, 60, clock)
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")
    clock.now = 61
    assert limit.allows("a")


def test_a_gate_counts_each_thing_by_itself() -> None:
    gate = Gate(each=2, everyone=3, seconds=60)
    assert [gate.lets(HOME, "one") for _ in range(3)] == [True, True, False]
    assert gate.lets(HOME, "two")
    assert gate.lets("198.51.100.1", "one")
    assert not gate.lets("192.0.2.1", "one")


@pytest.fixture
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can reach."""
    monkeypatch.setattr(gates, "LINK", Most(each=2, everyone=3))
    known = {name: Most(each=2, everyone=5) for name in gates._BY_ENDPOINT}
    monkeypatch.setattr(gates, "_BY_ENDPOINT", known)


@pytest.fixture
def link(session: Session) -> str:
    made = a_link(session).token
    session.commit()
    return f"/f/{made}"


def _send(client: FlaskClient, link: str, said: str, address: str = HOME) -> int:
    ticket = open_form(client, link[3:]).ticket
    sent = {"ticket": ticket, "a-going_well": said}
    near = {"REMOTE_ADDR": address}
    return client.post(link, data=sent, environ_base=near, follow_redirects=True).status_code


@pytest.mark.usefixtures("low")
def test_a_childs_words_stay_on_the_page_when_there_were_too_many(
    client: FlaskClient, link: str
) -> None:
    assert [_send(client, link, "Good.") for _ in range(2)] == [200, 200]
    ticket = open_form(client, link[3:]).ticket
    sent = {"ticket": ticket, "a-going_well": "My dog is kind."}
    near = {"REMOTE_ADDR": HOME}
    answer = client.post(link, data=sent, environ_base=near, follow_redirects=True)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "600"
    assert "My dog is kind." in answer.text
    assert "Wait a few minutes" in answer.text


@pytest.mark.usefixtures("low")
def test_a_link_is_counted_over_all_neighbourhoods(client: FlaskClient, link: str) -> None:
    places = [f"198.51.{n}.1" for n in range(5)]
    assert [_send(client, link, "Good.", each) for each in places] == [200] * 3 + [429] * 2


@pytest.mark.usefixtures("low")
def test_what_comes_from_this_machine_is_not_slowed(client: FlaskClient, link: str) -> None:
    assert [_send(client, link, "Good.", "127.0.0.1") for _ in range(4)] == [200] * 4


@pytest.mark.usefixtures("low")
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code"])
def test_signing_in_too_often_has_a_kind_page(client: FlaskClient, path: str) -> None:
    tries = [
        client.post(path, data={"name": "a"}, environ_base={"REMOTE_ADDR": HOME}) for _ in range(3)
    ]
    assert [each.status_code == 429 for each in tries] == [False, False, True]
    assert "Please wait a little" in tries[2].text
    assert tries[2].headers["Retry-After"] == "600"
    assert client.get(path, environ_base={"REMOTE_ADDR": HOME}).status_code != 429


def test_guessing_a_receipt_has_a_kind_page(client: FlaskClient) -> None:
    tries = [
        client.post("/receipt", data={"code": "000000"}, environ_base={"REMOTE_ADDR": HOME})
        for _ in range(13)
    ]
    assert [each.status_code for each in tries] == [404] * 12 + [429]
    assert "wait ten minutes" in tries[-1].text


def test_no_address_is_kept_on_disk_or_in_memory(
    app: Flask, client: FlaskClient, link: str, config: Config
) -> None:
    address = "203.0.113.231"
    _send(client, link, "Good.", address)
    client.post("/receipt", data={"code": "1"}, environ_base={"REMOTE_ADDR": address})
    client.post("/in", data=b"x", environ_base={"REMOTE_ADDR": address})
    client.post("/sign-in", data={"name": "a"}, environ_base={"REMOTE_ADDR": address})
    for file in Path(config.data).rglob("*"):
        assert address.encode() not in file.read_bytes(), file
    gc.collect()
    limits = [each for each in gc.get_objects() if isinstance(each, Limit)]
    assert not [key for each in limits for key in each._seen if "203.0" in key]


@pytest.fixture(params=[0, 1])
def behind(request: pytest.FixtureRequest, app: Flask, config: Config) -> Iterator[Flask]:
    """The same installation, with and without a proxy named in the settings."""
    made = create_app(replace(config, proxies=request.param))
    yield made
    engine_of(made).dispose()
    made.extensions["voice.keystore"].close()


def test_only_a_named_proxy_says_where_a_visitor_is(behind: Flask) -> None:
    seen: list[tuple[str | None, str, str]] = []
    behind.before_request(lambda: seen.append((request.remote_addr, request.scheme, request.host)))
    named = behind.extensions["voice.config"].proxies == 1
    claimed = {
        "X-Forwarded-For": f"8.8.8.8, {HOME}",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Prefix": "/evil",
    }
    behind.test_client().get("/help", headers=claimed)
    expected = (HOME, "https", "localhost") if named else ("127.0.0.1", "http", "localhost")
    assert seen == [expected]
