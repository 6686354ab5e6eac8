"""What a child says aloud: sealed, heard by a person, typed, looked at, themed; it goes nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import a_link, a_response, a_worker, an_arrival, signed_in
from tests.forms import open_form, token
from tests.sounds import WEBM, in_a_field
from voice.answers import spoken
from voice.answers.arrival import Given, Kept
from voice.answers.models import Answer, Recorded, Response, Transcript
from voice.answers.read import NoSuchResponse, texts_for_coding
from voice.answers.receive import BadArrival, OtherContent, receive
from voice.answers.recordings import Recording
from voice.answers.take_back import take_back
from voice.people.models import Role
from voice.questions.kinds import State
from voice.safety import clock
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes.models import Coding
from voice.themes.run import code_pending

ALOUD = (Recording("going_well", "webm", WEBM),)
WITHIN = timedelta(days=5)


def said_aloud(session: Session, keystore: Keystore, saying: str = "") -> Kept:
    """An answer with a recording, and perhaps with words beside it."""
    arrival = an_arrival(session, saying)
    given = arrival.given or (Given("going_well", State.ANSWERED),)
    kept = receive(session, keystore, replace(arrival, given=given, recordings=ALOUD), WITHIN)
    session.commit()
    return kept


def type_up(session: Session, keystore: Keystore, kept: Kept, text: str) -> int:
    officer = a_worker(session)
    raised = spoken.type_up(session, keystore, kept.response_id, "going_well", text, officer.id)
    session.commit()
    return raised


def _controls(session: Session) -> set[str]:
    return set(session.scalars(select(Coding.theme)))


def test_a_recording_is_sealed_and_a_person_hears_it_within_a_working_day(
    session: Session, keystore: Keystore
) -> None:
    kept = said_aloud(session, keystore)
    response = session.get_one(Response, kept.response_id)
    found = session.scalars(select(Recorded)).one()
    assert (found.kind, found.question) == ("webm", "going_well")
    assert WEBM[:20] not in found.sound
    assert response.read_due == clock.read_due(response.sent_at, 5, unchecked=True)
    assert response.read_due < clock.read_due(response.sent_at, 5, unchecked=False)


def test_the_same_again_is_kept_once_and_another_sound_is_another_answer(
    session: Session, keystore: Keystore
) -> None:
    arrival = replace(an_arrival(session, "Good."), recordings=ALOUD)
    first = receive(session, keystore, arrival, WITHIN)
    assert receive(session, keystore, arrival, WITHIN) == replace(first, new=False)
    other = replace(arrival, recordings=(replace(ALOUD[0], sound=WEBM + b"\0"),))
    with pytest.raises(OtherContent):
        receive(session, keystore, other, WITHIN)


@pytest.mark.parametrize(
    "aloud", [(replace(ALOUD[0], question="nothing_of_the_kind"),), (*ALOUD, *ALOUD)]
)
def test_a_recording_belongs_under_one_question_that_is_asked(
    session: Session, keystore: Keystore, aloud: tuple[Recording, ...]
) -> None:
    with pytest.raises(BadArrival):
        receive(session, keystore, replace(an_arrival(session, "Good."), recordings=aloud), WITHIN)


def test_until_it_is_typed_it_is_unreadable_then_it_is_themed(
    engine: Engine, session: Session, keystore: Keystore
) -> None:
    kept = said_aloud(session, keystore)
    code_pending(engine, keystore)
    assert _controls(session) == {"unreadable"}
    session.rollback()
    assert type_up(session, keystore, kept, "I like my school and my friends.") == 0
    code_pending(engine, keystore)
    session.expire_all()
    assert "unreadable" not in _controls(session)
    assert "school" in _controls(session)


def test_what_is_typed_is_looked_at_at_once_and_stays_where_it_stands(
    session: Session, keystore: Keystore
) -> None:
    kept = said_aloud(session, keystore, "I like my cat.")
    assert type_up(session, keystore, kept, "He hit me.") == 1
    assert type_up(session, keystore, kept, "No, he hit the ball. My dad hit me.") >= 1
    response = session.get_one(Response, kept.response_id)
    session.refresh(response)
    text = texts_for_coding(keystore, [response])[response.id]["going_well"]
    assert text.split("\n")[:2] == ["I like my cat.", "He hit me."]
    for alert in session.scalars(select(Alert)):
        assert alert.span is not None
        assert "hit me" in text[alert.span[0] : alert.span[1]].lower()
    pieces = spoken.typed(session, keystore, kept.response_id)["going_well"]
    assert [each.by for each in pieces] == ["A officer", "A officer"]


def test_each_playing_stands_in_the_trail_and_only_there_sound_is_let_play(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept, other = said_aloud(session, keystore), a_response(session, keystore, "Fine.")
    signed_in(client, session, a_worker(session))
    page = client.get(f"/work/answers/{kept.response_id}")
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'preload="none"' in page.text
    address = f"/work/answers/{kept.response_id}/recording/going_well"
    heard = client.get(address)
    assert (heard.data, heard.mimetype) == (WEBM, "audio/webm")
    assert heard.headers["Cache-Control"] == "no-store"
    assert "microphone=()" in heard.headers["Permissions-Policy"]
    entry = session.scalars(select(TrailEntry).filter_by(act="answers.listened")).one()
    assert entry.subject == f"response:{kept.response_id}"
    session.rollback()
    plain = client.get(f"/work/answers/{other.response_id}")
    assert "media-src" not in plain.headers["Content-Security-Policy"]
    assert client.get(f"/work/answers/{other.response_id}/recording/going_well").status_code == 404


def test_an_officer_types_and_nothing_typed_is_lost(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    kept = said_aloud(session, keystore)
    signed_in(client, session, a_worker(session))
    page = client.get(f"/work/answers/{kept.response_id}").text
    address = f"/work/answers/{kept.response_id}/recording/going_well/typed"
    sent = {"csrf_token": token(page)}
    long = client.post(address, data={**sent, "text": "word " * 500})
    assert long.status_code == 422
    assert "word word" in long.text
    assert client.post(address, data={**sent, "text": "  "}).status_code == 422
    done = client.post(
        address, data={**sent, "text": "I want to see Grandma."}, follow_redirects=True
    )
    assert "I want to see Grandma." in done.text
    assert "Typed by A officer" in done.text
    assert session.scalars(select(Transcript)).one().text[:1] == b"\x01"


def test_a_worker_hears_nothing(client: FlaskClient, session: Session, keystore: Keystore) -> None:
    kept = said_aloud(session, keystore)
    signed_in(client, session, a_worker(session, Role.WORKER))
    address = f"/work/answers/{kept.response_id}/recording/going_well"
    assert client.get(address).status_code == 403


def test_taken_back_it_is_gone_unless_an_alert_rests_on_it(
    session: Session, keystore: Keystore
) -> None:
    whole, part = said_aloud(session, keystore), said_aloud(session, keystore, "He hit me.")
    for kept in (whole, part):
        take_back(session, keystore, kept.response_id)
    session.commit()
    assert list(session.scalars(select(Recorded.response_id))) == [part.response_id]
    elsewhere = receive(
        session,
        keystore,
        replace(an_arrival(session, "He hit me.", under="worries"), recordings=ALOUD),
        WITHIN,
    )
    take_back(session, keystore, elsewhere.response_id)
    assert not session.get(Recorded, (elsewhere.response_id, "going_well"))
    assert session.get_one(Answer, (elsewhere.response_id, "worries")).text


def test_a_lost_key_is_a_lost_sound(engine: Engine, session: Session, keystore: Keystore) -> None:
    kept = said_aloud(session, keystore)
    keystore.erase(session.get_one(Response, kept.response_id).key_id)
    with pytest.raises(NoSuchResponse):
        spoken.play(engine, keystore, kept.response_id, "going_well", "worker:1")


def test_without_a_script_a_recording_in_the_form_arrives_too(
    client: FlaskClient, session: Session
) -> None:
    link = a_link(session).token
    session.commit()
    form = open_form(client, link)
    bad = {"ticket": form.ticket, "v-going_well": "not a sound", "a-worries": "My words."}
    again = client.post(form.path, data=bad, follow_redirects=True)
    assert again.status_code == 422
    assert "My words." in again.text
    good = {"ticket": form.ticket, "v-going_well": in_a_field(WEBM)}
    assert client.post(form.path, data=good, follow_redirects=True).status_code == 200
    assert (
        session.scalars(select(Answer.state).filter_by(question="going_well")).one() == "answered"
    )
