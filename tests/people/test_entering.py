"""Coming in by a password and a second factor; everything that must not let anybody in."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.people.conftest import member
from tests.people.steps import (
    PASSWORD,
    Member,
    acts,
    come_in,
    digits_of,
    give_code,
    give_password,
    is_in,
)
from voice.people import accounts, entering, lockout
from voice.people.models import Role, Worker
from voice.people.proofs import Login, RecoveryCode, Tries
from voice.storage.session import engine_of, transaction
from voice.storage.trail import TrailEntry

START = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
NOT_TOGETHER = "do not belong together"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moving:
        yield moving


def test_a_password_and_a_code_let_a_person_in(
    visitor: FlaskClient, officer_in: Member, own: Session
) -> None:
    answer = come_in(visitor, officer_in)
    assert answer.location == "/work"
    assert is_in(visitor)
    entry = own.scalars(select(TrailEntry).where(TrailEntry.act == "people.signed_in")).one()
    assert entry.detail == {"how": "code"}


def test_a_password_alone_opens_nothing(visitor: FlaskClient, officer_in: Member) -> None:
    page = give_password(visitor, officer_in.name)
    assert "Type the code" in page.text
    assert not is_in(visitor)


def test_capitals_and_spaces_of_a_name_do_not_matter(
    visitor: FlaskClient, officer_in: Member
) -> None:
    assert "Type the code" in give_password(visitor, f"  {officer_in.name.upper()} ").text


def test_the_first_time_a_person_sets_up_the_second_step(
    visitor: FlaskClient, real: Flask, own: Session
) -> None:
    someone = member(real, Role.DUTY)
    with transaction(engine_of(real)) as db:
        duty = db.get_one(Worker, someone.id)
        accounts.reset_second_factor(db, "test", duty, "new")
    page = give_password(visitor, someone.name)
    assert "Set up your second step" in page.text
    assert 'src="data:image/svg+xml' in page.text
    assert "style=" not in page.text.split("<main")[1].split("<img")[0]
    assert not is_in(visitor)
    wrong = give_code(visitor, page, "000000")
    assert "Set up your second step" in wrong.text
    own.rollback()
    done = give_code(visitor, wrong, digits_of(real, own.get_one(Login, someone.id)))
    assert done.text.count("<li><code>") == 8
    assert is_in(visitor)
    assert "people.second_factor_set" in acts(own)


def test_the_secret_of_the_code_app_is_sealed_and_bound_to_its_person(
    officer_in: Member, real: Flask, own: Session
) -> None:
    other = member(real, Role.DUTY)
    with transaction(engine_of(real)) as db:
        mine, theirs = db.get_one(Login, officer_in.id), db.get_one(Login, other.id)
        assert b"key" not in (mine.totp or b"")
        theirs.totp = mine.totp
    with pytest.raises(Exception, match="does not open"):
        other.digits()


def test_a_code_is_good_once(visitor: FlaskClient, real: Flask, officer_in: Member) -> None:
    come_in(visitor, officer_in)
    thief = real.test_client()
    page = give_password(thief, officer_in.name)
    refused = give_code(thief, page, officer_in.digits())
    assert "used already" in refused.text
    assert not is_in(thief)


def test_a_recovery_code_is_good_once(
    visitor: FlaskClient, real: Flask, officer_in: Member, own: Session
) -> None:
    code = officer_in.codes[3].upper().replace("-", " ")
    assert give_code(visitor, give_password(visitor, officer_in.name), code).location == "/work"
    again = real.test_client()
    assert "not right" in give_code(again, give_password(again, officer_in.name), code).text
    digests = set(own.scalars(select(RecoveryCode.digest)))
    assert len(digests) == 8
    assert not digests & set(officer_in.codes)


def test_the_second_step_waits_ten_minutes(
    visitor: FlaskClient, officer_in: Member, clock: time_machine.Traveller
) -> None:
    page = give_password(visitor, officer_in.name)
    clock.shift(timedelta(minutes=11))
    assert give_code(visitor, page, officer_in.digits()).location.startswith("/sign-in")
    assert visitor.get("/sign-in/code").status_code == 302


def test_a_new_password_ends_what_the_old_one_began(
    visitor: FlaskClient, officer_in: Member
) -> None:
    page = give_password(visitor, officer_in.name)
    with transaction(engine_of(officer_in.app)) as db:
        accounts.set_password(db, db.get_one(Worker, officer_in.id), "harbour lantern eleven fig")
    give_code(visitor, page, officer_in.digits())
    assert not is_in(visitor)


def test_an_unknown_account_gets_the_same_answers(visitor: FlaskClient, officer_in: Member) -> None:
    texts = {
        name: [_said(give_password(visitor, name, "wrong password here")) for _ in range(6)]
        for name in (officer_in.name, "nobody@demo.example")
    }
    known, unknown = texts.values()
    assert known == unknown
    assert NOT_TOGETHER in known[3]
    assert "Too many wrong tries. Try again after 10:15." in known[5]


def _said(page: object) -> str:
    text = str(page.text)  # type: ignore[attr-defined]
    return text.split("govuk-error-summary__list")[1].split("</ul>")[0]


@pytest.mark.usefixtures("full_work")
def test_an_unknown_account_takes_as_long(officer_in: Member) -> None:
    def _seconds(name: str) -> float:
        began = time.perf_counter()
        entering.check(engine_of(officer_in.app), name, "wrong password here")
        return time.perf_counter() - began

    with time_machine.travel(START, tick=True):
        known = statistics.median(_seconds(officer_in.name) for _ in range(5))
        unknown = statistics.median(_seconds("nobody") for _ in range(5))
    assert 0.3 < known / unknown < 3


def test_five_wrong_passwords_lock_even_the_right_one_out_for_a_while(
    visitor: FlaskClient, officer_in: Member, own: Session, clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        give_password(visitor, officer_in.name, "wrong password here")
    assert "Too many wrong tries" in give_password(visitor, officer_in.name).text
    assert acts(own).count("people.refused") == 5
    assert acts(own)[-1] == "people.locked"
    clock.shift(timedelta(minutes=15, seconds=1))
    assert come_in(visitor, officer_in).location == "/work"


def test_each_further_round_waits_twice_as_long(
    visitor: FlaskClient, officer_in: Member, clock: time_machine.Traveller
) -> None:
    for minutes in (15, 30, 60):
        for _ in range(5):
            give_password(visitor, officer_in.name, "wrong password here")
        clock.shift(timedelta(minutes=minutes, seconds=-2))
        assert "Too many wrong tries" in give_password(visitor, officer_in.name).text
        clock.shift(timedelta(seconds=4))


def test_a_right_password_does_not_wipe_out_wrong_codes(
    visitor: FlaskClient, officer_in: Member
) -> None:
    for _ in range(5):
        page = give_password(visitor, officer_in.name)
        said = give_code(visitor, page, "000000")
    assert "Too many wrong tries" in said.text
    assert "Too many wrong tries" in give_password(visitor, officer_in.name).text


def test_signing_in_forgets_wrong_tries_and_so_does_a_day(
    visitor: FlaskClient, officer_in: Member, own: Session, clock: time_machine.Traveller
) -> None:
    for _ in range(4):
        give_password(visitor, officer_in.name, "wrong password here")
    come_in(visitor, officer_in)
    assert own.scalars(select(Tries)).all() == []
    for _ in range(4):
        give_password(visitor, officer_in.name, "wrong password here")
    clock.shift(timedelta(days=1, seconds=1))
    said = give_password(visitor, officer_in.name, "wrong password here")
    assert NOT_TOGETHER in said.text


def test_a_neighbourhood_that_tries_many_names_waits_too(real: Flask, officer_in: Member) -> None:
    client = real.test_client()
    client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    for number in range(50):
        give_password(client, f"name{number}@demo.example", "wrong password here")
    assert "Too many wrong tries" in give_password(client, officer_in.name).text
    elsewhere = real.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "198.51.101.7"
    assert "Type the code" in give_password(elsewhere, officer_in.name).text


def test_neither_a_name_nor_an_address_is_kept_of_a_try(real: Flask, own: Session) -> None:
    client = real.test_client()
    client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    member(real, Role.OFFICER)
    give_password(client, "somebody.typed.this", "wrong password here")
    kept = " ".join(own.scalars(select(Tries.whom)))
    told = " ".join(str(each) for each in own.scalars(select(TrailEntry.detail)))
    assert len(kept.split()) == 2
    assert "typed" not in kept + told
    assert "198" not in told


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("127.0.0.1", None),
        ("::1", None),
        (None, None),
        ("unknown", None),
    ],
)
def test_a_neighbourhood_is_coarse(address: str | None, near: str | None) -> None:
    assert lockout.neighbourhood(address) == near


def test_a_neighbourhood_cannot_be_followed_from_day_to_day() -> None:
    days = [date(2026, 9, day) for day in (16, 17)]
    counted = [lockout.counters(b"key", "name", "198.51.100.7", day) for day in days]
    assert counted[0][0] == counted[1][0]
    assert counted[0][1] != counted[1][1]


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_sign_in_leads_to_another_site(
    visitor: FlaskClient, officer_in: Member, target: str
) -> None:
    page = give_password(visitor, officer_in.name, next=target)
    answer = give_code(visitor, page, officer_in.digits(), next=target)
    assert answer.location == "/work"


def test_the_page_that_asked_is_opened_after_the_second_step(
    visitor: FlaskClient, officer_in: Member
) -> None:
    page = give_password(visitor, officer_in.name, next="/work/themes?a=1")
    assert 'value="/work/themes?a=1"' in page.text
    answer = give_code(visitor, page, officer_in.digits(), next="/work/themes?a=1")
    assert answer.location == "/work/themes?a=1"


def test_nobody_comes_in_by_a_demonstrations_button(
    visitor: FlaskClient, officer_in: Member
) -> None:
    page = visitor.get("/sign-in")
    assert officer_in.name not in page.text
    give_password(visitor, "x", "y", worker=str(officer_in.id))
    assert not is_in(visitor)


def test_somebody_who_is_shut_out_gets_the_answer_of_a_stranger(
    visitor: FlaskClient, officer_in: Member
) -> None:
    with transaction(engine_of(officer_in.app)) as db:
        accounts.disable(db, "test", db.get_one(Worker, officer_in.id))
    assert NOT_TOGETHER in give_password(visitor, officer_in.name, PASSWORD).text
