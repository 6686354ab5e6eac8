"""A child who spoke of it is told in her own language, once, with her receipt's reply."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_worker, an_action
from voice.actions import measure, tell, told, view
from voice.actions.models import Action, Told
from voice.actions.told import Ending, NothingToTell
from voice.answers import reply
from voice.answers.arrival import Wishes
from voice.answers.kept import Response
from voice.people.models import Role, Worker
from voice.storage.keystore import Keystore
from voice.themes.run import code_pending

LATER = SENT + timedelta(days=30)
ENDING = Ending("did", "Minutes of 3 May.", "Ask us first.", "Now every child is asked first.")
ASKS = Wishes(answer="pictures")
HEARD = {
    "en": "Nobody listens to me.",
    "so": "Cidna ima dhegeysato.",
    "pl": "Nikt mnie nie słucha.",
}


@pytest.fixture
def officer(session: Session) -> Worker:
    return a_worker(session, Role.OFFICER)


def child(session: Session, keystore: Keystore, code: str = "en", **more: object) -> str:
    """A child who says that nobody listens, and wants an answer unless said."""
    wishes = more.pop("wishes", ASKS)
    return a_response(
        session, keystore, HEARD[code], language=code, wishes=wishes, **more
    ).response_id


def ended(session: Session, officer: Worker, **more: object) -> Action:
    """A closed action with an English sentence."""
    action = an_action(session, officer, **more)
    told.close(session, officer.id, action.id, ENDING, "en", LATER)
    session.commit()
    return action


def themed(engine: Engine, keystore: Keystore) -> None:
    while code_pending(engine, keystore, 100):
        pass


def test_each_child_who_asked_is_told_once(
    engine: Engine, session: Session, keystore: Keystore, officer: Worker
) -> None:
    mine, other = child(session, keystore), child(session, keystore, wishes=Wishes())
    themed(engine, keystore)
    ended(session, officer)
    assert tell.tell_everybody(engine, keystore) == 1
    assert tell.tell_everybody(engine, keystore) == 0
    written = reply.written(session, keystore, mine)
    assert [each.text for each in written] == [
        "You said: Ask us first.\nWe did: Now every child is asked first."
    ]
    assert reply.written(session, keystore, other) == ()


def test_a_child_waits_for_her_own_language(
    engine: Engine, session: Session, keystore: Keystore, officer: Worker
) -> None:
    mine = child(session, keystore, "so")
    themed(engine, keystore)
    action = ended(session, officer)
    assert tell.tell_everybody(engine, keystore) == 0
    waiting = measure.waiting(session)
    assert waiting == {action.id: {"so": 1}}
    first = view.missing(session, ("en", "so"), waiting)[0]
    assert (first.language, first.children, first.draft) == ("so", 1, None)
    told.translate(session, officer.id, action.id, "so", "Na weydii.", "Waan weydiinnaa.", LATER)
    session.commit()
    assert tell.tell_everybody(engine, keystore) == 0, "a draft is read by nobody"
    told.check(session, officer.id, action.id, "so", "Hodan, family worker", LATER)
    session.commit()
    assert tell.tell_everybody(engine, keystore) == 1
    found = reply.written(session, keystore, mine)[0]
    assert found.language == "so"
    assert "Waan weydiinnaa." in found.text


def test_only_children_of_the_theme_the_days_and_the_form_are_told(
    engine: Engine, session: Session, keystore: Keystore, officer: Worker
) -> None:
    child(session, keystore, sent=SENT - timedelta(days=120))
    child(session, keystore, sent=SENT + timedelta(days=30))
    a_response(session, keystore, "I like my school.", wishes=ASKS)
    themed(engine, keystore)
    ended(session, officer)
    assert tell.tell_everybody(engine, keystore) == 0
    child(session, keystore)
    themed(engine, keystore)
    ended(session, officer, form="CP")
    assert tell.tell_everybody(engine, keystore) == 1, "only the action about every form"


def test_a_child_whose_words_were_erased_is_passed_over(
    engine: Engine, session: Session, keystore: Keystore, officer: Worker
) -> None:
    gone = child(session, keystore)
    mine = child(session, keystore)
    themed(engine, keystore)
    keystore.erase(session.scalars(select(Response.key_id).filter_by(id=gone)).one())
    ended(session, officer)
    assert tell.tell_everybody(engine, keystore) == 1
    assert session.scalars(select(Told.response_id)).all() == [mine]


def test_everybody_reads_it_in_a_checked_language_or_the_houses(
    session: Session, officer: Worker
) -> None:
    action = ended(session, officer, form="CP")
    told.translate(session, officer.id, action.id, "so", "Na weydii.", "Waan weydiinnaa.", LATER)
    assert told.answers(session, "so", "en")[0].language == "en"
    told.check(session, officer.id, action.id, "so", "Hodan", LATER)
    assert told.answers(session, "so", "en")[0].we_did == "Waan weydiinnaa."
    assert len(told.answers(session, "so", "en", "CP")) == 1
    assert told.answers(session, "so", "en", "RV") == ()
    told.translate(session, officer.id, action.id, "so", "Na weydii!", "Waan weydiinnaa!", LATER)
    assert told.answers(session, "so", "en")[0].language == "en", "a new draft is checked anew"
    with pytest.raises(NothingToTell):
        told.check(session, officer.id, action.id, "pl", "Ada", LATER)
    with pytest.raises(NothingToTell):
        told.translate(session, officer.id, action.id, "pl", " ", "x", LATER)


def test_the_meters_follow_the_answers(
    engine: Engine, session: Session, keystore: Keystore, officer: Worker
) -> None:
    for _ in range(10):
        child(session, keystore)
    child(session, keystore, "pl")
    themed(engine, keystore)
    ended(session, officer)
    an_action(session, officer)
    session.commit()
    assert tell.tell_everybody(engine, keystore) == 10
    for done in session.scalars(select(Told)):
        reply.say_whether_it_helped(session, done.response_id, done.reply_id, "a_bit")
    found = measure.measure(session, view.rows(session, LATER.date()), ("en", "pl"))
    assert (found.full.part, found.full.whole) == (0, 1)
    assert (found.friendly.part, found.friendly.whole) == (10, 11)
    assert found.helped.in_ten == 10
    assert (found.followed_up.part, found.followed_up.whole) == (1, 1)
