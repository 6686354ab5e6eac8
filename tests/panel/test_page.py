"""The page of the youth panel, as a browser gets it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_worker, signed_in
from tests.panel.test_summary import SAID, a_child
from voice.answers.arrival import Wishes
from voice.panel import routes
from voice.people.models import Role
from voice.storage.keystore import Keystore

SECRET = "my own words that nobody may share"


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "now", lambda: datetime(2026, 11, 22, tzinfo=UTC))


def enter(client: FlaskClient, session: Session, role: Role = Role.PANEL_MEMBER) -> None:
    """Be signed in with this role."""
    worker = a_worker(session, role)
    signed_in(client, session, worker)


def fill(session: Session, keystore: Keystore) -> None:
    """Twenty children, one of whom shares her words."""
    for _ in range(19):
        a_child(session, keystore, SECRET, Wishes())
    a_child(session, keystore, SAID, band="neg")


def test_the_panel_reads_counts_one_quote_and_what_is_not_known(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    fill(session, keystore)
    enter(client, session)
    page = client.get("/panel").text
    for words in (
        "July to September 2026",
        "About 20 children answered.",
        "Having a say",
        "about 25 children",
        SAID,
        "A bit sure: about 25 children.",
        "fewer than 5, or none",
        "Who we did not hear from",
        "What we could not show",
    ):
        assert words in page


def test_no_raw_answer_can_be_reached(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    fill(session, keystore)
    enter(client, session)
    page = client.get("/panel").text
    assert SECRET not in page
    links = {link.split("?")[0] for link in re.findall(r'href="(/[^"]*)"', page)}
    assert {link for link in links if not link.startswith("/static/")} == {"/panel", "/work"}


@pytest.mark.parametrize("role", [Role.WORKER, Role.DUTY, Role.AUDITOR, Role.GOVERNANCE])
def test_others_are_refused(client: FlaskClient, session: Session, role: Role) -> None:
    enter(client, session, role)
    assert client.get("/panel").status_code == 403


def test_strangers_are_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/panel").status_code == 302


def test_an_empty_quarter_says_so(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    page = client.get("/panel?period=2026-Q2").text
    assert "Not enough children answered yet" in page
    assert "April to June 2026" in page


@pytest.mark.parametrize("period", ["2026-Q4", "2019-Q1", "all", "2026-Q3'--"])
def test_only_periods_on_the_list_are_shown(
    client: FlaskClient, session: Session, period: str
) -> None:
    enter(client, session)
    assert client.get("/panel", query_string={"period": period}).status_code == 404


def test_a_projector_gets_it_bigger(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    assert 'data-size="big"' in client.get("/panel?size=big").text
    assert "data-size" not in client.get("/panel").text


def test_it_runs_from_right_to_left_in_arabic(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    fill(session, keystore)
    enter(client, session)
    page = client.get("/panel?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<blockquote lang="en" dir="ltr">' in page


def test_nothing_on_it_needs_script_or_inline_style(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    fill(session, keystore)
    enter(client, session)
    page = client.get("/panel").text
    assert "<script" not in page
    assert " style=" not in page
    assert page.count("<h1") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
