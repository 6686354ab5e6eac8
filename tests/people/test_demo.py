"""In the demonstration everybody has a password, and its second step is left out."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.people.steps import give_password, is_in
from voice.demo import people


def test_every_account_that_is_printed_works(
    client: FlaskClient, app: Flask, session: Session
) -> None:
    people.settle(session)
    people.give_passwords(session)
    people.give_passwords(session)
    session.commit()
    found = people.accounts(session)
    session.rollback()
    assert len(found) == 10
    assert {"officer", "panel_member"} <= {each["role"] for each in found}
    for each in found:
        browser = app.test_client()
        answer = give_password(browser, each["email"], each["password"])
        assert answer.location == "/work", each
        assert is_in(browser)
    assert "demo-officer-2026" in {each["password"] for each in found}


def test_the_list_of_people_stays(client: FlaskClient, session: Session) -> None:
    people.settle(session)
    people.give_passwords(session)
    session.commit()
    page = client.get("/sign-in").text
    assert "Who are you today?" in page
    assert page.count('name="worker"') == 10
    assert "Sign in with a password" in page
