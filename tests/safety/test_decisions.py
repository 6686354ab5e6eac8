"""Decisions: each with its reason, sealed, for good; and what was harmless is noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_worker
from voice.answers.arrival import Wishes
from voice.answers.models import Response
from voice.config import Config
from voice.people.models import Role
from voice.safety import decisions, triage
from voice.safety.clock import Ladder
from voice.safety.decisions import AlreadyDecided, BadDecision, Decision
from voice.safety.line import Reader
from voice.safety.models import Alert, BenignBank
from voice.storage import trail
from voice.storage.keystore import Keystore

LADDER = Ladder()
NOW = SENT + timedelta(minutes=10)
REFERRED = Decision("referred", "She said Kanari Zwölf.", "Front Door, Ms Kanari Zwölf", NOW)
KNOWN = Decision("known", "In the plan already.")
BENIGN = Decision("not_concern", "A film.")


@pytest.fixture
def duty(session: Session) -> Reader:
    return Reader.of(a_worker(session, Role.DUTY))


def alerts(session: Session) -> list[int]:
    return list(session.scalars(select(Alert.id).order_by(Alert.id)))


def decide(
    session: Session,
    keystore: Keystore,
    duty: Reader,
    decision: Decision,
    ids: list[int] | None = None,
) -> None:
    decisions.decide(session, keystore, duty, ids or alerts(session), decision, NOW, LADDER)
    session.commit()


def test_a_referral_keeps_why_to_whom_and_when(
    session: Session, keystore: Keystore, duty: Reader, config: Config
) -> None:
    a_response(session, keystore, "Dad hit me.")
    decide(session, keystore, duty, REFERRED)
    alert = session.get_one(Alert, alerts(session)[0])
    assert (alert.state, alert.decision, alert.seen_at) == ("decided", "referred", NOW)
    assert (alert.decided_by, alert.seen_by) == (duty.id, duty.id)
    found = decisions.decided(session, keystore, alert.id)
    assert found is not None
    assert (found.reason, found.to, found.when) == (REFERRED.reason, REFERRED.to, NOW)
    kept = b"".join(path.read_bytes() for path in config.data.rglob("*") if path.is_file())
    assert "Zwölf".encode() not in kept


def test_nothing_is_decided_before_somebody_decides(session: Session, keystore: Keystore) -> None:
    a_response(session, keystore, "Dad hit me.")
    assert decisions.decided(session, keystore, alerts(session)[0]) is None


@pytest.mark.parametrize(
    "wrong",
    [
        replace(KNOWN, decision="deleted"),
        replace(KNOWN, reason="  "),
        replace(REFERRED, to=" "),
        replace(REFERRED, when=None),
    ],
)
def test_a_decision_that_lacks_something_is_refused(
    session: Session, keystore: Keystore, duty: Reader, wrong: Decision
) -> None:
    a_response(session, keystore, "Dad hit me.")
    with pytest.raises(BadDecision):
        decide(session, keystore, duty, wrong)
    assert session.scalars(select(Alert.state)).all() == ["new"]


def test_a_decision_stays(session: Session, keystore: Keystore, duty: Reader) -> None:
    a_response(session, keystore, "Dad hit me.")
    decide(session, keystore, duty, KNOWN)
    with pytest.raises(AlreadyDecided):
        decide(session, keystore, duty, BENIGN)
    assert session.scalars(select(Alert.decision)).all() == ["known"]
    assert triage.queue(session, duty, NOW, LADDER) == ()
    assert [row.decision for row in triage.decided(session, duty, NOW, LADDER)] == ["known"]


def test_what_was_no_concern_is_noted_where_it_stands(
    session: Session, keystore: Keystore, duty: Reader
) -> None:
    kept = a_response(session, keystore, "Dad hit me.", wishes=Wishes(call_me=True))
    decide(session, keystore, duty, BENIGN)
    noted = session.scalars(select(BenignBank)).one()
    assert (noted.response_id, noted.question, noted.kind) == (
        kept.response_id,
        "going_well",
        "harm",
    )
    assert "Dad hit me."[noted.span[0] : noted.span[1]]
    assert (noted.at, noted.by) == (NOW, duty.id)


def test_a_concern_is_not_noted_as_harmless(
    session: Session, keystore: Keystore, duty: Reader
) -> None:
    a_response(session, keystore, "Dad hit me.")
    decide(session, keystore, duty, KNOWN)
    assert session.scalars(select(BenignBank)).all() == []


def test_every_decision_is_an_act_without_words(
    session: Session, keystore: Keystore, duty: Reader
) -> None:
    a_response(session, keystore, "Dad hit me.")
    decide(session, keystore, duty, REFERRED)
    act = session.scalars(select(trail.TrailEntry).filter_by(act="alerts.decided")).one()
    assert act.actor == duty.actor
    assert act.detail == {"kind": "harm", "decision": "referred", "late": False}
    assert trail.verify(session) is None


def test_an_alert_of_an_erased_answer_can_still_be_decided(
    session: Session, keystore: Keystore, duty: Reader
) -> None:
    kept = a_response(session, keystore, "Dad hit me.")
    keystore.erase(session.get_one(Response, kept.response_id).key_id)
    decide(session, keystore, duty, REFERRED)
    found = decisions.decided(session, keystore, alerts(session)[0])
    assert found is not None
    assert (found.decision, found.reason, found.to) == ("referred", "", "")
