"""What was set aside is opened, kept or let go; a rescued file comes in by the same door."""

from __future__ import annotations

import json
import uuid
from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.build import a_link, a_team, a_worker, signed_in
from tests.forms import token
from tests.post import Desk, post
from tests.sounds import WEBM, in_a_field
from voice.answers import purge
from voice.answers.models import Quarantined, Recorded, Response, Tombstone
from voice.answers.read import texts_for_coding
from voice.child import links
from voice.child.models import Link
from voice.cli import main
from voice.config import Config
from voice.people.models import Role
from voice.safety.models import Alert, Outbox
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.storage.types import now

SAID = (("a-going_well", "My canary sings."),)
OTHER = (("a-going_well", "My dog barks."), ("share", "yes"))


@pytest.fixture
def desk(client: FlaskClient, session: Session) -> Desk:
    """A page that was opened, by a link of the team North."""
    link = a_link(session, team=a_team(session))
    session.commit()
    return Desk.of(client, link.token)


def _aside(client: FlaskClient, session: Session, desk: Desk, *second: tuple[str, str]) -> int:
    """One answer, and another with its id, which is set aside: its number."""
    mine = str(uuid.uuid4())
    post(client, desk.sealed(SAID, submission=mine))
    assert post(client, desk.sealed(second or OTHER, submission=mine)).status_code == 409
    found = session.scalars(select(Quarantined.id).order_by(Quarantined.id.desc())).first()
    session.rollback()
    assert found
    return found


def _words(session: Session, keystore: Keystore) -> list[str]:
    responses = session.scalars(select(Response)).all()
    texts = texts_for_coding(keystore, responses)
    session.rollback()
    return sorted(text for each in texts.values() for text in each.values())


def _acts(session: Session, act: str) -> list[str]:
    found = list(session.scalars(select(TrailEntry.subject).filter_by(act=act)))
    session.rollback()
    return found


