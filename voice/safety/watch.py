"""Keep watch over what waits: climb the ladder, and send what is due, for as long as we run."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voice.config import Config
from voice.safety import notify, outbox
from voice.safety.clock import Ladder, Step, reached
from voice.safety.models import Alert, Outbox
from voice.safety.sending import Sender
from voice.safety.triage import times_of
from voice.storage import trail
from voice.storage.session import transaction
from voice.storage.types import now as present

_log = logging.getLogger(__name__)
#: From these steps on, managers see the alert.
_ESCALATED = frozenset({Step.MANAGER, Step.DECISION})


def ladder_of(config: Config) -> Ladder:
    """The ladder of these settings."""
    return Ladder(
        config.alert_next_minutes, config.alert_manager_minutes, config.alert_decision_days
    )


def sender_of(config: Config) -> Sender:
    """How messages leave, by these settings."""
    return Sender(notify.adapter_of(config), config.url, config.notify_desk)


def climb(engine: Engine, now: datetime, ladder: Ladder) -> int:
    """Write the messages of every step that was reached since; how many. Any number may climb."""
    with Session(engine.execution_options(writing=False)) as reading:
        due = _due(reading, now, ladder)
    if not due:
        return 0
    with transaction(engine) as own:
        return sum(_climb(own, alert_id, step, now, ladder) for alert_id, step in due)


def keep_watch(
    engine: Engine, sender: Sender, ladder: Ladder, stop: threading.Event, pause: float
) -> None:
    """Climb and deliver until `stop` is set, looking again every `pause` seconds."""
    while not stop.is_set():
        try:
            climb(engine, present(), ladder)
            outbox.deliver_due(engine, sender, present())
        except Exception as wrong:  # noqa: BLE001 - a watch that ends is worse than one that stumbles
            _log.error("the watch over alerts stumbled: %s", type(wrong).__name__)
        stop.wait(pause)


def _due(session: Session, now: datetime, ladder: Ladder) -> list[tuple[int, Step]]:
    """Steps reached, once for each answer, for which nothing was written yet."""
    waiting = select(Alert).where(Alert.state != "decided").order_by(Alert.id)
    alerts = session.scalars(waiting).all()
    answer = {each.id: each.response_id for each in alerts}
    written = select(Outbox.alert_id, Outbox.step).join(Alert).where(Alert.state != "decided")
    done = {(answer.get(each.alert_id), each.step) for each in session.execute(written)}
    due: dict[tuple[str, str], tuple[int, Step]] = {}
    for each in alerts:
        for step in reached(times_of(each), now, ladder):
            if (each.response_id, step.value) not in done:
                due.setdefault((each.response_id, step.value), (each.id, step))
    return list(due.values())


def _climb(session: Session, alert_id: int, step: Step, now: datetime, ladder: Ladder) -> bool:
    alert = session.get_one(Alert, alert_id, with_for_update=True)
    if step not in reached(times_of(alert), now, ladder):
        return False  # somebody looked meanwhile
    try:
        with session.begin_nested():
            written = outbox.post(session, alert, step.value, now)
    except IntegrityError:
        return False  # another worker was quicker
    if step in _ESCALATED:
        _escalate(session, alert.response_id, now)
    if written:
        trail.write(session, "worker process", "alerts.climbed", f"alert:{alert.id}", step=step)
    return written


def _escalate(session: Session, response_id: str, now: datetime) -> None:
    """All that waits in this answer: a manager who looks sees the whole of it."""
    same = select(Alert).where(Alert.response_id == response_id, Alert.state != "decided")
    for each in session.scalars(same.where(Alert.escalated_at.is_(None))):
        each.escalated_at = now
