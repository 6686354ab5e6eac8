"""What follows a form that was sent without a script: never a page that answers the post itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.build import a_link
from tests.forms import open_form
from voice.answers.models import Response
from voice.people import waiting
from voice.people.waiting import WaitingWords
from voice.storage.types import now

NOON = datetime(2026, 9, 16, 12, 0, tzinfo=UTC)
TOO_LONG = "My dog Biscuit. " * 200


@pytest.fixture
def path(session: Session) -> str:
    token = a_link(session).token
    session.commit()
    return f"/f/{token}"


def _told(client: FlaskClient, path: str, said: str = "I like my room.") -> dict[str, str]:
    return {"ticket": open_form(client, path[3:]).ticket, "a-going_well": said}


def test_thank_you_is_another_page_and_comes_again_when_it_got_lost(
    client: FlaskClient, path: str
) -> None:
    sent = client.post(f"{path}?lang=pl&kiosk", data=_told(client, path))
    assert (sent.status_code, sent.location) == (303, f"{path}/thanks?lang=pl&kiosk")
    for _ in range(2):
        page = client.get(sent.location)
        assert page.status_code == 200
        assert 'id="thank-you"' in page.text
        assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize("away", ["/hide", ""])
def test_the_next_child_is_not_thanked(client: FlaskClient, path: str, away: str) -> None:
    client.post(path, data=_told(client, path))
    client.get(away or path)
    assert client.get(f"{path}/thanks").location == path


def test_nobody_is_thanked_minutes_later_or_by_another_link(
    client: FlaskClient, path: str, session: Session
) -> None:
    other = a_link(session).token
    session.commit()
    with time_machine.travel(now(), tick=True) as clock:
        client.post(path, data=_told(client, path))
        assert client.get(f"/f/{other}/thanks").status_code == 302
        assert client.get(f"{path}/thanks").status_code == 200
        clock.shift(180)
        assert client.get(f"{path}/thanks").status_code == 302


def test_a_spoiled_cookie_thanks_nobody(client: FlaskClient, path: str) -> None:
    client.set_cookie("sent", "kanari")
    assert client.get(f"{path}/thanks").location == path


def test_words_that_do_not_fit_come_back_once_and_can_be_sent_then(
    client: FlaskClient, path: str, session: Session
) -> None:
    sent = client.post(path, data=_told(client, path, TOO_LONG))
    assert (sent.status_code, sent.location) == (303, f"{path}/again")
    kept = client.get_cookie("again")
    assert kept is not None
    page = client.get(sent.location)
    assert page.status_code == 422
    assert "My dog Biscuit." in page.text
    assert 'id="problems"' in page.text
    client.set_cookie("again", kept.value)
    assert client.get(f"{path}/again").location == path, "given out once"
    assert client.post(path, data=_told(client, path)).location == f"{path}/thanks"
    assert session.scalar(select(func.count()).select_from(Response)) == 1


def test_words_without_a_ticket_come_back_with_a_new_one(client: FlaskClient, path: str) -> None:
    told = {**_told(client, path), "ticket": "spoiled"}
    page = client.post(path, data=told, follow_redirects=True)
    assert page.status_code == 409
    assert "I like my room." in page.text
    assert "spoiled" not in page.text


def test_the_next_child_does_not_find_the_words(client: FlaskClient, path: str) -> None:
    client.post(path, data=_told(client, path, TOO_LONG))
    client.get(path)
    assert client.get(f"{path}/again").location == path


def test_children_in_a_flood_do_not_fill_the_house(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "_MOST_OF_CHILDREN", 3)
    held = [waiting.put(session, b"s" * 32, None, str(n), NOON) for n in range(5)]
    assert session.scalar(select(func.count()).select_from(WaitingWords)) == 3
    assert waiting.take(session, b"s" * 32, held[-1]) == "4"


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_nothing_is_kept_of_what_another_site_sends(
    client: FlaskClient, path: str, session: Session, site: str
) -> None:
    sent = client.post(path, data={"a-going_well": "not a child"}, headers={"Sec-Fetch-Site": site})
    assert sent.location == path
    assert session.scalar(select(func.count()).select_from(WaitingWords)) == 0
