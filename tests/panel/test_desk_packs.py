"""The pack builder, as an officer and a second person use it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import a_pack, a_release, a_team, a_worker, signed_in
from voice.panel import desk_packs, packs
from voice.panel.models import Pack
from voice.people.models import Role, Worker


@pytest.fixture(autouse=True)
def _in_november(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    monkeypatch.setattr(desk_packs, "now", lambda: datetime(2026, 11, 22, tzinfo=UTC))
    client.application.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def officer(client: FlaskClient, session: Session) -> Worker:
    """Signed in, with figures released for the quarter."""
    a_release(session)
    worker = a_worker(session)
    signed_in(client, session, worker)
    return worker


def begin(client: FlaskClient, **more: object) -> str:
    told = {"period": "2026-Q3", "audience": "youth_panel", "team": 0, "language": "en", **more}
    return client.post("/work/packs", data=told).headers["Location"]


def send(client: FlaskClient, path: str, do: str, **more: str) -> int:
    told = {"theme": ["listened", "delay"], "headline": "Ask us.", "do": do, **more}
    return client.post(path, data=told).status_code


def order(session: Session) -> list[str]:
    session.expire_all()
    keys = [each.key for each in packs.chosen(session.scalars(select(Pack)).one()).themes]
    session.rollback()  # a session holds the pen until it is told to let go
    return keys


def test_a_pack_is_made_from_beginning_to_end(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    path = begin(client)
    page = client.get(path).text
    for words in ("Reading age", "What is hidden, and why", "No approved quote", "Being listened"):
        assert words in page, words
    assert send(client, path, "propose", **{"title-delay": "Waiting for ages"}) == 302
    assert "You proposed it" in client.get(path).text
    signed_in(client, session, a_worker(session, Role.PANEL_FACILITATOR))
    page = client.get(path).text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    assert "Waiting for ages" in client.get(f"{path}/preview").text
    wrong = client.post(f"{path}/publish", data={"seen": "x"}, follow_redirects=True).text
    assert "Something in it changed" in wrong
    done = client.post(f"{path}/publish", data={"seen": seen[1]}, follow_redirects=True).text
    assert "Published, and frozen as it is." in done
    again = client.post(f"{path}/publish", data={"seen": seen[1]}, follow_redirects=True).text
    assert "Somebody else must publish it" in again
    assert "Published" in client.get("/work/packs").text


def test_people_put_themes_in_order(client: FlaskClient, session: Session, officer: Worker) -> None:
    path = begin(client)
    send(client, path, "keep")
    assert order(session) == ["listened", "delay"]
    send(client, path, "down:listened")
    assert order(session) == ["delay", "listened"]
    send(client, path, "out:delay")
    assert order(session) == ["listened"]
    client.post(path, data={"theme": ["listened"], "do": "in", "add": "delay"})
    assert order(session) == ["listened", "delay"]
    client.post(path, data={"theme": ["listened", "nonsense"], "do": "in", "add": "school"})
    assert order(session) == ["listened"]


def test_a_mistake_is_told_and_nothing_typed_is_lost(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    path = begin(client)
    typed = {
        "theme": ["listened"],
        "headline": "h" * 121,
        "title-listened": "t" * 61,
        "line-listened": "l" * 161,
        "note": "Keep this note",
    }
    answer = client.post(path, data=typed)
    assert answer.status_code == 422
    for words in (
        "at most 120",
        "at most 60",
        "at most 160",
        "h" * 121,
        "t" * 61,
        "Keep this note",
    ):
        assert words in answer.text, words


def test_a_team_sheet_needs_its_team_and_nothing_else_has_one(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    team = a_team(session)
    session.commit()
    told = {"period": "2026-Q3", "language": "en"}
    none = client.post("/work/packs", data={**told, "audience": "team", "team": 0})
    assert "Choose the team." in none.text
    odd = client.post("/work/packs", data={**told, "audience": "partnership", "team": team.id})
    assert "Only a team" in odd.text
    assert client.get(begin(client, audience="team", team=team.id)).status_code == 200


def test_a_draft_is_thrown_away_and_a_proposal_taken_back(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    path = begin(client)
    assert client.post(f"{path}/back").status_code == 409
    send(client, path, "propose")
    assert client.post(f"{path}/drop").status_code == 409
    assert send(client, path, "keep") == 409
    assert "a draft again" in client.post(f"{path}/back", follow_redirects=True).text
    assert "thrown away" in client.post(f"{path}/drop", follow_redirects=True).text
    assert client.get(path).status_code == 404


def test_a_facilitator_publishes_but_does_not_make(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    path = begin(client)
    signed_in(client, session, a_worker(session, Role.PANEL_FACILITATOR))
    told = {"period": "2026-Q3", "audience": "youth_panel", "team": 0, "language": "en"}
    assert client.post("/work/packs", data=told).status_code == 403
    assert send(client, path, "keep") == 403
    page = client.get(path).text
    assert "Keep and propose" not in page
    assert "Each of them" not in page


def test_a_pack_in_another_language_has_no_reading_age(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    path = begin(client, language="ar")
    assert "measured for English only" in client.get(path).text
    assert 'dir="rtl"' in client.get(f"{path}/preview").text


def test_who_need_not_know_reads_released_figures_of_their_teams(
    client: FlaskClient, session: Session
) -> None:
    near, _far = a_team(session, "north"), a_team(session, "south")
    signed_in(client, session, a_worker(session, Role.MANAGER, near))
    empty = client.get("/work/themes", follow_redirects=True).text
    assert "No figures are released yet" in empty
    a_pack(session)
    session.commit()
    page = client.get("/work/themes", follow_redirects=True).text
    assert "About 480 children answered." in page
    assert "About 300 children answered." in page
    assert "North" in page
    assert "South" not in page
    assert client.get("/work/themes/released?period=2020-Q1").status_code == 404
