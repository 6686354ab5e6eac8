"""Open one sealed envelope and carry what is inside through the one door.

An envelope that opens is never lost: it is kept, known already, taken back by the child, or set
aside for an officer. One that does not open is refused, and the tablet keeps it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from voice.answers.quarantine import set_aside
from voice.answers.receive import BadArrival, OtherContent, TakenBack
from voice.child import envelope, hpke, receipt, sitting
from voice.child.envelope import Envelope, Letter
from voice.child.forms import form_class
from voice.child.models import Link
from voice.child.sealed_keys import PostKeys
from voice.child.send import send
from voice.child.sitting import Ticket
from voice.questions import publish
from voice.questions.kinds import Tier
from voice.questions.models import PublishedSet
from voice.questions.sets import for_tier
from voice.storage.keystore import Keystore, LostKey


class Outcome(IntEnum):
    """What became of an envelope, as the status it is answered with."""

    KEPT = 200
    #: Nothing is lost, but a person must look at it first.
    ASIDE = 202
    #: The link was closed for good, or the ticket is not ours or too old.
    CLOSED = 403
    OTHER_CONTENT = 409
    TAKEN_BACK = 410
    UNREADABLE = 422


def take(
    session: Session,
    keystore: Keystore,
    keys: PostKeys,
    secret: bytes,
    posted: bytes,
    at: datetime,
    read_within: timedelta,
) -> Outcome:
    """Take one envelope in."""
    try:
        found = envelope.unpacked(posted)
    except envelope.Unreadable:
        return Outcome.UNREADABLE
    ticket = sitting.read(found.ticket, secret)
    link = session.get(Link, ticket.link) if ticket else None
    if ticket is None or link is None or link.revoked_at is not None:
        return Outcome.CLOSED
    try:
        letter = _opened(session, keys, found, ticket, at)
    except (hpke.NotForUs, LostKey, envelope.Unreadable):
        return Outcome.UNREADABLE
    mine = replace(ticket, submission=found.submission)
    try:
        kept = _deliver(session, keystore, link, mine, letter, read_within)
    except TakenBack:
        return Outcome.TAKEN_BACK
    except OtherContent:
        set_aside(session, found.submission, posted, "other_content")
        return Outcome.OTHER_CONTENT
    except BadArrival:
        set_aside(session, found.submission, posted, "unfit")
        return Outcome.ASIDE
    if letter.receipt is not None:
        receipt.keep(session, secret, letter.receipt, kept)
    return Outcome.KEPT


def _opened(
    session: Session, keys: PostKeys, found: Envelope, ticket: Ticket, at: datetime
) -> Letter:
    published = session.get_one(PublishedSet, ticket.set_id)
    info = envelope.bound_to(published.key, published.version, found.submission)
    return envelope.letter(hpke.open_sealed(keys.private(found.key_id), info, found.sealed), at)


def _deliver(
    session: Session,
    keystore: Keystore,
    link: Link,
    ticket: Ticket,
    letter: Letter,
    read_within: timedelta,
) -> str:
    words = publish.worded(session, ticket.set_id, ticket.language)
    asked = for_tier(words, Tier(ticket.tier))
    form = form_class(asked)(formdata=MultiDict(letter.fields))
    if not form.validate():
        raise BadArrival("it does not fit the form")
    sent = letter.sent_at
    kept = send(session, keystore, link, ticket, asked, form, sent, read_within, "sealed")
    return kept.response_id
