"""Remind leads of what is due: written once for each day, sent until it arrives.

By the same way out of the house as messages about alerts (`safety.sending`), in a table of its own:
an alert's message is bound to an alert. A reminder holds our own sentence, the action's number and
an address to sign in at; no words of a child's, nor of the action.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voice.actions import tell, tracker
from voice.actions.models import Action, Entry, Reminder
from voice.actions.promise import days_of
from voice.i18n.days import day_of
from voice.people.models import Worker
from voice.safety import sending
from voice.safety.notify import Letter
from voice.safety.sending import Outgoing, Post, Sender
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now as present

_log = logging.getLogger(__name__)
MESSAGES: Final = {
    "update": "Action {number}, which you lead, needs an update.",
    "due": "Action {number}, which you lead, is due soon or past its day.",
}


def write_due(engine: Engine, at: datetime) -> int:
    """Write a reminder for every day that has come near; how many. Any number may do it."""
    today = day_of(at)
    with Session(engine.execution_options(writing=False)) as reading:
        led = select(Action).where(Action.state == "open", Action.lead_id.is_not(None))
        known = set(reading.execute(select(Reminder.action_id, Reminder.kind, Reminder.about)))
        due = [
            (each.id, kind, day)
            for each in reading.scalars(led)
            for kind, day in tracker.reminders(days_of(each), today)
            if (each.id, kind, day) not in known
        ]
    return sum(
        _write(engine, Reminder(action_id=one, kind=kind, about=day, made_at=at, next_try_at=at))
        for one, kind, day in due
    )


def _write(engine: Engine, reminder: Reminder) -> bool:
    try:
        with transaction(engine) as own:
            own.add(reminder)
            own.flush()
            line = Entry(action_id=reminder.action_id, at=reminder.made_at, kind="reminded")
            line.changes = {"about": reminder.kind}
            own.add(line)
    except IntegrityError:
        return False  # another worker was quicker
    return True


def deliver_due(engine: Engine, sender: Sender, at: datetime) -> int:
    """Send what is due; how many arrived. What fails is tried again, later each time."""
    return sending.deliver_due(engine, sender, _POST, at)


def keep_reminding(
    engine: Engine, keystore: Keystore, sender: Sender, stop: threading.Event, pause: float
) -> None:
    """Remind leads and tell children until `stop` is set, looking again every `pause` seconds."""
    while not stop.is_set():
        try:
            write_due(engine, present())
            deliver_due(engine, sender, present())
            tell.tell_everybody(engine, keystore)
        except Exception as wrong:  # noqa: BLE001 - a watch that ends is worse than one that stumbles
            _log.error("the watch over actions stumbled: %s", type(wrong).__name__)
        stop.wait(pause)


def _written(session: Session, reminder: Reminder, sender: Sender, at: datetime) -> Outgoing | None:
    """Nothing where nobody leads it any more, or the day has passed by."""
    action = session.get_one(Action, reminder.action_id)
    lead = session.get(Worker, action.lead_id) if action.lead_id else None
    if lead is None or not lead.active or not _still_due(action, reminder, at):
        return None
    text = _text(reminder.kind, action.id, sender.url)
    letter = Letter(f"voice-action-{reminder.id}", lead.email or sender.desk, text)
    return Outgoing(letter, f"worker:{lead.id}")


def _arrived(session: Session, reminder: Reminder, _sender: Sender, _to: str) -> None:
    subject = f"action:{reminder.action_id}"
    trail.write(session, "worker process", "actions.reminded", subject, kind=reminder.kind)


_POST: Final = Post(Reminder, _written, _arrived)


def _still_due(action: Action, reminder: Reminder, at: datetime) -> bool:
    """Whether the day it is about still is the day: an update or a closing has made it moot."""
    due = tracker.reminders(days_of(action), day_of(at))
    return (reminder.kind, reminder.about) in due


def _text(kind: str, action_id: int, url: str) -> str:
    body = MESSAGES[kind].format(number=f"A-{action_id}")
    where = f" Sign in to see it: {url.rstrip('/')}/work/actions/{action_id}" if url else ""
    return body + where
