"""What somebody typed survives a sign-in that ran out, also where they sign in at the council's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from tests.people.council import Council
from tests.people.steps import form_token
from tests.people.test_oidc import _come, browser, council, desk
from voice.people import waiting
from voice.people.models import Team, Worker
from voice.people.proofs import SignIn
from voice.people.waiting import WaitingWords
from voice.storage import keys
from voice.storage.session import engine_of, transaction
from voice.storage.types import now

__all__ = ["browser", "council", "desk"]
START = datetime(2026, 9, 16, 9, 0, tzinfo=UTC)
SECRET = b"s" * 32
TYPED = "A long name that took a while to think of"


def _waiting(own: Session) -> int:
    own.rollback()
    return own.scalar(select(func.count()).select_from(WaitingWords)) or 0


def _lapse_while_typing(browser: FlaskClient, council: Council) -> None:
    """Come in as an administrator, type a new team's name, and send it after too long."""
    council.person["roles"] = ["Boss"]
    _come(browser)
    token = form_token(browser.get("/work/teams"))
    with transaction(engine_of(browser.application)) as db:
        long_ago = now() - timedelta(minutes=20)
        db.execute(update(SignIn).values(begun_at=long_ago, seen_at=long_ago))
    data = {"csrf_token": token, "name": TYPED, "service": "assessment"}
    asked = browser.post("/work/teams", data=data)
    assert "What you typed is kept" in asked.text
    assert TYPED not in asked.text


def test_words_are_given_back_after_the_councils_own_sign_in(
    browser: FlaskClient, council: Council, own: Session
) -> None:
    _lapse_while_typing(browser, council)
    assert _waiting(own) == 1
    back = _come(browser)
    assert back.status_code == 200
    assert TYPED in back.text
    assert 'action="/work/teams"' in back.text
    assert _waiting(own) == 0
    assert own.scalars(select(Team)).all() == [], "it is not sent by itself"
    sent = {"csrf_token": form_token(back), "name": TYPED, "service": "assessment"}
    browser.post("/work/teams", data=sent)
    own.rollback()
    assert own.scalars(select(Team.name)).all() == [TYPED]
    assert _come(browser).status_code == 302, "given back once"


def test_somebody_else_who_signs_in_there_does_not_get_them(
    browser: FlaskClient, council: Council
) -> None:
    _lapse_while_typing(browser, council)
    council.person |= {"sub": "8f3e-2", "email": "thorn@demo.example"}
    back = _come(browser)
    assert back.status_code == 302
    assert TYPED not in back.text


def test_a_refusal_at_the_council_loses_nothing(browser: FlaskClient, council: Council) -> None:
    _lapse_while_typing(browser, council)
    council.person["acr"] = "0"
    assert _come(browser).status_code == 403
    council.person["acr"] = "mfa"
    assert TYPED in _come(browser).text


def test_another_browser_opens_nothing(browser: FlaskClient, council: Council) -> None:
    _lapse_while_typing(browser, council)
    other = browser.application.test_client()
    assert TYPED not in _come(other).text


def test_what_lies_in_the_database_opens_with_neither_half_alone(session: Session) -> None:
    worker = Worker(name="Ola", created_at=START)
    session.add(worker)
    session.flush()
    token = waiting.put(session, SECRET, worker.id, TYPED, START)
    row = session.scalars(select(WaitingWords)).one()
    assert TYPED.encode() not in row.sealed
    assert token not in row.id
    with pytest.raises(keys.CannotOpen):
        waiting.take(session, b"t" * 32, token)
    session.rollback()
    assert waiting.take(session, SECRET, "made up") is None
    assert waiting.take(session, SECRET, None) is None


def test_words_wait_an_hour_and_a_person_leaves_five_tabs(session: Session) -> None:
    worker = Worker(name="Ola", created_at=START)
    session.add(worker)
    session.flush()
    tokens = [
        waiting.put(session, SECRET, worker.id, f"tab {n}", START + timedelta(minutes=n))
        for n in range(7)
    ]
    left = [waiting.take(session, SECRET, token) for token in tokens]
    assert left == [None, None, *(f"tab {n}" for n in range(2, 7))]
    old = waiting.put(session, SECRET, worker.id, "old", START)
    later = START + timedelta(minutes=61)
    waiting.put(session, SECRET, worker.id, "new", later)
    assert waiting.take(session, SECRET, old) is None
