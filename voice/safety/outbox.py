"""Messages that call people to an alert: written with it, sent until they arrive, never lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from voice.people.models import Worker
from voice.safety import sending, told
from voice.safety.line import Case, Reader, may_see
from voice.safety.models import Alert, Outbox
from voice.safety.notify import Letter
from voice.safety.place import responses
from voice.safety.sending import Outgoing, Post, Sender
from voice.storage import trail

RAISED = "raised"
#: Which place on the ladder a message is for.
_TO = {RAISED: "duty", "next": "next", "manager": "manager", "decision": "manager"}
_DESK = "desk"


@dataclass(frozen=True, slots=True)
class Message:
    """One message as the page of messages shows it."""

    made_at: datetime
    step: str
    to: str
    body: str
    state: str
    channel: str | None
    tries: int
    last_error: str | None


def post(session: Session, alert: Alert, step: str, at: datetime) -> bool:
    """Write a message of this step, unless one for the same answer is out; whether it did."""
    out = (
        select(Outbox.id)
        .join(Alert, Alert.id == Outbox.alert_id)
        .where(
            Alert.response_id == alert.response_id, Alert.state != "decided", Outbox.step == step
        )
    )
    if session.scalar(out.limit(1)) is not None:
        return False
    session.add(
        Outbox(
            alert_id=alert.id,
            step=step,
            to=_TO[step],
            body=told.LATE if alert.late and step == RAISED else told.MESSAGES[step],
            made_at=at,
            next_try_at=at,
        )
    )
    session.flush()
    return True


def deliver_due(engine: Engine, sender: Sender, now: datetime) -> int:
    """Send what is due; how many arrived. What fails is tried again, later each time."""
    return sending.deliver_due(engine, sender, _POST, now)


def messages(session: Session, most: int = 50) -> tuple[Message, ...]:
    """The newest messages, for the page that shows them."""
    names = {f"worker:{each.id}": each.name for each in session.scalars(select(Worker))}
    newest = select(Outbox).order_by(Outbox.made_at.desc(), Outbox.id.desc()).limit(most)
    return tuple(
        Message(
            each.made_at,
            each.step,
            names.get(each.to, each.to),
            each.body,
            each.state,
            each.channel,
            each.tries,
            each.last_error,
        )
        for each in session.scalars(newest)
    )


def _written(session: Session, message: Outbox, sender: Sender, _now: datetime) -> Outgoing | None:
    """Nothing where somebody has decided meanwhile."""
    alert = session.get_one(Alert, message.alert_id)
    if alert.state == "decided":
        return None
    to, address = _recipient(session, message, alert, sender.desk)
    letter = Letter(f"voice-{message.id}", address, _text(message.body, sender.url))
    return Outgoing(letter, to)


def _arrived(session: Session, message: Outbox, sender: Sender, to: str) -> None:
    message.to, message.channel = to, sender.adapter.name
    subject, note = f"alert:{message.alert_id}", {"step": message.step, "to": to}
    trail.write(session, "worker process", "alerts.notified", subject, **note)


_POST: Final = Post(Outbox, _written, _arrived)


def _text(body: str, url: str) -> str:
    return f"{body} Sign in to see it: {url.rstrip('/')}/work/alerts" if url else body


def _recipient(session: Session, message: Outbox, alert: Alert, desk: str) -> tuple[str, str]:
    """Who takes it, and their address; the desk where nobody else can."""
    able = list(_able(session, message.to, alert))
    place = 1 if message.to == "next" else 0
    if len(able) > place:
        return f"worker:{able[place].id}", able[place].email or ""
    return _DESK, desk


def _able(session: Session, to: str, alert: Alert) -> Iterator[Worker]:
    """People who may see this alert in the role meant, those of the child's own team first."""
    found = select(responses.c.team_id).where(responses.c.id == alert.response_id)
    team_id = session.execute(found).scalar_one()
    about = select(Alert.id).filter_by(response_id=alert.response_id, kind="about_worker")
    case = Case(team_id, session.scalar(about.limit(1)) is not None, escalated=True)
    people = session.scalars(select(Worker).where(Worker.active, Worker.email.is_not(None)))
    ranked = []
    for worker in people:
        whole = Reader.of(worker)
        scope = whole.manages if to == "manager" else whole.duty
        only = Reader(whole.id, duty=scope, line=whole.line)
        if may_see(only, case):
            ranked.append((team_id not in scope, worker.id, worker))
    return (worker for _away, _id, worker in sorted(ranked, key=lambda each: each[:2]))
