"""The page of a published pack, as a browser gets it."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import a_pack, a_response, a_team, a_worker, signed_in
from voice.panel import files
from voice.people.models import Role
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry

SECRET = "my own words that nobody may share"


def enter(client: FlaskClient, session: Session, role: Role = Role.PANEL_MEMBER) -> None:
    """Be signed in with this role."""
    signed_in(client, session, a_worker(session, role))


def test_the_panel_reads_the_pack(client: FlaskClient, session: Session) -> None:
    a_pack(session)
    enter(client, session)
    page = client.get("/panel").text
    for words in (
        "July to September 2026",
        "About 480 children answered.",
        "Going best: Being listened to.",
        "about 240 children",
        "We wait too long.",
        "not shown",
        "Who we did not hear from",
        "What we could not show",
        "How we count",
    ):
        assert words in page, words
    assert len(page.encode()) <= 60_000


def test_it_is_read_in_every_offered_language(client: FlaskClient, session: Session) -> None:
    a_pack(session)
    enter(client, session)
    page = client.get("/panel?lang=ar&size=big").text
    assert 'dir="rtl"' in page
    assert 'data-size="big"' in page
    assert "نحو 240 من الأطفال" in page


def test_without_a_pack_the_page_says_so(client: FlaskClient, session: Session) -> None:
    enter(client, session)
    assert "There is nothing to read yet" in client.get("/panel").text
    assert client.get("/panel?pack=1").status_code == 404
    signed_in(client, session, a_worker(session, Role.PANEL_MEMBER, bodies=()))
    assert "You are not in a group yet" in client.get("/panel").text


def test_no_raw_answer_can_be_reached(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, SECRET)
    pack = a_pack(session)
    enter(client, session)
    page = client.get("/panel").text
    links = {link.split("?")[0] for link in re.findall(r'href="(/[^"]*)"', page)}
    own = {link for link in links if not link.startswith("/static/")}
    ways = {"/panel", "/work", "/panel/rounds", "/panel/actions"}
    assert own - ways == {f"/panel/packs/{pack.id}/{each}" for each in files.KINDS}
    for link in own:
        assert SECRET.encode() not in client.get(link, follow_redirects=True).data


@pytest.mark.parametrize("kind", files.KINDS)
def test_a_pack_is_taken_along_as_a_file_and_traced(
    client: FlaskClient, session: Session, kind: str
) -> None:
    pack = a_pack(session)
    enter(client, session)
    got = client.get(f"/panel/packs/{pack.id}/{kind}?lang=pl")
    assert got.status_code == 200
    assert got.mimetype == files.KINDS[kind]
    assert "2026-Q3-youth-panel-pl." in got.headers["Content-Disposition"]
    taken = session.scalars(select(TrailEntry).filter_by(act="panel.pack_taken")).one()
    assert taken.detail == {"kind": kind}


def test_what_a_person_may_not_read_is_not_there(client: FlaskClient, session: Session) -> None:
    sheet = a_pack(session, "team", a_team(session))
    board = a_pack(session, "partnership")
    enter(client, session)
    for pack in (sheet, board):
        assert client.get(f"/panel?pack={pack.id}").status_code == 404
        assert client.get(f"/panel/packs/{pack.id}/pdf").status_code == 404
    enter(client, session, Role.PARTNERSHIP)
    assert client.get(f"/panel/packs/{board.id}/json").status_code == 200
    assert client.get(f"/panel/packs/{sheet.id}/json").status_code == 404
    assert client.get("/panel/packs/999/json").status_code == 404


@pytest.mark.parametrize("role", [Role.WORKER, Role.DUTY, Role.AUDITOR, Role.GOVERNANCE])
def test_others_are_refused(client: FlaskClient, session: Session, role: Role) -> None:
    enter(client, session, role)
    assert client.get("/panel").status_code == 403


def test_strangers_are_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/panel").status_code == 302
