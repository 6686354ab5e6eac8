"""The tracker's pages and files, and what everybody reads."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import SENT, a_worker, an_action, signed_in
from voice.actions import told, voices
from voice.actions.models import Action, NotEnough, Sentence
from voice.actions.promise import NoSuchAction
from voice.actions.told import Ending
from voice.people.models import Body, Role, Worker
from voice.themes import in_use
from voice.themes.changes import Add, Reword, Wording

ENDING = Ending("could_not", "Letter of 4 May.", "Stay longer.", "Workers may change jobs.")
PROMISE = {
    "title": "Ask us first",
    "what": "Everybody is asked.",
    "theme": "listened",
    "lead_id": "",
    "lead_name": "Head of service",
    "agency": "Children's services",
    "due": "2027-01-15",
    "update_days": "30",
    "since": "2026-07-01",
    "until": "2026-09-30",
}


@pytest.fixture
def officer(app: Flask, client: FlaskClient, session: Session) -> Worker:
    app.config["WTF_CSRF_ENABLED"] = False
    worker = a_worker(session)
    signed_in(client, session, worker)
    return worker


def test_files_carry_every_action_and_no_formula(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    made = an_action(session, officer, title='=HYPERLINK("http://x")', what="#strong[not markup] *")
    session.commit()
    sheet = client.get("/work/actions/files/xlsx", buffered=True)
    cells = list(openpyxl.load_workbook(BytesIO(sheet.data)).active.iter_rows())
    assert cells[1][2].value == '=HYPERLINK("http://x")'
    assert {each.data_type for row in cells for each in row} <= {"s", "d", "n"}
    assert cells[1][6].is_date
    paper = client.get("/work/actions/files/pdf", buffered=True)
    read = PdfReader(BytesIO(paper.data))
    text = " ".join(page.extract_text() for page in read.pages)
    assert f"A-{made.id}" in text
    assert "#strong[not markup] *" in text
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_wrong_promise_keeps_what_was_typed(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    wrong = {**PROMISE, "due": "", "lead_name": " ", "until": "2026-06-01", "update_days": "900"}
    page = client.post("/work/actions/new", data=wrong)
    assert page.status_code == 422
    for words in ("Everybody is asked.", "Choose a day.", "Choose a lead", "before the first"):
        assert words in page.text
    assert client.post("/work/actions/new", data=PROMISE).status_code == 302
    assert session.scalars(select(Action.lead_name)).one() == "Head of service"


def test_an_address_fills_the_form_from_a_priority(client: FlaskClient, officer: Worker) -> None:
    page = client.get("/work/actions/new?theme=delay&title=Waiting&since=2026-04-01&until=x").text
    for words in ('value="Waiting"', 'value="2026-04-01"', '<option selected value="delay">'):
        assert words in page


def test_an_action_is_changed_updated_and_cannot_be_touched_once_closed(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    action = an_action(session, officer).id
    session.commit()
    path = f"/work/actions/{action}"
    assert client.get(f"{path}/change").status_code == 200
    assert client.post(f"{path}/change", data={**PROMISE, "title": "Two"}).status_code == 302
    assert client.post(f"{path}/change", data={**PROMISE, "title": ""}).status_code == 422
    half = client.post(f"{path}/update", data={"text": "Late.", "plan": "Later."})
    assert half.status_code == 422
    assert "A plan needs both" in half.text
    assert client.get(f"{path}/close").status_code == 200
    whole = {name: getattr(ENDING, name) for name in Ending.__slots__}
    assert client.post(f"{path}/close", data=whole).status_code == 302
    assert client.post(f"{path}/close", data=whole).status_code == 409
    assert "We could not" in client.get("/you-said").text
    assert "title:" in client.get(path).text
    an_action(session, officer)
    session.commit()
    assert "No action is in this state" in client.get("/work/actions?state=on_track").text
    agenda = client.get("/work/actions/agenda").text
    assert "Ask us before the meeting" in agenda
    assert "Two" not in agenda


def test_another_languages_sentence_is_drafted_then_checked(
    client: FlaskClient, session: Session, officer: Worker
) -> None:
    action = an_action(session, officer).id
    told.close(session, officer.id, action, ENDING, "en", SENT)
    session.commit()
    path = f"/work/actions/{action}/words"
    assert "Soomaali" in client.get("/work/actions/words").text
    assert client.get(f"{path}/en").status_code == 404
    assert client.get(f"{path}/xx").status_code == 404
    assert client.post(f"{path}/so/check", data={"checked_as": "Hodan"}).status_code == 409
    wrong = client.post(f"{path}/so", data={"you_said": "Joog.", "we_did": ""})
    assert wrong.status_code == 422
    assert "Joog." in wrong.text
    assert client.post(f"{path}/so", data={"you_said": "J.", "we_did": "S."}).status_code == 302
    assert client.post(f"{path}/so/check", data={"checked_as": ""}).status_code == 422
    assert client.post(f"{path}/so/check", data={"checked_as": "Hodan"}).status_code == 302
    assert session.get_one(Sentence, (action, "so")).state == "checked"


def test_a_manager_reads_all_and_updates_only_her_own(
    app: Flask, client: FlaskClient, session: Session, officer: Worker
) -> None:
    lead = a_worker(session, Role.MANAGER)
    mine = an_action(session, officer, lead_id=lead.id).id
    other = an_action(session, officer).id
    signed_in(client, session, lead)
    assert "Keep this update" in client.get(f"/work/actions/{mine}").text
    assert "Keep this update" not in client.get(f"/work/actions/{other}").text
    told_ = {"text": "Going well.", "said": ""}
    assert client.post(f"/work/actions/{mine}/update", data=told_).status_code == 302
    assert client.post(f"/work/actions/{other}/update", data=told_).status_code == 404


def test_the_public_page_needs_no_sign_in_sets_no_cookie_and_speaks_the_language(
    client: FlaskClient, session: Session
) -> None:
    officer = a_worker(session)
    action = an_action(session, officer, form="CP").id
    told.close(session, officer.id, action, ENDING, "en", SENT)
    session.commit()
    page = client.get("/you-said?lang=ar")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert '<p lang="en" dir="ltr">Stay longer.</p>' in page.text
    assert "Set-Cookie" not in page.headers
    assert "Letter of 4 May." not in page.text
    assert "Stay longer." in client.get("/you-said/CP-Y").text
    assert "Stay longer." not in client.get("/you-said/RV").text
    assert client.get("/you-said/nothing").status_code == 404


def test_a_councils_own_theme_says_which_language_its_title_is_in(
    client: FlaskClient, session: Session
) -> None:
    officer, young = a_worker(session), a_worker(session, Role.PANEL_MEMBER)
    taxis = Add("local_taxis", Wording("Taxis", "Being driven."))
    polish = Reword("local_taxis", {"child_title:pl": "Taksówki"})
    for change in (taxis, polish):
        in_use.make(session, change, "command", "They spoke of it")
    session.commit()
    # A request looks for the codebook in use by itself.
    action = an_action(session, officer, theme="local_taxis").id
    told.close(session, officer.id, action, ENDING, "en", SENT)
    an_action(session, officer, theme="local_taxis")
    signed_in(client, session, young)
    for path in ("/you-said", "/panel/actions"):
        assert '<span lang="en" dir="ltr">Taxis</span>' in client.get(f"{path}?lang=ar").text
        assert "<span>Taksówki</span>" in client.get(f"{path}?lang=pl").text


def test_young_people_judge_an_action_by_a_button_and_take_it_back(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    officer, young = a_worker(session), a_worker(session, Role.PANEL_MEMBER)
    action = an_action(session, officer).id
    signed_in(client, session, young)
    page = client.get("/panel/actions").text
    assert "Ask us before the meeting" in page
    assert "Head of service" not in page
    path = f"/panel/actions/{action}/not-enough"
    assert client.post(path, data={"why": "slow"}).status_code == 302
    assert "You said: not good enough." in client.get("/panel/actions").text
    assert client.post(path, data={"why": "small"}).status_code == 302
    assert session.scalars(select(NotEnough.why)).all() == ["small"]
    session.rollback()
    assert client.post(path, data={"why": "rude"}).status_code == 404
    assert client.post(path, data={"why": ""}).status_code == 302
    assert session.scalars(select(NotEnough.why)).all() == []
    with pytest.raises(NoSuchAction):
        voices.say(session, young, 999, "slow", SENT)
    found = voices.plain(session, young, SENT.date() + timedelta(days=31))
    assert [(each.state, each.planned) for each in found] == [("late", False)]


def test_young_people_see_and_judge_what_their_body_asked_for(session: Session) -> None:
    officer = a_worker(session)
    ours, theirs, nobodys = (
        an_action(session, officer, body=body).id for body in ("youth_panel", "care_council", "")
    )
    panel = a_worker(session, Role.PANEL_MEMBER)
    council = a_worker(session, Role.PANEL_MEMBER, bodies=(Body.CARE_COUNCIL,))
    day = SENT.date()
    assert {each.id for each in voices.plain(session, panel, day)} == {ours, nobodys}
    assert {each.id for each in voices.plain(session, council, day)} == {theirs, nobodys}
    voices.say(session, council, nobodys, "slow", SENT)
    with pytest.raises(NoSuchAction):
        voices.say(session, council, ours, "slow", SENT)
