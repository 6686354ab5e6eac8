"""The sealed post: kept once however often it comes, refused when it is not ours, never lost."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.build import a_link
from tests.post import KIND, Desk, post
from voice.answers.models import Answer, Quarantined, Response, Tombstone
from voice.answers.read import texts_for_coding
from voice.child import envelope, links, receipt
from voice.child.envelope import SIZES, Unreadable
from voice.child.pictures import drawn
from voice.child.sealed_keys import PostKeys
from voice.safety.models import Alert
from voice.storage.keystore import Keystore, LostKey
from voice.storage.types import now

SAID = (("a-going_well", "My canary sings."), ("share", "yes"))


@pytest.fixture
def desk(client: FlaskClient, session: Session) -> Desk:
    """A page that was opened."""
    link = a_link(session)
    session.commit()
    return Desk.of(client, link.token)


def _count(session: Session, model: type[object]) -> int:
    session.rollback()
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()
    return found


def test_a_sealed_answer_arrives_as_it_was_said(
    client: FlaskClient, session: Session, keystore: Keystore, desk: Desk
) -> None:
    sent = (now() - timedelta(hours=30)).isoformat()
    answer = post(client, desk.sealed(SAID, sent))
    assert (answer.status_code, answer.json) == (200, {"state": "kept"})
    assert "Set-Cookie" not in answer.headers
    response = session.scalars(select(Response)).one()
    assert texts_for_coding(keystore, [response])[response.id] == {"going_well": "My canary sings."}
    assert (response.channel, response.consent.share) == ("sealed", "yes")
    assert response.sent_at == datetime.fromisoformat(sent)


def test_the_same_envelope_again_and_another_seal_of_the_same_words_are_kept_once(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    mine = str(uuid.uuid4())
    first = desk.sealed(SAID, submission=mine)
    for posted in (first, first, desk.sealed(SAID, submission=mine)):
        assert post(client, posted).status_code == 200
    assert _count(session, Response) == 1


def test_the_same_id_with_other_words_is_set_aside_once_and_closed(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    mine = str(uuid.uuid4())
    assert post(client, desk.sealed(SAID, submission=mine)).status_code == 200
    other = desk.sealed((("a-going_well", "Something else."),), submission=mine)
    assert [post(client, other).status_code for _ in range(2)] == [409, 409]
    kept = session.scalars(select(Quarantined)).one()
    assert (kept.why, kept.envelope) == ("other_content", other)
    assert _count(session, Response) == 1


def test_what_fits_no_form_is_set_aside(client: FlaskClient, session: Session, desk: Desk) -> None:
    odd = ((("a-going_well", "x" * 2001),), (("a-worker_count_feel", "\ud800"),))
    for fields in odd:
        assert post(client, desk.sealed(fields)).status_code == 202
    assert _count(session, Quarantined) == 2
    assert _count(session, Response) == 0


def test_what_was_taken_back_stays_taken_back(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    mine = str(uuid.uuid4())
    session.add(Tombstone(submission_id=mine, at=now()))
    session.commit()
    assert post(client, desk.sealed(SAID, submission=mine)).status_code == 410
    assert _count(session, Response) == 0


def test_a_late_answer_raises_its_alert_with_the_clock_from_when_it_was_sent(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    sent = (now() - timedelta(hours=72)).isoformat()
    assert post(client, desk.sealed((("a-going_well", "He hit me."),), sent)).status_code == 200
    alert = session.scalars(select(Alert)).first()
    assert alert is not None
    assert alert.sent_at == datetime.fromisoformat(sent)
    assert alert.raised_at > now() - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("sent", "age"),
    [("2031-01-01T00:00:00Z", 0), ("1999-01-01T00:00:00+00:00", 60), ("2026-01-01T00:00:00", 0)],
)
def test_a_tablets_clock_is_believed_within_reason(
    client: FlaskClient, session: Session, desk: Desk, sent: str, age: int
) -> None:
    assert post(client, desk.sealed(SAID, sent)).status_code == 200
    found = session.scalars(select(Response.sent_at)).one()
    assert abs(now() - timedelta(days=age) - found) < timedelta(minutes=1)


def test_the_receipt_inside_is_kept(
    app: Flask, client: FlaskClient, session: Session, desk: Desk
) -> None:
    given = drawn("tablet")
    assert post(client, desk.sealed(SAID, receipt=given)).status_code == 200
    secret = app.extensions["voice.secret"]
    assert receipt.find(session, secret, given) == session.scalars(select(Response.id)).one()


def test_a_bit_flipped_anywhere_is_refused(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    whole = desk.sealed(SAID)
    statuses = set()
    for place in range(0, len(whole), 37):
        changed = bytearray(whole)
        changed[place] ^= 1
        statuses.add(post(client, bytes(changed)).status_code)
    assert statuses <= {403, 422}
    assert _count(session, Response) == 0


def test_a_letter_moved_to_another_form_does_not_open(
    client: FlaskClient, session: Session, desk: Desk
) -> None:
    other = a_link(session, "CP-P")
    session.commit()
    theirs = Desk.of(client, other.token)
    moved = envelope.unpacked(desk.sealed(SAID))
    posted = envelope.packed(
        envelope.Envelope(moved.key_id, theirs.ticket, moved.submission, moved.sealed)
    )
    assert post(client, posted).status_code == 422


@pytest.mark.parametrize("posted", [b"", b"\x01", b"\x02" * 400, b"\x01\x07" + b"x" * 1200])
def test_what_is_no_envelope_is_refused(client: FlaskClient, posted: bytes) -> None:
    assert post(client, posted).status_code == 422


@pytest.mark.parametrize(
    "plain",
    [b"", b"[]", b"{}", b"\xff", b'{"fields":[["a"]],"sent_at":"x"}', b'{"fields":0,"sent_at":1}',
     b'{"fields":[],"sent_at":"2026-01-01T00:00:00Z","receipt":7}', b"[" * 900],
)  # fmt: skip
def test_an_envelope_with_something_else_inside_is_refused(
    client: FlaskClient, desk: Desk, plain: bytes
) -> None:
    assert post(client, desk.sealed((), plain=plain.ljust(1024))).status_code == 422


def test_only_the_right_kind_and_size_is_read(client: FlaskClient, desk: Desk) -> None:
    assert post(client, desk.sealed(SAID), "text/plain").status_code == 415
    assert post(client, b"\x01" * (envelope.LARGEST + 1)).status_code == 413
    assert client.get("/in").status_code == 405


def test_a_link_closed_for_good_takes_nothing_not_even_what_was_written_before(
    client: FlaskClient, session: Session
) -> None:
    link = a_link(session)
    session.commit()
    desk = Desk.of(client, link.token)
    posted = desk.sealed(SAID)
    links.revoke(session, link, 1)
    session.commit()
    assert post(client, posted).status_code == 403
    assert client.get(f"/f/{link.token}").status_code == 404


def test_a_ticket_is_good_for_sixty_days(client: FlaskClient, session: Session) -> None:
    link = a_link(session)
    session.commit()
    with time_machine.travel(datetime(2026, 9, 1, tzinfo=UTC)) as clock:
        posted = Desk.of(client, link.token).sealed(SAID)
        clock.shift(timedelta(days=59))
        assert post(client, posted).status_code == 200
        clock.shift(timedelta(days=2))
        assert post(client, posted).status_code == 403


def test_the_length_tells_only_one_of_five_sizes() -> None:
    seen = {
        len(envelope.padded([("a", "x" * size)], "now", None)) for size in range(0, 250_000, 997)
    }
    assert seen == set(SIZES)
    with pytest.raises(Unreadable):
        envelope.padded([("a", "x" * SIZES[-1])], "now", None)


def test_a_month_has_one_key_and_old_ones_are_destroyed(keystore: Keystore) -> None:
    keys, others = PostKeys(keystore), PostKeys(keystore)
    months = [datetime(2026, month, 3, tzinfo=UTC) for month in (8, 9, 10, 11)]
    made = [keys.public(at) for at in months]
    assert len({each.key for each in made}) == 4
    assert [others.public(at) for at in months] == made
    assert len(keys.private("2026-08")) == 32
    keys.public(datetime(2026, 12, 1, tzinfo=UTC))
    with pytest.raises(LostKey):
        keys.private("2026-08")
    assert len(keys.private("2026-09")) == 32


def test_two_processes_that_make_the_same_month_agree(keystore: Keystore) -> None:
    first, second = PostKeys(keystore), PostKeys(keystore)
    at = datetime(2026, 5, 1, tzinfo=UTC)
    mine = first._make("2026-05", at)
    assert second._make("2026-05", at) == mine


def test_the_public_key_is_published(client: FlaskClient, desk: Desk) -> None:
    told = json.loads(client.get("/keys.json").text)
    assert told["id"] == desk.key_id


def test_no_envelope_lies_open_on_the_disk(
    app: Flask, client: FlaskClient, session: Session, desk: Desk
) -> None:
    mine = str(uuid.uuid4())
    post(client, desk.sealed((("a-going_well", "Kanari Zwölf"),), submission=mine))
    post(client, desk.sealed((("a-going_well", "Kanari Dreizehn"),), submission=mine))
    assert (_count(session, Answer) > 0, _count(session, Quarantined)) == (True, 1)
    folder = app.extensions["voice.config"].data
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"Kanari" not in kept
    assert mine.encode() in kept


def test_the_kind_is_the_one_that_no_plain_form_can_post() -> None:
    assert KIND not in {"text/plain", "multipart/form-data", "application/x-www-form-urlencoded"}
