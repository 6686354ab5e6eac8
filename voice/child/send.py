"""Send one child's form to the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voice.answers.arrival import Kept
from voice.answers.receive import receive
from voice.child import links, sitting
from voice.child.forms import ChildForm
from voice.child.models import Link
from voice.child.sitting import Ticket
from voice.questions.sets import QuestionSet
from voice.storage.keystore import Keystore


def send(
    session: Session,
    keystore: Keystore,
    link: Link,
    ticket: Ticket,
    asked: QuestionSet,
    form: ChildForm,
    at: datetime,
    read_within: timedelta,
    channel: str = "link",
) -> Kept:
    """Keep the form's answers, and count the link's use once however often it is sent."""
    arriving = sitting.arrival(ticket, asked, form, link.team_id, link.period, at, channel)
    kept = receive(session, keystore, arriving, read_within)
    if kept.new:
        links.count_use(session, link)
    return kept
