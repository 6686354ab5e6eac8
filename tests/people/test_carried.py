"""What somebody typed survives a sign-in that ran out, for them alone and never by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.people.conftest import member
from tests.people.steps import Member, come_in, form_token, give_code, give_password, hidden, is_in
from voice.people import carried
from voice.people.models import Role, Team

START = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
SECRET = b"s" * 32
TYPED = "A long name that took a while to think of"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as moving:
        yield moving


def _away(client: FlaskClient, clock: time_machine.Traveller) -> dict[str, str]:
    """Open the form of a new team, go away for too long; what the form would send."""
    token = form_token(client.get("/work/teams"))
    clock.shift(timedelta(minutes=20))
    return {"csrf_token": token, "name": TYPED, "service": "assessment"}


def _teams(own: Session) -> list[str]:
    own.rollback()
    return list(own.scalars(select(Team.name)))


def test_a_form_sent_too_late_comes_back_after_signing_in_and_is_sent_when_told(
    visitor: FlaskClient, admin_in: Member, own: Session, clock: time_machine.Traveller
) -> None:
    come_in(visitor, admin_in)
    asked = visitor.post("/work/teams", data=_away(visitor, clock))
    assert "What you typed is kept" in asked.text
    assert TYPED not in asked.text, "nobody reads it before signing in"
    sealed = hidden(asked, "carried")
    token = form_token(asked)
    data = {"csrf_token": token, "name": admin_in.name, "carried": sealed}
    page = visitor.post("/sign-in", data={**data, "password": "kettle orchard violin seven"})
    back = give_code(visitor, page, admin_in.digits(), carried=hidden(page, "carried"))
    assert TYPED in back.text
    assert 'action="/work/teams"' in back.text
    assert _teams(own) == [], "it is not sent by itself"
    visitor.post(
        "/work/teams",
        data={"csrf_token": form_token(back), "name": TYPED, "service": "assessment"},
    )
    assert _teams(own) == [TYPED]


def test_a_page_can_hand_over_what_was_typed_before_it_is_sent(
    visitor: FlaskClient, admin_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, admin_in)
    kept = visitor.post("/carry?to=/work/teams", data=_away(visitor, clock))
    assert hidden(kept, "carried")


def test_if_the_sign_in_still_lives_the_words_come_straight_back(
    visitor: FlaskClient, admin_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, admin_in)
    data = _away(visitor, clock)
    clock.shift(timedelta(minutes=-18))
    back = visitor.post("/carry?to=/work/teams", data=data)
    assert TYPED in back.text
    assert 'action="/work/teams"' in back.text


def test_another_person_does_not_get_them(
    visitor: FlaskClient, real: Flask, admin_in: Member, clock: time_machine.Traveller
) -> None:
    other = member(real, Role.OFFICER)
    come_in(visitor, admin_in)
    asked = visitor.post("/work/teams", data=_away(visitor, clock))
    sealed = hidden(asked, "carried")
    page = give_password(visitor, other.name, carried=sealed)
    answer = give_code(visitor, page, other.digits(), carried=sealed)
    assert answer.status_code == 302
    assert TYPED not in answer.text


def test_another_site_can_plant_nothing(
    visitor: FlaskClient, admin_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, admin_in)
    data = _away(visitor, clock)
    for foreign in ({**data, "csrf_token": "made up"}, {"name": "planted"}):
        answer = visitor.post("/work/teams", data=foreign)
        assert answer.status_code == 302
        assert visitor.post("/carry?to=//evil.example", data=foreign).status_code == 302


def test_a_stranger_is_only_asked_to_sign_in(visitor: FlaskClient, admin_in: Member) -> None:
    token = form_token(visitor.get("/sign-in"))
    answer = visitor.post("/work/teams", data={"csrf_token": token, "name": "x"})
    assert answer.status_code == 302
    assert not is_in(visitor)


def test_too_long_a_form_says_so(
    visitor: FlaskClient, admin_in: Member, clock: time_machine.Traveller
) -> None:
    come_in(visitor, admin_in)
    data = _away(visitor, clock)
    answer = visitor.post("/work/teams", data={**data, "name": "x" * carried.MOST})
    assert "copy what you typed" in answer.text
    assert hidden(answer, "carried") == ""


def test_fields_keep_their_order_and_secrets_stay_out() -> None:
    fields = [("a", "1"), ("csrf_token", "t"), ("password", "p"), ("a", "2"), ("b", "ü")]
    sealed = carried.pack(SECRET, "/work", fields, 7, START)
    assert sealed is not None
    words = carried.unpack(SECRET, sealed, START)
    assert words == carried.Carried("/work", (("a", "1"), ("a", "2"), ("b", "ü")), 7)


@pytest.mark.parametrize("change", ["", "x", "AAAA", "ü", "a" * 500])
def test_what_is_not_ours_does_not_open(change: str) -> None:
    assert carried.unpack(SECRET, change, START) is None
    sealed = carried.pack(SECRET, "/work", [], 7, START) or ""
    assert carried.unpack(b"t" * 32, sealed, START) is None
    assert carried.unpack(SECRET, sealed[:-6] + "AAAAAA", START) is None


def test_words_older_than_an_hour_are_gone() -> None:
    sealed = carried.pack(SECRET, "/work", [], 7, START) or ""
    assert carried.unpack(SECRET, sealed, START + timedelta(minutes=59))
    assert carried.unpack(SECRET, sealed, START + timedelta(minutes=61)) is None