def test_the_list_says_why_when_and_from_where_and_no_word(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    _aside(client, session, desk)
    signed_in(client, session, a_worker(session))
    assert "1 answer was set aside" in client.get("/work/answers").text
    page = client.get("/work/aside").text
    assert "It came a second time with other words" in page
    assert "North" in page
    assert "dog" not in page


def test_opening_is_traced_and_keeping_makes_an_answer_of_its_own_once(
    client: FlaskClient, session: Session, keystore: Keystore, desk: Desk
) -> None:
    number = _aside(client, session, desk)
    signed_in(client, session, a_worker(session))
    page = client.get(f"/work/aside/{number}").text
    assert "My dog barks." in page
    assert len(_acts(session, "answers.aside_opened")) == 1
    sent = {"csrf_token": token(page)}
    kept = client.post(f"/work/aside/{number}/keep", data=sent)
    assert kept.status_code == 302
    assert _words(session, keystore) == ["My canary sings.", "My dog barks."]
    assert client.post(f"/work/aside/{number}/keep", data=sent).status_code == 404
    settled = session.scalars(select(Quarantined)).one()
    assert (settled.outcome, settled.envelope) == ("kept", b"\x01")


def test_what_fits_no_form_is_kept_as_far_as_it_fits(
    client: FlaskClient, session: Session, keystore: Keystore, desk: Desk
) -> None:
    odd = (
        ("a-going_well", "x" * 2001),
        ("a-worries", "Half \ud800 a letter."),
        ("a-school_ok", "no such option"),
        ("d-wishes", "[9]"),
        ("v-going_well", in_a_field(WEBM)),
    )
    assert post(client, desk.sealed(odd)).status_code == 202
    number = session.scalars(select(Quarantined.id)).one()
    session.rollback()
    signed_in(client, session, a_worker(session))
    page = client.get(f"/work/aside/{number}").text
    assert "This does not fit the form" in page
    assert "Something said aloud" in page
    client.post(f"/work/aside/{number}/keep", data={"csrf_token": token(page)})
    assert _words(session, keystore) == ["Half \ufffd a letter.", "x" * 2000]
    assert session.scalars(select(Recorded.question)).one() == "going_well"


def test_it_is_let_go_only_with_a_reason_and_does_not_come_again(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    mine = str(uuid.uuid4())
    post(client, desk.sealed(SAID, submission=mine))
    second = desk.sealed(OTHER, submission=mine)
    post(client, second)
    signed_in(client, session, a_worker(session))
    page = client.get("/work/aside/1").text
    sent = {"csrf_token": token(page)}
    refused = client.post("/work/aside/1/let-go", data=sent)
    assert refused.status_code == 422
    assert "Choose why." in refused.text
    gone = client.post("/work/aside/1/let-go", data={**sent, "reason": "trial"})
    assert gone.status_code == 302
    assert _acts(session, "answers.aside_settled") == [f"submission:{mine}"]
    assert post(client, second).status_code == 409
    assert [each.outcome for each in session.scalars(select(Quarantined))] == ["trial"]


def test_what_was_set_aside_opens_when_its_link_is_closed_but_not_without_its_key(
    client: FlaskClient, session: Session, keystore: Keystore, desk: Desk
) -> None:
    number = _aside(client, session, desk)
    links.revoke(session, session.scalars(select(Link)).one(), a_worker(session).id)
    session.commit()
    signed_in(client, session, a_worker(session))
    assert "My dog barks." in client.get(f"/work/aside/{number}").text
    with keystore.writing() as store:
        store.connection().exec_driver_sql("DELETE FROM post_keys")
    page = client.get(f"/work/aside/{number}").text
    assert "It does not open any more" in page
    kept = client.post(f"/work/aside/{number}/keep", data={"csrf_token": token(page)})
    assert kept.location == f"/work/aside/{number}"


def test_a_cry_for_help_in_a_second_version_calls_somebody_once(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    mine = str(uuid.uuid4())
    post(client, desk.sealed(SAID, submission=mine))
    cry = desk.sealed((("a-going_well", "My dad hit me."), ("call_me", "yes")), submission=mine)
    for _ in range(2):
        assert post(client, cry).status_code == 409
    found = {(each.kind, each.source) for each in session.scalars(select(Alert))}
    assert found == {("harm", "aside"), ("contact_me", "aside")}
    assert session.scalar(select(func.count()).select_from(Alert)) == 2
    alert = session.scalars(select(Alert.id)).first()
    session.rollback()
    signed_in(client, session, a_worker(session, Role.DUTY))
    assert "another version of this answer" in client.get(f"/work/alerts/{alert}").text


def test_a_cry_for_help_that_fits_no_form_is_kept_at_once(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    odd = (("a-going_well", "My dad hit me."), ("a-worries", "x" * 2001))
    posted = desk.sealed(odd)
    assert [post(client, posted).status_code for _ in range(2)] == [202, 202]
    assert session.scalars(select(Alert.kind)).first() == "harm"
    assert session.scalar(select(func.count()).select_from(Response)) == 1
    assert session.scalar(select(func.count()).select_from(Quarantined)) == 1


def _file(*posted: bytes) -> bytes:
    return b"\n".join(
        json.dumps({"id": "x", "at": 0, "envelope": b64encode(each).decode()}).encode()
        for each in posted
    )


def _rescue(client: FlaskClient, content: bytes) -> str:
    sent = {"csrf_token": token(client.get("/work/rescue").text)}
    upload = {**sent, "file": (BytesIO(content), "sealed.jsonl")}
    return client.post("/work/rescue", data=upload).text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMIN])
def test_a_rescued_file_comes_in_line_by_line_and_twice_is_once(
    client: FlaskClient, session: Session, keystore: Keystore, desk: Desk, role: Role
) -> None:
    mine = str(uuid.uuid4())
    post(client, desk.sealed(SAID, submission=mine))
    good, here = desk.sealed(OTHER), desk.sealed(SAID, submission=mine)
    large = desk.sealed((("a-going_well", "x" * 2001), ("v-going_well", in_a_field(WEBM) * 500)))
    content = _file(good, here, large, b"\x01 odd") + b'\n\nno json\n{"envelope": 3}\n[1]'
    signed_in(client, session, a_worker(session, role))
    page = _rescue(client, content)
    assert "7 sealed answers were in the file" in page
    for line in ("<b>1</b> Kept", "<b>1</b> Was here already", "<b>1</b> Set aside"):
        assert line in page
    assert "<b>4</b> No sealed answer of ours" in page
    assert "<b>2</b> Was here already" in _rescue(client, content)
    assert _words(session, keystore) == ["My canary sings.", "My dog barks."]
    assert len(_acts(session, "answers.rescued")) == 2


def test_an_empty_file_is_said_to_be_empty(client: FlaskClient, session: Session) -> None:
    signed_in(client, session, a_worker(session))
    assert "There was no line in it." in _rescue(client, b"\n")


def test_old_marks_and_old_envelopes_go_with_an_entry_in_the_trail(
    engine: Engine, session: Session
) -> None:
    session.add(Tombstone(submission_id="a", at=now() - timedelta(days=367)))
    session.add(Tombstone(submission_id="b", at=now() - timedelta(days=360)))
    for age in (93, 80):
        at = now() - timedelta(days=age)
        session.add(
            Quarantined(
                submission_id="c", fingerprint=str(age), why="unfit", at=at, envelope=b"\x01"
            )
        )
    session.commit()
    assert purge.look(session, now()) == purge.Old(1, 1, 1)
    session.rollback()
    assert purge.purge(engine, now(), "worker process") == purge.Old(1, 1, 1)
    assert purge.purge(engine, now(), "worker process") == purge.Old(0, 0, 0)
    assert list(session.scalars(select(Tombstone.submission_id))) == ["b"]
    entry = session.scalars(select(TrailEntry).filter_by(act="answers.purged")).one()
    assert entry.detail == {"tombstones": 1, "quarantined": 1, "unsettled": 1}


def test_the_command_shows_first_and_then_does(
    config: Config, engine: Engine, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.add(Tombstone(submission_id="a", at=now() - timedelta(days=400)))
    session.commit()
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    runner = CliRunner()
    assert "Would go:\n  1 marks" in runner.invoke(main, ["purge", "--dry-run"]).output
    assert "Gone:\n  1 marks" in runner.invoke(main, ["purge"]).output
    assert session.scalar(select(func.count()).select_from(Tombstone)) == 0


SENT = now().replace(microsecond=0)


@pytest.mark.parametrize(("hours", "late"), [(71.9, False), (72.1, True)])
def test_an_answer_held_back_for_three_days_is_looked_at_now(
    client: FlaskClient, session: Session, desk: Desk, hours: float, late: bool
) -> None:
    call = (("call_me", "yes"),)
    with time_machine.travel(SENT + timedelta(hours=hours), tick=False):
        assert post(client, desk.sealed(call, SENT.isoformat())).status_code == 200
        signed_in(client, session, a_worker(session, Role.DUTY))
        queue = client.get("/work/alerts").text
    alert = session.scalars(select(Alert)).one()
    message = session.scalars(select(Outbox).filter_by(step="raised")).one()
    assert alert.late is late
    assert ("Came late" in queue, "Look now (1)" in queue) == (late, late)
    assert ("held back for days" in message.body) is late
    assert message.next_try_at == message.made_at
