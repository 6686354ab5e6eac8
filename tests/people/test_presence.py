"""A sign-in ends when it should, at once and everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.people.steps import Member, acts, come_in, form_token, give_password, is_in, press
from voice.app import create_app
from voice.config import Config
from voice.people import accounts
from voice.people.models import Role, Worker
from voice.people.presence import digest
from voice.people.proofs import SignIn
from voice.storage.session import engine_of, transaction

START = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moving:
        yield moving


def _token(client: FlaskClient) -> str:
    with client.session_transaction() as cookie:
        return str(cookie["key"])


def test_the_database_knows_only_a_digest(
    visitor: FlaskClient, officer_in: Member, own: Session
) -> None:
    come_in(visitor, officer_in)
    kept = own.scalars(select(SignIn.id)).one()
    assert kept == digest(_token(visitor))
    assert _token(visitor) not in kept


def test_a_cookie_given_before_signing_in_is_worth_nothing_after(
    visitor: FlaskClient, real: Flask, officer_in: Member
) -> None:
    visitor.get("/sign-in")
    planted = visitor.get_cookie("voice")
    assert planted
    come_in(visitor, officer_in)
    attacker = real.test_client()
    attacker.set_cookie("voice", planted.value)
    assert not is_in(attacker)
    assert is_in(visitor)


def test_signing_in_again_is_a_new_sign_in_and_ends_the_old(
    visitor: FlaskClient, real: Flask, officer_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, officer_in)
    old = visitor.get_cookie("voice")
    assert old
    clock.shift(timedelta(minutes=2))
    come_in(visitor, officer_in)
    thief = real.test_client()
    thief.set_cookie("voice", old.value)
    assert not is_in(thief)


def test_a_cookie_copied_before_signing_out_is_worth_nothing_after(
    visitor: FlaskClient, real: Flask, officer_in: Member
) -> None:
    come_in(visitor, officer_in)
    copied = visitor.get_cookie("voice")
    assert copied
    thief = real.test_client()
    thief.set_cookie("voice", copied.value)
    assert is_in(thief)
    press(visitor, "/work", "/sign-out")
    assert not is_in(thief)


def test_fifteen_minutes_without_a_request_end_it(
    visitor: FlaskClient, officer_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, officer_in)
    clock.shift(timedelta(minutes=14, seconds=50))
    assert is_in(visitor)
    clock.shift(timedelta(minutes=15, seconds=1))
    assert not is_in(visitor)


def test_eight_hours_end_it_however_busy(
    visitor: FlaskClient, officer_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, officer_in)
    for _ in range(47):
        clock.shift(timedelta(minutes=10))
        assert is_in(visitor)
    clock.shift(timedelta(minutes=11))
    assert not is_in(visitor)


def test_the_settings_say_how_long(
    visitor: FlaskClient, officer_in: Member, config: Config, clock: time_machine.Traveller
) -> None:
    strict = create_app(Config(data=config.data, https=False, idle_minutes=5))
    client = strict.test_client()
    come_in(client, officer_in)
    clock.shift(timedelta(minutes=6))
    assert not is_in(client)
    engine_of(strict).dispose()


def test_a_request_is_noted_at_most_once_a_minute(
    visitor: FlaskClient, officer_in: Member, own: Session, clock: time_machine.Traveller
) -> None:
    def _seen() -> datetime:
        own.rollback()
        return own.scalars(select(SignIn.seen_at)).one()

    come_in(visitor, officer_in)
    clock.shift(timedelta(seconds=50))
    visitor.get("/work")
    assert _seen() == START
    clock.shift(timedelta(seconds=20))
    visitor.get("/work")
    assert _seen() == START + timedelta(seconds=70)


def test_disabling_a_person_ends_it_on_another_server_process(
    visitor: FlaskClient, officer_in: Member, config: Config, own: Session
) -> None:
    come_in(visitor, officer_in)
    other = create_app(Config(data=config.data, https=False))
    with transaction(engine_of(other)) as db:
        accounts.disable(db, "test", db.get_one(Worker, officer_in.id))
    engine_of(other).dispose()
    assert not is_in(visitor)
    with transaction(engine_of(officer_in.app)) as db:
        accounts.enable(db, "test", db.get_one(Worker, officer_in.id))
    assert not is_in(visitor), "coming back does not bring the old sign-in back"
    assert acts(own)[-2:] == ["people.disabled", "people.enabled"]


def test_a_role_taken_away_is_gone_at_the_next_request(
    visitor: FlaskClient, officer_in: Member
) -> None:
    come_in(visitor, officer_in)
    assert visitor.get("/work/answers").status_code == 200
    with transaction(engine_of(officer_in.app)) as db:
        held = [accounts.Held(Role.AUDITOR)]
        accounts.set_roles(db, "test", db.get_one(Worker, officer_in.id), held)
    assert visitor.get("/work/answers").status_code == 403


def test_asking_how_long_is_no_sign_of_life_but_staying_is(
    visitor: FlaskClient, officer_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, officer_in)
    page = visitor.get("/work")
    clock.shift(timedelta(minutes=13))
    assert visitor.get("/stay").json == {"left": 120}
    assert visitor.get("/stay").json == {"left": 120}
    assert visitor.post("/stay").status_code == 400
    clock.shift(timedelta(minutes=1))
    stayed = visitor.post("/stay", data={"csrf_token": form_token(page)})
    assert stayed.json == {"left": 900}
    clock.shift(timedelta(minutes=16))
    assert visitor.get("/stay").json == {"left": 0}


def test_over_https_the_cookie_has_the_name_that_binds_it_to_this_host(config: Config) -> None:
    secure = create_app(Config(data=config.data, demo=True))
    with secure.app_context():
        names = secure.config
        assert names["SESSION_COOKIE_NAME"] == "__Host-voice"
        assert names["SESSION_COOKIE_SECURE"]
        assert names["SESSION_COOKIE_HTTPONLY"]
        assert not names["SESSION_COOKIE_DOMAIN"]
    engine_of(secure).dispose()


def test_on_either_engine_a_person_comes_in_is_locked_out_and_shut_out(
    either_engine: str, visitor: FlaskClient, real: Flask, officer_in: Member
) -> None:
    come_in(visitor, officer_in)
    assert is_in(visitor)
    stranger = real.test_client()
    for _ in range(5):
        said = give_password(stranger, officer_in.name, "wrong password here")
    assert "Too many wrong tries" in said.text
    with transaction(engine_of(real)) as db:
        accounts.disable(db, "test", db.get_one(Worker, officer_in.id))
    assert not is_in(visitor)
