"""Decide an alert: referred, known, or not a concern, each with its reason. It is never taken back.

The reason may quote the child, so it is sealed with the key of the child's own answer and goes when
that key goes. What was no concern is noted for the benign bank: where it stands, never the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.safety import triage
from voice.safety.clock import Ladder
from voice.safety.line import Reader
from voice.safety.models import DECISIONS, Alert, BenignBank
from voice.safety.place import responses
from voice.safety.triage import Row
from voice.storage import trail
from voice.storage.keys import Place, open_sealed, seal
from voice.storage.keystore import Keystore, LostKey


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, why, and for a referral to whom and when."""

    decision: str
    reason: str
    to: str = ""
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it can be read again."""

    decision: str
    at: datetime | None
    by: int | None
    #: Both empty where the answer's key was erased.
    reason: str
    to: str
    when: datetime | None


class BadDecision(ValueError):
    """A decision without its reason, or a referral without whom and when."""


class AlreadyDecided(ValueError):
    """Somebody decided it first."""


def decide(
    session: Session,
    keystore: Keystore,
    reader: Reader,
    alert_ids: Sequence[int],
    decision: Decision,
    now: datetime,
    ladder: Ladder,
) -> None:
    """Decide these alerts of one answer together; NoSuchAlert, AlreadyDecided, BadDecision."""
    _check(decision)
    for alert_id in alert_ids:
        row = triage.row(session, reader, alert_id, now, ladder)
        alert = session.get_one(Alert, alert_id, with_for_update=True)
        if alert.state == "decided":
            raise AlreadyDecided(alert_id)
        _set(session, keystore, alert, reader, decision, now)
        if decision.decision == "not_concern":
            _bank(session, row, reader, now)
        _trace(session, row, reader, decision)
    session.flush()


def decided(session: Session, keystore: Keystore, alert_id: int) -> Decided | None:
    """What was decided, its texts opened; None while nothing is. The caller has traced it."""
    alert = session.get_one(Alert, alert_id)
    if alert.decision is None:
        return None
    key_id, key = _key(session, keystore, alert)
    return Decided(
        alert.decision,
        alert.decided_at,
        alert.decided_by,
        _opened(key, key_id, alert, "reason", alert.reason),
        _opened(key, key_id, alert, "referred_to", alert.referred_to),
        alert.referred_at,
    )


def _check(decision: Decision) -> None:
    if decision.decision not in DECISIONS:
        raise BadDecision(decision.decision)
    if not decision.reason.strip():
        raise BadDecision("a decision needs its reason")
    if decision.decision == "referred" and not (decision.to.strip() and decision.when):
        raise BadDecision("a referral needs to whom and when")


def _set(
    session: Session,
    keystore: Keystore,
    alert: Alert,
    reader: Reader,
    decision: Decision,
    now: datetime,
) -> None:
    alert.state, alert.decision = "decided", decision.decision
    alert.seen_at, alert.seen_by = alert.seen_at or now, alert.seen_by or reader.id
    alert.decided_at, alert.decided_by = now, reader.id
    key_id, key = _key(session, keystore, alert)
    alert.reason = _sealed(key, key_id, alert, "reason", decision.reason)
    if decision.decision == "referred":
        alert.referred_to = _sealed(key, key_id, alert, "referred_to", decision.to)
        alert.referred_at = decision.when


def _key(session: Session, keystore: Keystore, alert: Alert) -> tuple[str, bytes | None]:
    """The key of the answer; None where it was erased, and then no text is kept or opened."""
    found = select(responses.c.key_id).where(responses.c.id == alert.response_id)
    key_id: str = session.execute(found).scalar_one()
    try:
        return key_id, keystore.find(key_id)
    except LostKey:
        return key_id, None


def _sealed(key: bytes | None, key_id: str, alert: Alert, column: str, text: str) -> bytes | None:
    return seal(key, text.strip().encode(), _place(alert, column, key_id)) if key else None


def _opened(
    key: bytes | None, key_id: str, alert: Alert, column: str, envelope: bytes | None
) -> str:
    if key is None or envelope is None:
        return ""
    return open_sealed(key, envelope, _place(alert, column, key_id)).decode()


def _place(alert: Alert, column: str, key_id: str) -> Place:
    return Place("alerts", column, str(alert.id), key_id)


def _bank(session: Session, row: Row, reader: Reader, now: datetime) -> None:
    """Note where the words stand; a button or a rating has none."""
    if row.question and row.span:
        session.add(
            BenignBank(
                response_id=row.response_id,
                question=row.question,
                span=list(row.span),
                kind=row.kind,
                at=now,
                by=reader.id,
            )
        )


def _trace(session: Session, row: Row, reader: Reader, decision: Decision) -> None:
    trail.write(
        session,
        reader.actor,
        "alerts.decided",
        f"alert:{row.id}",
        kind=row.kind,
        decision=decision.decision,
        late=bool(row.late),
    )
