"""Messages that call people to an alert: written with it, sent until they arrive, never lost.

At least once: a worker that dies between sending and noting it sends again. A message is claimed
for a while rather than locked, so that no slow mail server holds the database's pen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from voice.people.models import Worker
from voice.safety import told
from voice.safety.line import Case, Reader, may_see
from voice.safety.models import Alert, Outbox
from voice.safety.notify import Adapter, Letter
from voice.safety.place import responses
from voice.storage import trail
from voice.storage.session import transaction

RAISED = "raised"
#: Which place on the ladder a message is for.
_TO = {RAISED: "duty", "next": "next", "manager": "manager", "decision": "manager"}
#: As long as one worker may try; then another may.
LEASE = timedelta(minutes=2)
_LONGEST_WAIT = timedelta(hours=1)
_AT_ONCE = 20
_DESK = "desk"


@dataclass(frozen=True, slots=True)
class Sender:
    """How messages leave: the adapter, the address they name, and the desk that takes the rest."""

    adapter: Adapter
    url: str = ""
    desk: str = ""


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
    return sum(_deliver(engine, sender, each, now) for each in _claim(engine, now))


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


def wait_before(tries: int) -> timedelta:
    """How long to wait after so many failures: a minute, doubled each time, at most an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), _LONGEST_WAIT)


def _claim(engine: Engine, now: datetime) -> list[int]:
    due = (
        select(Outbox.id)
        .where(Outbox.state == "waiting", Outbox.next_try_at <= now)
        .order_by(Outbox.next_try_at, Outbox.id)
        .limit(_AT_ONCE)
    )
    with Session(engine.execution_options(writing=False)) as reading:
        if reading.scalar(due) is None:
            return []
    with transaction(engine) as own:
        mine = select(Outbox).where(Outbox.id.in_(due)).with_for_update(skip_locked=True)
        claimed = [each for each in own.scalars(mine) if each.state == "waiting"]
        for each in claimed:
            each.tries += 1
            each.next_try_at = now + LEASE
        return sorted(each.id for each in claimed)


def _deliver(engine: Engine, sender: Sender, message_id: int, now: datetime) -> bool:
    with Session(engine.execution_options(writing=False)) as reading:
        message = reading.get_one(Outbox, message_id)
        alert = reading.get_one(Alert, message.alert_id)
        moot = alert.state == "decided"
        to, address = _recipient(reading, message, alert, sender.desk)
        letter = Letter(f"voice-{message.id}", address, _text(message.body, sender.url))
    wrong = None if moot else _try(sender, letter)
    with transaction(engine) as own:
        noted = own.get_one(Outbox, message_id)
        if wrong:
            noted.last_error, noted.next_try_at = wrong, now + wait_before(noted.tries)
            return False
        noted.state, noted.sent_at, noted.to = "moot" if moot else "sent", now, to
        noted.channel, noted.last_error = sender.adapter.name, None
        if not moot:
            subject = f"alert:{noted.alert_id}"
            trail.write(
                own, "worker process", "alerts.notified", subject, step=noted.step, to=noted.to
            )
    return not moot


def _try(sender: Sender, letter: Letter) -> str | None:
    """Send it; the kind of what went wrong, or None. Never its text, which may hold an address."""
    try:
        sender.adapter.send(letter)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, the message must stay
        code = getattr(wrong, "code", None) or getattr(wrong, "smtp_code", None)
        return f"{type(wrong).__name__} {code or ''}".strip()
    return None


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
