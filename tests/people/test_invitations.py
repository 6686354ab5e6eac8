"""Invitations: once, for three days, for one person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.people.steps import PASSWORD, acts, digits_of, form_token, give_code, is_in
from voice.config import Config
from voice.people.commands import people
from voice.people.models import Role, Worker
from voice.people.proofs import Login

START = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
_Run = Callable[..., str]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moving:
        yield moving


@pytest.fixture
def run(real: Flask, config: Config, monkeypatch: pytest.MonkeyPatch) -> _Run:
    """The command `voice people`."""
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    return lambda *words: CliRunner().invoke(people, [*words]).output


def _add(run: _Run, *more: str) -> str:
    told = run(
        "add", "--email", "Ola@demo.example", "--name", "Ola Marsh", "--role", "admin", *more
    )
    found = re.search(r"(/join/\S+)", told)
    assert found, told
    return found[1]


def _choose(client: FlaskClient, path: str, password: str = PASSWORD) -> TestResponse:
    token = form_token(client.get(path))
    data = {"csrf_token": token, "password": password, "again": password}
    return client.post(path, data=data)


def test_the_first_administrator_comes_in_by_the_link_the_command_prints(
    run: _Run, visitor: FlaskClient, real: Flask, own: Session
) -> None:
    page = _choose(visitor, _add(run))
    assert "Set up your second step" in page.text
    login = own.get_one(Login, 1)
    assert login.name == "ola@demo.example"
    done = give_code(visitor, page, digits_of(real, login))
    assert "Keep these codes" in done.text
    assert visitor.get("/work/people").status_code == 200
    assert acts(own)[:4] == [
        "people.added",
        "people.invited",
        "people.password_set",
        "people.invitation_used",
    ]


def test_a_link_works_once(run: _Run, visitor: FlaskClient, real: Flask) -> None:
    path = _add(run)
    _choose(visitor, path)
    assert real.test_client().get(path).status_code == 410


def test_a_link_ends_after_three_days(
    run: _Run, visitor: FlaskClient, clock: time_machine.Traveller
) -> None:
    path = _add(run)
    clock.shift(timedelta(hours=71, minutes=59))
    assert visitor.get(path).status_code == 200
    clock.shift(timedelta(minutes=2))
    gone = visitor.get(path)
    assert gone.status_code == 410
    assert "no longer works" in gone.text


@pytest.mark.parametrize("token", ["x", "x.y", "%00", "a" * 300, "ü"])
def test_a_made_up_link_is_told_the_same(visitor: FlaskClient, token: str) -> None:
    assert visitor.get(f"/join/{token}").status_code == 410


def test_a_changed_link_does_not_work(run: _Run, visitor: FlaskClient) -> None:
    path = _add(run)
    assert visitor.get(path[:-3] + ("AAA" if path[-3:] != "AAA" else "BBB")).status_code == 410


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 12 characters"),
        ("password123456", "easy to guess"),
        ("olamarsh2026", "easy to guess"),
        ("x" * 201, "at most 200"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(
    run: _Run, visitor: FlaskClient, password: str, why: str
) -> None:
    path = _add(run)
    assert why in _choose(visitor, path, password).text
    assert visitor.get(path).status_code == 200
    assert not is_in(visitor)


def test_two_different_passwords_are_refused(run: _Run, visitor: FlaskClient) -> None:
    path = _add(run)
    token = form_token(visitor.get(path))
    data = {"csrf_token": token, "password": PASSWORD, "again": f"{PASSWORD}x"}
    assert "not the same" in visitor.post(path, data=data).text


def test_the_command_refuses_what_is_there_already_or_unknown(run: _Run) -> None:
    _add(run)
    again = run("add", "--email", "ola@demo.example", "--name", "Other", "--role", "duty")
    assert "already" in again
    nowhere = run("add", "--email", "x@y.example", "--name", "X", "--role", "duty", "--team", "no")
    assert "no team" in nowhere


def test_the_command_shuts_people_out_but_not_the_last_administrator(
    run: _Run, own: Session
) -> None:
    _add(run)
    assert "last administrator" in run("disable", "--email", "ola@demo.example")
    run("add", "--email", "two@demo.example", "--name", "Two", "--role", "admin")
    assert "is shut out" in run("disable", "--email", " OLA@demo.example")
    assert "Nobody has" in run("disable", "--email", "nobody@demo.example")
    first = own.get_one(Worker, 1)
    assert not first.active
    assert first.roles == {Role.ADMIN}
