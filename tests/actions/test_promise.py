"""Promises are made, changed, updated and kept in a history; nobody touches another's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.build import SENT, a_worker, an_action
from voice.actions import promise, view
from voice.actions.models import Action
from voice.actions.promise import AlreadyClosed, NoSuchAction, Update
from voice.actions.told import Ending, NothingToTell, close
from voice.actions.tracker import State, Why
from voice.people.models import Role, Worker
from voice.storage import trail

LATER = SENT + timedelta(days=10)
ENDING = Ending("did", "Minutes of 3 May.", "Ask us first.", "Now every child is asked first.")


@pytest.fixture
def officer(session: Session) -> Worker:
    return a_worker(session, Role.OFFICER)


def test_a_promise_has_a_number_a_history_and_a_line_in_the_trail(
    session: Session, officer: Worker
) -> None:
    made = an_action(session, officer)
    opened = view.opened(session, made.id, SENT.date())
    assert opened.row.number == f"A-{made.id}"
    assert opened.row.standing.state is State.ON_TRACK
    assert [line.kind for line in opened.history] == ["made"]
    assert opened.history[0].who == officer.name
    acts = [each.act for each in session.query(trail.TrailEntry)]
    assert acts[-1] == "actions.made"


def test_a_change_keeps_what_it_was(session: Session, officer: Worker) -> None:
    made = an_action(session, officer, due=date(2026, 12, 1))
    wanted = {"due": date(2027, 1, 1), "agency": made.agency}
    assert promise.change(session, officer.id, made.id, wanted, LATER)
    assert not promise.change(session, officer.id, made.id, wanted, LATER)
    newest = view.opened(session, made.id, SENT.date()).history[0]
    assert newest.changes == {"due": ["2026-12-01", "2027-01-01"]}


def test_an_update_may_make_it_worse_and_only_worse(session: Session, officer: Worker) -> None:
    made = an_action(session, officer)
    told = Update("Nobody has time.", "A second worker.", date(2027, 2, 1), State.STUCK)
    promise.update(session, officer, made.id, told, LATER)
    row = view.rows(session, LATER.date())[0]
    assert (row.standing.state, row.standing.why) == (State.STUCK, Why.SAID)
    assert row.last == "Nobody has time."
    promise.update(session, officer, made.id, Update("Better.", said=State.ON_TRACK), LATER)
    assert made.said is None
    assert made.plan == ""


def test_a_lead_updates_her_own_and_no_other(session: Session, officer: Worker) -> None:
    lead = a_worker(session, Role.MANAGER)
    mine, other = an_action(session, officer, lead_id=lead.id), an_action(session, officer)
    promise.update(session, lead, mine.id, Update("Going well."), LATER)
    assert mine.updated_at == LATER
    with pytest.raises(NoSuchAction):
        promise.update(session, lead, other.id, Update("Mine now."), LATER)


@pytest.mark.parametrize("empty", ["evidence", "you_said", "we_did", "outcome"])
def test_it_does_not_close_without_evidence_and_a_sentence_for_children(
    session: Session, officer: Worker, empty: str
) -> None:
    made = an_action(session, officer)
    told = {name: getattr(ENDING, name) for name in Ending.__slots__} | {empty: " "}
    with pytest.raises(NothingToTell):
        close(session, officer.id, made.id, Ending(**told), "en", LATER)
    assert made.state == "open"


def test_what_is_closed_stays(session: Session, officer: Worker) -> None:
    made = an_action(session, officer)
    close(session, officer.id, made.id, ENDING, "en", LATER)
    assert view.rows(session, LATER.date())[0].standing.state is State.COMPLETED
    with pytest.raises(AlreadyClosed):
        promise.update(session, officer, made.id, Update("More."), LATER)
    with pytest.raises(NoSuchAction):
        promise.of(session, 999)


def test_the_tracker_goes_by_theme_and_then_by_day(session: Session, officer: Worker) -> None:
    an_action(session, officer, theme="school", due=date(2026, 11, 1))
    an_action(session, officer, theme="listened", due=date(2026, 12, 1))
    an_action(session, officer, theme="listened", due=date(2026, 10, 1))
    rows = view.rows(session, SENT.date())
    told = [(row.theme.key, row.action.due.month) for row in rows]
    assert told == [("listened", 10), ("listened", 12), ("school", 11)]
    assert view.by_state(rows) == {State.ON_TRACK: 3}
    assert isinstance(rows[0].action, Action)
