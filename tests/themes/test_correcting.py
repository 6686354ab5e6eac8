"""Officers correct us in one tap: it counts at once, is traced, and can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker, signed_in
from tests.forms import token as form_token
from voice.answers.models import Response
from voice.answers.reach import Reach
from voice.people.models import Role, Worker
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes import blind, checking, deciding
from voice.themes.codebook import NOT_ASSIGNED
from voice.themes.deciding import NoSuchCoding
from voice.themes.models import Coding, HandCoding, Heard
from voice.themes.run import code_pending

NEVER = "My social worker never listens to me."
ASKED = "going_well"


@pytest.fixture
def said(session: Session, engine: Engine, keystore: Keystore) -> str:
    """One answer that was heard."""
    kept = a_response(session, keystore, f"{NEVER} It rains.")
    code_pending(engine, keystore)
    return kept.response_id


@pytest.fixture
def officer(session: Session) -> Worker:
    made = a_worker(session, Role.OFFICER)
    session.commit()
    return made


def heard(session: Session, response_id: str) -> set[str]:
    return set(session.scalars(select(Heard.theme).filter_by(response_id=response_id)))


def listened(session: Session, response_id: str) -> Coding:
    return session.scalars(
        select(Coding).filter_by(response_id=response_id, theme="listened")
    ).one()


def unsure(session: Session, coding: Coding) -> None:
    coding.sure, coding.score = False, 0.6
    deciding.recount.refresh(session, [coding.response_id])
    session.commit()


def test_what_is_removed_counts_no_more_until_it_is_taken_back(
    session: Session, said: str, officer: Worker
) -> None:
    coding = listened(session, said)
    before = heard(session, said)
    deciding.remove(session, said, coding.id, officer.id)
    assert "listened" not in heard(session, said)
    deciding.undo(session, said, coding.id, officer.id)
    assert heard(session, said) == before
    acts = set(session.scalars(select(TrailEntry.act).filter_by(subject=f"response:{said}")))
    assert {"themes.removed", "themes.undone"} <= acts


def test_removing_the_last_theme_leaves_words_without_one(
    session: Session, said: str, officer: Worker
) -> None:
    for coding in deciding.own_words(session, said, ASKED):
        deciding.remove(session, said, coding.id, officer.id)
    assert heard(session, said) == {NOT_ASSIGNED}


def test_what_we_doubt_counts_once_a_person_keeps_it(
    session: Session, said: str, officer: Worker
) -> None:
    coding = listened(session, said)
    unsure(session, coding)
    assert "listened" not in heard(session, said)
    deciding.keep(session, said, coding.id, officer.id)
    assert "listened" in heard(session, said)


def test_what_was_missed_is_added_and_goes_when_undone(
    session: Session, said: str, officer: Worker
) -> None:
    made = deciding.add(session, said, ASKED, "school", (0, 5), officer.id)
    assert "school" in heard(session, said)
    deciding.keep(session, said, made.id, officer.id)
    assert made.verdict == "added"
    deciding.remove(session, said, made.id, officer.id)
    assert "school" not in heard(session, said)
    session.flush()
    assert session.get(Coding, made.id) is None


def test_adding_what_is_there_keeps_it(session: Session, said: str, officer: Worker) -> None:
    coding = listened(session, said)
    deciding.remove(session, said, coding.id, officer.id)
    assert deciding.add(session, said, ASKED, "listened", (0, 5), officer.id).id == coding.id
    assert coding.verdict == "kept"


def test_reading_anew_leaves_every_verdict_alone(
    session: Session, engine: Engine, keystore: Keystore, said: str, officer: Worker
) -> None:
    deciding.remove(session, said, listened(session, said).id, officer.id)
    deciding.add(session, said, ASKED, "school", (0, 5), officer.id)
    session.execute(update(Response).values(coded_with=0))
    session.commit()
    assert code_pending(engine, keystore) == 1
    assert heard(session, said) >= {"school"}
    assert "listened" not in heard(session, said)
    assert listened(session, said).verdict == "removed"


def test_all_right_settles_an_answer(session: Session, said: str, officer: Worker) -> None:
    unsure(session, listened(session, said))
    deciding.add(session, said, ASKED, "school", (0, 5), officer.id)
    deciding.all_right(session, said, ASKED, officer.id)
    row = session.get_one(HandCoding, (said, ASKED, "first"))
    assert "school" in row.themes
    assert "listened" not in row.themes
    assert "school" not in row.found
    assert listened(session, said).verdict == "removed"
    assert checking.progress(session, Reach()).checked == 1


@pytest.mark.parametrize("theme", ["nonsense", NOT_ASSIGNED])
def test_only_themes_can_be_added(session: Session, said: str, officer: Worker, theme: str) -> None:
    with pytest.raises(NoSuchCoding):
        deciding.add(session, said, ASKED, theme, (0, 5), officer.id)


def test_nothing_is_decided_on_what_is_not_there(
    session: Session, said: str, officer: Worker
) -> None:
    number = listened(session, said).id
    for response_id, coding_id in ((said, 0), ("gone", number)):
        with pytest.raises(NoSuchCoding):
            deciding.remove(session, response_id, coding_id, officer.id)
    with pytest.raises(NoSuchCoding):
        deciding.all_right(session, said, "nonsense", officer.id)


def post(client: FlaskClient, path: str, address: str, **more: object) -> int:
    page = client.get(path).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    return client.post(address, data={"csrf_token": token[1], **more}).status_code


def test_an_officer_decides_without_javascript(
    client: FlaskClient, session: Session, said: str, officer: Worker
) -> None:
    signed_in(client, session, officer)
    page, number = f"/work/themes/answers/{said}", listened(session, said).id
    session.commit()
    asked = {"question": ASKED, "back": "/work/themes/check#x"}
    assert post(client, page, page, act=f"removed:{number}", **asked) == 302
    assert "listened" not in heard(session, said)
    session.rollback()
    assert post(client, page, page, act=f"undo:{number}", **asked) == 302
    assert post(client, page, page, act="add", theme="school", place="0-5", **asked) == 302
    assert post(client, page, page, act="right", **asked) == 302
    assert {"school", "listened"} <= heard(session, said)
    session.rollback()
    for act, place in (("burn:1", ""), ("kept:x", ""), ("add", "5-0"), ("add", "nonsense")):
        assert post(client, page, page, act=act, theme="home", place=place, **asked) == 404
    assert client.post(page, data={"act": "right", **asked}).status_code == 400


def test_whoever_corrects_while_reading_goes_on_with_the_same_list(
    client: FlaskClient,
    session: Session,
    engine: Engine,
    keystore: Keystore,
    said: str,
    officer: Worker,
) -> None:
    after = SENT + timedelta(hours=1)
    later = a_response(session, keystore, NEVER, language="en", sent=after).response_id
    code_pending(engine, keystore)
    signed_in(client, session, officer)
    reading = "state=unread&language=en"
    opened = client.get(f"/work/answers/{said}?{reading}").text
    led = re.search(r'href="(/work/themes/answers/[^"]+)"', opened)
    assert led
    page = client.get(unescape(led[1])).text
    assert f'href="/work/answers/{said}?language=en&amp;state=unread"' in page
    number = listened(session, said).id
    session.rollback()
    own, here = f"/work/themes/answers/{said}", unescape(led[1])
    asked = {"question": ASKED, "back": f"{here}#r1", "csrf_token": form_token(page)}
    assert client.post(own, data={**asked, "act": f"removed:{number}"}).location == f"{here}#r1"
    read = f"/work/answers/{said}/read?language=en&state=unread"
    assert read.replace("&", "&amp;") in page
    onwards = client.post(read, data={"csrf_token": form_token(page)}).location
    assert onwards.startswith(f"/work/answers/{later}?")
    assert "state=unread" in onwards


def test_nobody_is_sent_to_a_strange_place(
    client: FlaskClient, session: Session, said: str, officer: Worker
) -> None:
    signed_in(client, session, officer)
    page = f"/work/themes/answers/{said}"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert token
    asked = {"csrf_token": token[1], "question": ASKED, "act": "right"}
    for back in ("https://example.org", "//example.org", "/work/themes\\evil"):
        sent = client.post(page, data={**asked, "back": back})
        assert sent.location == page


def test_another_teams_answer_is_not_there(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    mine, other = a_team(session, "mine"), a_team(session, "other")
    session.commit()
    kept = a_response(session, keystore, NEVER, team=other)
    code_pending(engine, keystore)
    signed_in(client, session, a_worker(session, Role.OFFICER, mine))
    assert client.get(f"/work/themes/answers/{kept.response_id}").status_code == 404
    assert "listens" not in client.get("/work/themes/check").text


def test_the_ten_are_those_in_doubt_and_the_opening_is_traced(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore, officer: Worker
) -> None:
    doubtful = a_response(session, keystore, "Purple purple seventeen.").response_id
    a_response(session, keystore, NEVER)
    code_pending(engine, keystore)
    signed_in(client, session, officer)
    html = client.get("/work/themes/check").text
    assert "Purple purple" in html
    (entry,) = session.scalars(select(TrailEntry).filter_by(act="themes.check_opened"))
    assert doubtful in entry.detail["responses"]
    session.rollback()
    deciding.all_right(session, doubtful, ASKED, officer.id)
    session.commit()
    assert "Purple purple" not in client.get("/work/themes/check").text


def test_the_evidence_of_what_we_doubt_counts_nowhere(
    client: FlaskClient, session: Session, said: str, officer: Worker
) -> None:
    unsure(session, listened(session, said))
    signed_in(client, session, officer)
    assert "Nobody spoke of this" in client.get("/work/themes/listened").text
    html = client.get("/work/themes/listened?way=unsure").text
    assert "never listens" in html
    assert "count nowhere" in html
    assert "Not sure: 1" in client.get("/work/themes").text


def test_a_second_reader_sees_no_theme_and_never_their_own(
    client: FlaskClient,
    session: Session,
    engine: Engine,
    keystore: Keystore,
    officer: Worker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blind, "_ONE_IN", 1)
    kept = a_response(session, keystore, NEVER).response_id
    code_pending(engine, keystore)
    deciding.all_right(session, kept, ASKED, officer.id)
    session.commit()
    signed_in(client, session, officer)
    assert "Nothing to read" in client.get("/work/themes/blind/second").text
    signed_in(client, session, a_worker(session, Role.OFFICER))
    html = client.get("/work/themes/blind/second").text
    assert "never listens" in html
    assert "<mark" not in html
    fields = {"response_id": kept, "question": ASKED, "themes": ["listened"]}
    address = "/work/themes/blind/second"
    assert post(client, address, address, **fields) == 302
    (kappa,) = [each for each in blind.kappas(session) if each.theme == "listened"]
    assert (kappa.n, kappa.kappa) == (1, 1.0)
    session.rollback()
    assert post(client, "/work/themes/blind/audit", address, **fields) == 400
    assert client.get("/work/themes/blind/nonsense").status_code == 404
    assert "Seen by either" in client.get("/work/themes/how").text


def test_the_sample_measures_us_against_a_person(
    client: FlaskClient, session: Session, said: str, officer: Worker
) -> None:
    signed_in(client, session, officer)
    assert "Not measured here yet" in client.get("/work/themes/how").text
    address = "/work/themes/blind/audit"
    assert "never listens" in client.get(address).text
    fields = {"response_id": said, "question": ASKED, "themes": ["listened"]}
    assert post(client, address, address, **fields) == 302
    found = {each.theme: each for each in blind.measured(session)}
    assert (found["listened"].precision.share, found["listened"].recall.share) == (1.0, 1.0)
    session.rollback()
    assert "Of what we found, right" in client.get("/work/themes/how").text
    assert "Nothing to read" in client.get(address).text
    with pytest.raises(NoSuchCoding):
        blind.save(session, "audit", (said, ASKED), ["nonsense"], officer.id)


def test_an_answer_taken_back_takes_what_was_coded_by_hand_with_it(
    session: Session, said: str, officer: Worker
) -> None:
    deciding.all_right(session, said, ASKED, officer.id)
    session.commit()
    session.execute(delete(Response).where(Response.id == said))
    session.commit()
    assert session.scalars(select(HandCoding)).all() == []
