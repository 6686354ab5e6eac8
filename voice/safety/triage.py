"""The alerts: raised in the transaction that keeps the answer, queued, seen, and decided.

No answer is kept without its alert, no alert without its message, and nothing here takes one away:
an alert ends with a person's decision. Every act stands in the trail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from voice.people.models import Team
from voice.safety import clock, outbox, told
from voice.safety.clock import Group, Ladder, Step, Times, deadlines, overdue
from voice.safety.line import Case, Reader, may_see
from voice.safety.models import Alert
from voice.safety.place import responses
from voice.storage import trail
from voice.storage.types import now as present

_ORDER = tuple(Group)


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was noticed, before it becomes an alert."""

    kind: str
    source: str
    question: str | None = None
    #: Character offsets into the answer's text.
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One alert in the queue, without a word of the child's."""

    id: int
    response_id: str
    kind: str
    group: Group
    source: str
    question: str | None
    span: tuple[int, int] | None
    state: str
    decision: str | None
    sent_at: datetime
    #: "raised 12 minutes ago"; "overdue by 1 hour", or "" while it is not.
    raised: str
    late: str
    escalated: bool
    #: The answer came late: it had waited on a tablet for days.
    held_back: bool
    team: str | None
    set_key: str
    tier: str
    language: str
    company: tuple[str, ...]


class NoSuchAlert(LookupError):
    """There is no such alert, or it is not for this person."""


def raise_alerts(
    session: Session, response_id: str, sent_at: datetime, notices: Sequence[Notice]
) -> None:
    """One alert for each notice, and one message for all of them.

    The clock runs from when the child pressed Send; an answer that was held back for days on a
    tablet is looked at now, whatever it says.
    """
    if not notices:
        return
    raised_at, late = present(), _came_late(session, response_id)
    alerts = [
        Alert(
            response_id=response_id,
            kind=notice.kind,
            source=notice.source,
            question=notice.question,
            span=list(notice.span) if notice.span else None,
            sent_at=sent_at,
            raised_at=raised_at,
            late=late,
        )
        for notice in notices
    ]
    session.add_all(alerts)
    session.flush()
    outbox.post(session, alerts[0], outbox.RAISED, raised_at)


def _came_late(session: Session, response_id: str) -> bool:
    """Whether a tablet held it back for days; what staff put in later is not meant."""
    times = select(responses.c.sent_at, responses.c.received_at)
    sealed = responses.c.channel == "sealed"
    found = session.execute(times.where(responses.c.id == response_id, sealed)).first()
    return found is not None and clock.came_late(found.sent_at, found.received_at)


def any_for(session: Session, response_id: str) -> bool:
    """Whether this response raised an alert."""
    return bool(session.scalar(select(exists().where(Alert.response_id == response_id))))


def queue(session: Session, reader: Reader, now: datetime, ladder: Ladder) -> tuple[Row, ...]:
    """What waits for this person: by group, what is late first, then the oldest."""
    rows = _visible(session, reader, now, ladder, _found().where(Alert.state != "decided"))
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.group), not row.late, row.sent_at)))


def decided(
    session: Session, reader: Reader, now: datetime, ladder: Ladder, most: int = 20
) -> tuple[Row, ...]:
    """The newest of what was decided: an alert never vanishes."""
    newest = _found().where(Alert.state == "decided").order_by(Alert.decided_at.desc(), Alert.id)
    return tuple(_visible(session, reader, now, ladder, newest.limit(most)))


def row(session: Session, reader: Reader, alert_id: int, now: datetime, ladder: Ladder) -> Row:
    """One alert as the queue shows it; NoSuchAlert."""
    found = next(_visible(session, reader, now, ladder, _found().where(Alert.id == alert_id)), None)
    if found is None:
        raise NoSuchAlert(alert_id)
    return found


def siblings(
    session: Session, reader: Reader, mine: Row, now: datetime, ladder: Ladder
) -> tuple[Row, ...]:
    """Every alert of the same answer, this one too, in the order of the queue."""
    same = _found().where(Alert.response_id == mine.response_id)
    rows = _visible(session, reader, now, ladder, same)
    return tuple(sorted(rows, key=lambda row: (_ORDER.index(row.group), row.id)))


def late(session: Session, reader: Reader, now: datetime, ladder: Ladder) -> int:
    """How many alerts this person could act on are overdue."""
    return sum(bool(each.late) for each in queue(session, reader, now, ladder))


def see(session: Session, reader: Reader, alert_id: int, now: datetime, ladder: Ladder) -> Row:
    """Say that this person is on it; whoever came first stays. NoSuchAlert."""
    mine = row(session, reader, alert_id, now, ladder)
    for each in siblings(session, reader, mine, now, ladder):
        alert = session.get_one(Alert, each.id, with_for_update=True)
        if alert.state == "new":
            _see(alert, reader, now, escalated=each.escalated)
            trail.write(session, reader.actor, "alerts.seen", f"alert:{each.id}", kind=each.kind)
    session.flush()
    return row(session, reader, alert_id, now, ladder)


def _see(alert: Alert, reader: Reader, now: datetime, *, escalated: bool) -> None:
    alert.state, alert.seen_at, alert.seen_by = "seen", now, reader.id
    if escalated and alert.escalated_at is None:
        alert.escalated_at = now


def _found() -> Select[Any]:
    about = select(Alert.response_id).where(Alert.kind == "about_worker")
    return (
        select(
            Alert,
            responses,
            Team.name.label("team"),
            Alert.response_id.in_(about).label("about_worker"),
        )
        .join(responses, responses.c.id == Alert.response_id)
        .outerjoin(Team, Team.id == responses.c.team_id)
        .order_by(Alert.id)
    )


def _visible(
    session: Session, reader: Reader, now: datetime, ladder: Ladder, found: Select[Any]
) -> Iterator[Row]:
    for each in session.execute(found):
        times = times_of(each.Alert)
        climbed = each.Alert.escalated_at is not None or _climbed(times, now, ladder)
        if may_see(reader, Case(each.team_id, bool(each.about_worker), climbed)):
            yield _row(each, times, now, ladder, escalated=climbed)


def times_of(alert: Alert) -> Times:
    """The moments of an alert that its clock needs."""
    return Times(
        alert.sent_at, alert.seen_at, alert.decided_at, clock.group(alert.kind, late=alert.late)
    )


def _climbed(times: Times, now: datetime, ladder: Ladder) -> bool:
    """Whether a manager should see it, even before the worker process has said so."""
    return times.seen_at is None and now >= deadlines(times, ladder)[Step.MANAGER]


def _row(found: Any, times: Times, now: datetime, ladder: Ladder, *, escalated: bool) -> Row:
    alert: Alert = found.Alert
    by = overdue(times, now, ladder)
    return Row(
        id=alert.id,
        response_id=alert.response_id,
        kind=alert.kind,
        group=times.group,
        source=alert.source,
        question=alert.question,
        span=(alert.span[0], alert.span[1]) if alert.span else None,
        state=alert.state,
        decision=alert.decision,
        sent_at=alert.sent_at,
        raised=told.raised(now - alert.sent_at),
        late=told.late(by) if by else "",
        escalated=escalated,
        held_back=alert.late,
        team=found.team,
        set_key=found.set_key,
        tier=found.tier,
        language=found.language,
        company=tuple(found.company),
    )
