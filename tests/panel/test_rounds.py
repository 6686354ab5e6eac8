"""A round is secret until it is closed, one vote each, and afterwards nobody can tell whose."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import SENT, a_pack, a_worker, signed_in
from voice.panel import reports, round_minutes, rounds
from voice.panel.models import Pack
from voice.panel.round_models import Ballot, Round
from voice.panel.rounds import NoSuchRound, RoundClosed, StillSecret
from voice.panel.votes import DoesNotFit, Given, Words
from voice.people import accounts
from voice.people.models import Body, Role, Worker
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.themes.quarters import Quarter

DANGER = "My dad hit me again and I am scared to go home."


@pytest.fixture
def facilitator(session: Session) -> Worker:
    return a_worker(session, Role.PANEL_FACILITATOR)


@pytest.fixture
def opened(session: Session, keystore: Keystore, facilitator: Worker) -> Round:
    made = rounds.open_round(session, keystore, facilitator.id, a_pack(session).id, SENT)
    session.commit()
    return made


def a_draft(session: Session) -> Pack:
    pack = a_pack(session)
    pack.state = "draft"
    session.flush()
    return pack


def young(session: Session) -> int:
    return a_worker(session, Role.PANEL_MEMBER).id


def of_council(session: Session) -> Worker:
    return a_worker(session, Role.PANEL_MEMBER, bodies=(Body.CARE_COUNCIL,))


def vote(session: Session, keystore: Keystore, found: Round, given: Given) -> int:
    voter = young(session)
    rounds.give(session, keystore, voter, found.id, given, SENT)
    session.commit()
    return voter


def test_a_round_opens_once_on_a_published_pack_for_young_people(
    session: Session, keystore: Keystore, facilitator: Worker, opened: Round
) -> None:
    args = (session, keystore, facilitator.id)
    with pytest.raises(RoundClosed):
        rounds.open_round(*args, opened.pack_id, SENT)
    with pytest.raises(NoSuchRound):
        rounds.open_round(*args, a_pack(session, audience="partnership").id, SENT)
    with pytest.raises(NoSuchRound):
        rounds.open_round(*args, a_draft(session).id, SENT)
    council = rounds.open_round(*args, a_pack(session, audience="care_council").id, SENT)
    assert council.body == "care_council"


def test_a_vote_is_one_each_and_can_be_changed_until_the_end(
    session: Session, keystore: Keystore, facilitator: Worker, opened: Round
) -> None:
    voter = vote(session, keystore, opened, Given({"delay": 3}, Words("Late again")))
    rounds.give(session, keystore, voter, opened.id, Given({"listened": 1}), SENT)
    assert rounds.given_by(session, keystore, voter, opened.id) == Given({"listened": 1})
    assert rounds.voters(session, opened.id) == 1
    with pytest.raises(DoesNotFit):
        rounds.give(session, keystore, voter, opened.id, Given({"school": 1}), SENT)
    rounds.close(session, keystore, facilitator.id, opened.id, SENT)
    with pytest.raises(RoundClosed):
        rounds.give(session, keystore, voter, opened.id, Given({"delay": 1}), SENT)
    with pytest.raises(RoundClosed):
        rounds.close(session, keystore, facilitator.id, opened.id, SENT)


def test_only_a_member_of_its_body_votes_and_a_vote_given_stays(
    session: Session, keystore: Keystore, facilitator: Worker, opened: Round
) -> None:
    other = of_council(session)
    with pytest.raises(NoSuchRound):
        rounds.give(session, keystore, other.id, opened.id, Given({"delay": 1}), SENT)
    with pytest.raises(NoSuchRound):
        rounds.for_member(session, other, opened.id)
    voter = session.get_one(Worker, vote(session, keystore, opened, Given({"delay": 1})))
    accounts.seat(session, "worker:1", voter, [Body.CARE_COUNCIL])
    with pytest.raises(NoSuchRound):
        rounds.give(session, keystore, voter.id, opened.id, Given({"listened": 3}), SENT)
    result = rounds.close(session, keystore, facilitator.id, opened.id, SENT)
    assert (result.voters, result.places[0].theme) == (1, "delay")


def test_a_member_of_another_body_finds_nothing_of_a_round(
    app: Flask, client: FlaskClient, session: Session, keystore: Keystore, opened: Round
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    known, by, pack = opened.id, opened.opened_by, opened.pack_id
    signed_in(client, session, of_council(session))
    path = f"/panel/rounds/{known}"
    assert "No vote is open now." in client.get("/panel/rounds").text
    assert client.post(path, data={"give": "delay"}).status_code == 404
    rounds.close(session, keystore, by, known, SENT)
    session.commit()
    assert "What came out" not in client.get("/panel/rounds").text
    for each in (path, f"{path}/results", f"/panel?pack={pack}", f"/panel/packs/{pack}/pdf"):
        assert client.get(each).status_code == 404, each
    signed_in(client, session, a_worker(session, Role.PANEL_FACILITATOR))
    assert client.get(f"{path}/results").status_code == 200
    both = (Body.YOUTH_PANEL, Body.CARE_COUNCIL)
    signed_in(client, session, a_worker(session, Role.PANEL_MEMBER, bodies=both))
    assert "What came out" in client.get("/panel/rounds").text
    assert client.get(f"{path}/results").status_code == 200


def test_nobody_sees_a_tally_before_the_end_and_nobody_a_sender_after_it(
    session: Session, keystore: Keystore, facilitator: Worker, opened: Round
) -> None:
    for _ in range(3):
        vote(session, keystore, opened, Given({"delay": 2}, Words(question="Why so long?")))
    with pytest.raises(StillSecret):
        rounds.result(session, keystore, opened.id)
    with pytest.raises(StillSecret):
        round_minutes.questions(session, keystore, opened.id)
    with pytest.raises(StillSecret):
        round_minutes.keep(session, keystore, facilitator.id, opened.id, "A", "B")
    rounds.close(session, keystore, facilitator.id, opened.id, SENT)
    result = rounds.result(session, keystore, opened.id)
    assert (result.voters, result.places[0].theme, result.places[0].stars) == (3, "delay", 6)
    assert session.scalars(select(Ballot)).all() == []
    told = [each.detail for each in session.scalars(select(trail.TrailEntry))]
    assert "delay" not in str(told)


def test_words_are_sealed_and_those_that_may_mean_danger_are_read_at_once(
    session: Session, keystore: Keystore, facilitator: Worker, opened: Round
) -> None:
    vote(session, keystore, opened, Given({}, Words("We wait too long.")))
    assert not rounds.is_worried(session, opened.id)
    assert rounds.worries(session, keystore, facilitator.id, opened.id) == ()
    voter = vote(session, keystore, opened, Given({}, Words(missing=DANGER)))
    assert rounds.is_worried(session, opened.id)
    found = rounds.worries(session, keystore, facilitator.id, opened.id)
    assert [each.texts for each in found] == [(DANGER,)]
    assert found[0].nickname == session.get_one(Worker, voter).name
    kept = session.scalars(select(Ballot.words).filter_by(worker_id=voter)).one()
    assert kept is not None
    assert b"dad" not in kept


def test_questions_are_answered_and_the_headline_is_the_panels(
    session: Session, keystore: Keystore, facilitator: Worker, opened: Round
) -> None:
    vote(session, keystore, opened, Given({}, Words("We wait.", question="Why so long?")))
    rounds.close(session, keystore, facilitator.id, opened.id, SENT)
    assert round_minutes.headline_of(session, keystore, opened.pack_id) == ""
    round_minutes.keep(session, keystore, facilitator.id, opened.id, "We wait.", "We met.")
    asked = round_minutes.questions(session, keystore, opened.id)
    officer = a_worker(session)
    round_minutes.answer(session, officer.id, asked[0].id, "Two people were ill.", SENT)
    assert round_minutes.questions(session, keystore, opened.id)[0].answer is not None
    assert round_minutes.headline_of(session, keystore, opened.pack_id) == "We wait."
    assert round_minutes.listed(session, keystore)[0].headline == "We wait."
    with pytest.raises(NoSuchRound):
        round_minutes.answer(session, officer.id, 999, "Nothing.", SENT)


def test_a_page_of_a_vote_keeps_what_was_typed_whatever_is_wrong(
    app: Flask, client: FlaskClient, session: Session, opened: Round
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    signed_in(client, session, a_worker(session, Role.PANEL_MEMBER))
    path = f"/panel/rounds/{opened.id}"
    for _ in range(3):
        assert client.post(path, data={"give": "delay", "headline": "We wait."}).status_code == 302
    again = client.post(path, data={"give": "delay", "headline": "Changed."})
    assert again.status_code == 422
    assert "You have no star left." in again.text
    assert "Changed." in again.text
    long = client.post(path, data={"question": "why " * 200, "headline": "Kept"})
    assert long.status_code == 422
    assert "why why" in long.text
    assert 'value="delay">' in client.get(path).text
    assert client.post(path, data={"back": "delay", "headline": ""}).status_code == 302
    assert "You have 1 star left." in client.get(path).text
    assert "Thank you for telling us" not in client.get(path).text
    assert client.post(path, data={"missing": DANGER}).status_code == 302
    assert "Thank you for telling us" in client.get(path).text
    assert "data-size" in client.get(f"{path}?size=big").text


def test_a_report_is_signed_off_by_somebody_who_did_not_prepare_it(session: Session) -> None:
    officer, other = a_worker(session), a_worker(session, Role.PARTNERSHIP)
    quarter, pack = Quarter(2026, 3), a_pack(session, audience="partnership")
    assert reports.plan(session, officer.id, quarter) == 4
    assert reports.plan(session, officer.id, quarter) == 0
    first = reports.rows(session, quarter.until)[0].report
    with pytest.raises(reports.NotNow):
        reports.sign(session, other.id, first.id, SENT)
    with pytest.raises(reports.NotNow):
        reports.prepare(session, officer.id, first.id, a_draft(session).id, SENT)
    reports.prepare(session, officer.id, first.id, pack.id, SENT)
    with pytest.raises(reports.NotNow):
        reports.sign(session, officer.id, first.id, SENT)
    reports.sign(session, other.id, first.id, SENT)
    assert first.state == "signed_off"
    with pytest.raises(reports.NotNow):
        reports.of(session, 999)
    late = [row.report.board for row in reports.rows(session, first.due.replace(year=2027))]
    assert late == ["corporate_parenting", "partnership", "improvement_board", "committee"]
