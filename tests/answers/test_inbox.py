"""The inbox and an answer's page, as an officer meets them in a browser."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker, signed_in
from voice.answers.arrival import Wishes
from voice.answers.models import Response
from voice.people.models import Role
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes.run import code_pending

SAYING = "My social worker never listens to me <b>& co</b>"


def sign_in(client: FlaskClient, session: Session, role: Role) -> None:
    worker = a_worker(session, role)
    signed_in(client, session, worker)


@pytest.fixture
def officer(client: FlaskClient, session: Session) -> FlaskClient:
    sign_in(client, session, Role.OFFICER)
    return client


def opened(session: Session) -> int:
    query = select(func.count()).select_from(TrailEntry).filter_by(act="answers.opened")
    count = session.scalar(query) or 0
    session.rollback()  # let go of SQLite's one pen
    return count


def token(html: str) -> str:
    found = re.search(r'action="[^"]+/read[^"]*">\s*<input[^>]+value="([^"]+)"', html)
    assert found
    return found[1]


def test_an_empty_inbox_says_what_to_do(officer: FlaskClient) -> None:
    assert "No answers yet" in officer.get("/work/answers").text


def test_the_list_shows_no_words_and_traces_nothing(
    officer: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, SAYING)
    html = officer.get("/work/answers").text
    assert f"/work/answers/{kept.response_id}" in html
    assert "never listens" not in html
    assert opened(session) == 0


def test_an_answer_is_two_steps_away_with_its_words_marked(
    officer: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, SAYING)
    code_pending(engine, keystore)
    html = officer.get(f"/work/answers/{kept.response_id}").text
    assert "<mark" in html
    assert "&lt;b&gt;&amp; co&lt;/b&gt;" in html
    assert "<b>& co" not in html
    assert opened(session) == 1


def test_marks_can_be_kept_to_one_theme(
    officer: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, SAYING)
    code_pending(engine, keystore)
    page = f"/work/answers/{kept.response_id}"
    assert "<mark" in officer.get(f"{page}?theme=listened").text
    assert "<mark" not in officer.get(f"{page}?theme=school").text


def test_foreign_words_carry_their_language_and_direction(
    officer: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "لا أحد يسمعني", language="ar")
    html = officer.get(f"/work/answers/{kept.response_id}").text
    assert '<blockquote class="words words--big" lang="ar" dir="rtl">' in html


def test_provenance_and_consent_are_said_plainly(
    officer: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept = a_response(
        session, keystore, "ok", company=("parent",), taps="helped", wishes=Wishes(share="yes")
    )
    html = officer.get(f"/work/answers/{kept.response_id}").text
    assert "a parent or carer was there" in html
    assert "the child had help to tap" in html
    assert "May be shared, without a name" in html


def test_an_alert_is_shown_with_its_words(
    officer: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "He hits me.")
    assert "Please look at this now" in officer.get(f"/work/answers/{kept.response_id}").text
    assert "Hurt or harm" in officer.get("/work/answers?state=look").text


def test_having_read_one_leads_to_the_next_until_none_is_left(
    officer: FlaskClient, session: Session, keystore: Keystore
) -> None:
    ids = {a_response(session, keystore, f"number {n}").response_id for n in range(2)}
    html = officer.get("/work/answers").text
    first = next(each for each in re.findall(r"/work/answers/([0-9a-f-]{36})", html))
    page = officer.get(f"/work/answers/{first}?state=unread")
    sent = {"csrf_token": token(page.text)}
    reply = officer.post(f"/work/answers/{first}/read?state=unread", data=sent)
    (other,) = ids - {first}
    assert f"/work/answers/{other}" in reply.location
    reply = officer.post(f"/work/answers/{other}/read?state=unread", data=sent)
    assert "/work/answers?" in reply.location
    html = officer.get(reply.location).text
    assert "That was the last one here" in html
    assert "Nothing waits here" in html
    session.expire_all()
    assert all(session.get_one(Response, each).read_at for each in ids)


def test_reading_needs_the_token_of_the_page(
    officer: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "ok")
    reply = officer.post(f"/work/answers/{kept.response_id}/read", data={"csrf_token": "made up"})
    assert reply.status_code == 400
    session.expire_all()
    assert session.get_one(Response, kept.response_id).read_at is None


@pytest.mark.parametrize(
    "query",
    ["set_key=nothing", "team_id=x", "page=0", "page=-1", "since=yesterday", "state=%00",
     "language=tlh", "sort=up", "endpoint=x&_external=1&_scheme=javascript", "done=../x"],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_still_gives_a_page(
    officer: FlaskClient, session: Session, keystore: Keystore, query: str
) -> None:
    a_response(session, keystore, "ok")
    html = officer.get(f"/work/answers?{query}")
    assert html.status_code == 200
    assert 'href="javascript' not in html.text


def test_an_answer_that_is_gone_is_told_kindly(officer: FlaskClient) -> None:
    gone = officer.get("/work/answers/00000000-0000-4000-8000-000000000000")
    assert gone.status_code == 404
    assert "This answer is not here" in gone.text
    assert officer.get("/work/answers/nothing").status_code == 404


@pytest.mark.parametrize("role", [Role.WORKER, Role.MANAGER, Role.PANEL_MEMBER, Role.ADMIN])
def test_other_roles_are_refused_and_nothing_is_opened(
    client: FlaskClient, session: Session, keystore: Keystore, role: Role
) -> None:
    kept = a_response(session, keystore, "ok")
    sign_in(client, session, role)
    assert client.get("/work/answers").status_code == 403
    assert client.get(f"/work/answers/{kept.response_id}").status_code == 403
    assert opened(session) == 0
