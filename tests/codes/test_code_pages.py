"""An officer changes the codebook: types, looks at what would move, and only then makes it."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker, signed_in
from tests.forms import token
from voice.people.models import Role
from voice.storage.keystore import Keystore
from voice.themes.codebook_models import CodebookChange
from voice.themes.run import code_pending

BOOK = "/work/themes/codebook"
WIFI = {"title": "Wifi", "line": "The internet.", "language": "en", "phrases": "wifi\ninternet"}


@pytest.fixture
def officer(client: FlaskClient, session: Session) -> FlaskClient:
    signed_in(client, session, a_worker(session))
    return client


def pressed(client: FlaskClient, path: str, step: str, **typed: Any) -> str:
    """Send a form of ours, as it was opened."""
    typed["csrf_token"] = token(client.get(path).text)
    answer = client.post(path, data={"step": step, **typed}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def made(session: Session) -> int:
    number = session.scalar(select(func.count()).select_from(CodebookChange)) or 0
    session.rollback()
    return number


def test_children_read_a_code_in_their_language_once_somebody_wrote_it(
    officer: FlaskClient, session: Session
) -> None:
    pressed(officer, f"{BOOK}/new", "apply", after="0", why="New", **WIFI)
    page, path = f"{BOOK}/code/local_wifi", f"{BOOK}/code/local_wifi/told?language=pl"
    assert officer.get(page).text.count("Not all of it is in this language yet.") == 3
    long = pressed(officer, path, "preview", language="pl", child_title="a" * 61)
    assert "at most 60 letters" in long
    assert "a" * 61 in long
    polish = {"language": "pl", "child_title": "Internet w domu", "child_line": "Czy jest."}
    looked = pressed(officer, path, "preview", **polish)
    assert "This change moves no answer" in looked
    assert "Wifi: Title for children, Polish" in looked
    done = pressed(officer, path, "apply", after="1", why="A speaker wrote it", **polish)
    assert '<bdi lang="pl" dir="ltr">Internet w domu</bdi>' in done
    assert done.count("Not all of it is in this language yet.") == 2
    assert 'value="Internet w domu"' in officer.get(path).text
    unoffered = pressed(officer, path.replace("=pl", "=xx"), "preview", child_title="X")
    assert "Choose a language." in unoffered
    unchanged = pressed(officer, path, "preview", **polish)
    assert "Nothing would change." in unchanged


def test_a_code_is_looked_at_made_split_merged_and_taken_back(
    officer: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, "There is no wifi here.")
    code_pending(engine, keystore)
    looked = pressed(officer, f"{BOOK}/new", "preview", **WIFI)
    assert "This change moves one answer" in looked
    assert '<mark title="Wifi">wifi</mark>' in looked
    assert made(session) == 0
    without = pressed(officer, f"{BOOK}/new", "apply", after="0", **WIFI)
    assert "Say why" in without
    assert made(session) == 0
    done = pressed(officer, f"{BOOK}/new", "apply", after="0", why="They ask for it", **WIFI)
    assert "Change 1 is made" in done
    assert "They ask for it" in done
    code_pending(engine, keystore)
    assert "Wifi" in officer.get("/work/themes").text
    assert "There is no" in officer.get("/work/themes/local_wifi").text
    into = {"into": "home", "after": "1", "why": "Too fine"}
    assert "counted under" in pressed(officer, f"{BOOK}/code/local_wifi/merge", "apply", **into)
    back = pressed(officer, f"{BOOK}/undo/2", "apply", after="2", why="No, it matters")
    assert "Change 3 is made" in back
    assert "taken back since" in back
    assert "Change 2 is taken back." in back
    assert back.count("is counted under") == 2
    assert made(session) == 3


def test_every_act_shows_its_page_and_what_it_would_move(
    officer: FlaskClient, session: Session
) -> None:
    pressed(officer, f"{BOOK}/new", "apply", after="0", why="x", **WIFI)
    code = f"{BOOK}/code/local_wifi"
    for act, typed in (
        ("words", {"title": "Wi-Fi", "line": "The internet."}),
        ("phrases", {"language": "en", "phrases": "wifi\nrouter"}),
        ("split", {**WIFI, "title": "Phones", "phrases": "phone"}),
        ("merge", {"into": "home"}),
        ("retire", {}),
    ):
        assert "See what it would move" in officer.get(f"{code}/{act}").text
        looked = pressed(officer, f"{code}/{act}", "preview", **typed)
        assert "Nothing is changed yet" in looked, act
        assert "See what it would move" in pressed(officer, f"{code}/{act}", "again", **typed)
    assert made(session) == 1
    pressed(officer, f"{code}/retire", "apply", after="1", why="x")
    assert "Not used any more" in officer.get(code).text
    assert "used by itself again" in pressed(officer, f"{code}/back", "preview")


def test_what_is_wrong_is_named_by_its_line_and_nothing_typed_is_lost(officer: FlaskClient) -> None:
    wrong = pressed(officer, f"{BOOK}/new", "preview", **{**WIFI, "phrases": "[wifi\nok\n.. me"})
    assert "Line 1: The pattern" in wrong
    assert "Line 3: The pattern" in wrong
    assert "The internet." in wrong
    assert "[wifi" in wrong
    again = pressed(officer, f"{BOOK}/new", "again", **WIFI)
    assert "wifi\ninternet" in again.replace("\r", "")
    for path, typed, fault in (
        ("code/home/words", {"title": "", "line": "x"}, "Give it a title."),
        ("code/home/merge", {"into": ""}, "Choose a code."),
        ("code/home/split", {**WIFI, "phrases": ""}, "Type the phrases"),
        ("code/home/retire", {}, "comes with Voice"),
        ("code/home/back", {}, "is in use"),
        ("code/home/phrases", {"language": "xx", "phrases": "x"}, "Choose a language."),
        ("undo/9", {}, "There is no change 9."),
        ("bring-in", {}, "Choose a file."),
        ("bring-in", {"drafted": "{"}, "Choose the file again."),
        ("bring-in", {"drafted": '["burn", {}]'}, "no change that can be read"),
    ):
        assert fault in pressed(officer, f"{BOOK}/{path}", "preview", **typed), path


def test_two_officers_do_not_overtake_one_another(officer: FlaskClient, session: Session) -> None:
    pressed(officer, f"{BOOK}/new", "apply", after="0", why="x", **WIFI)
    other = {**WIFI, "title": "Phones", "phrases": "phone"}
    late = pressed(officer, f"{BOOK}/new", "apply", after="0", why="x", **other)
    assert "Somebody changed the codebook meanwhile" in late
    assert "Nothing is changed yet" in late
    assert made(session) == 1
    junk = pressed(officer, f"{BOOK}/new", "apply", after="junk", why="w" * 301, **other)
    assert "Use at most 300 letters." in junk
    assert "meanwhile" in pressed(officer, f"{BOOK}/new", "apply", after="-", why="x", **other)


def _without_phrases(table: str) -> bytes:
    """The file with one title changed; as a person sends it who only rewords."""
    told = StringIO()
    for row in csv.reader(StringIO(table.removeprefix("\ufeff"))):
        csv.writer(told).writerow(row[:9])
    return (
        told.getvalue().replace("Waiting, lateness and cancellations", "Waiting too long").encode()
    )


def test_the_codebook_goes_out_and_a_file_comes_in(officer: FlaskClient, session: Session) -> None:
    table = officer.get(f"{BOOK}/file/csv")
    assert table.headers["Content-Disposition"].endswith(".csv")
    assert officer.get(f"{BOOK}/file/qdc").data.startswith(b"<?xml")
    assert officer.get(f"{BOOK}/file/exe").status_code == 404
    sent = {"file": (BytesIO(_without_phrases(table.text)), "book.csv")}
    looked = pressed(officer, f"{BOOK}/bring-in", "preview", **sent)
    assert "This change moves no answer" in looked
    drafted = '["reword", {"key": "delay", "words": {"title": "Waiting too long"}}]'
    assert drafted.replace('"', "&#34;") in looked
    done = pressed(officer, f"{BOOK}/bring-in", "apply", drafted=drafted, after="0", why="Shorter")
    assert "Change 1 is made" in done
    bomb = {"file": (BytesIO(b"<!DOCTYPE a []><a/>"), "book.qdc")}
    assert "declares a document type" in pressed(officer, f"{BOOK}/bring-in", "preview", **bomb)
    assert made(session) == 1


def test_codes_are_found_by_a_word_and_read_by_who_sees_themes(
    client: FlaskClient, session: Session
) -> None:
    signed_in(client, session, a_worker(session, Role.PANEL_FACILITATOR))
    assert "Being listened to" in client.get(f"{BOOK}?q=TALKED").text
    assert "No code holds this word" in client.get(f"{BOOK}?q=zzzz").text
    assert "Nothing was changed yet" in client.get(f"{BOOK}/history").text
    page = client.get(f"{BOOK}/code/listened").text
    assert "Phrases it is heard by" in page
    assert "Change the words" not in page
    assert client.get(f"{BOOK}/code/weather").status_code == 404
    assert client.get(f"{BOOK}/new").status_code == 403
    signed_in(client, session, a_worker(session))
    for path in ("code/weather/words", "code/home/burn"):
        assert client.get(f"{BOOK}/{path}").status_code == 404
