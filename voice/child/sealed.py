"""Open one sealed envelope and carry what is inside through the one door.

An envelope that opens is never lost: it is kept, known already, taken back by the child, or set
aside for an officer; and then too somebody is called where its words ask for it. One that does not
open is refused, and the tablet keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from voice.answers import quarantine
from voice.answers.arrival import Arrival
from voice.answers.notices import notices
from voice.answers.quarantine import set_aside
from voice.answers.receive import BadArrival, OtherContent, TakenBack
from voice.child import envelope, hpke, receipt, sitting
from voice.child.envelope import Envelope, Letter
from voice.child.forms import ChildForm, form_class
from voice.child.mended import mended
from voice.child.models import Link
from voice.child.sealed_keys import PostKeys
from voice.child.send import send
from voice.child.sitting import Ticket
from voice.questions import publish
from voice.questions.kinds import Tier
from voice.questions.models import PublishedSet
from voice.questions.sets import QuestionSet, for_tier
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


class Closed(LookupError):
    """Its ticket is not ours or too old, or its link was closed for good."""


@dataclass(frozen=True, slots=True)
class Post:
    """One envelope, opened."""

    ticket: Ticket
    link: Link
    letter: Letter
    asked: QuestionSet

    def sealed_form(self) -> ChildForm:
        """The form as it was filled in, not yet checked."""
        return form_class(self.asked)(formdata=MultiDict(self.letter.fields))


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
        found = opened(session, keys, secret, posted, at)
    except Closed:
        return Outcome.CLOSED
    except (hpke.NotForUs, LostKey, envelope.Unreadable):
        return Outcome.UNREADABLE
    try:
        kept = _deliver(session, keystore, found, read_within)
    except TakenBack:
        return Outcome.TAKEN_BACK
    except OtherContent:
        set_aside(session, found.ticket.submission, posted, "other_content")
        _call(session, found)
        return Outcome.OTHER_CONTENT
    except BadArrival:
        set_aside(session, found.ticket.submission, posted, "unfit")
        _keep_a_call(session, keystore, found, read_within)
        return Outcome.ASIDE
    if found.letter.receipt is not None:
        receipt.keep(session, secret, found.letter.receipt, kept)
    return Outcome.KEPT


def opened(
    session: Session,
    keys: PostKeys,
    secret: bytes,
    posted: bytes,
    at: datetime,
    *,
    late: bool = False,
) -> Post:
    """What an envelope holds; Closed, Unreadable, NotForUs, LostKey.

    `late` opens for a person what a tablet may no longer send.
    """
    found = envelope.unpacked(posted)
    ticket = sitting.read(found.ticket, secret, None if late else sitting.TICKET_SECONDS)
    link = session.get(Link, ticket.link) if ticket else None
    if ticket is None or link is None or (link.revoked_at is not None and not late):
        raise Closed(found.submission)
    letter = _opened(session, keys, found, ticket, at)
    mine = replace(ticket, submission=found.submission)
    words = publish.worded(session, ticket.set_id, ticket.language)
    return Post(mine, link, letter, for_tier(words, Tier(ticket.tier)))


def keep_what_fits(
    session: Session, keystore: Keystore, found: Post, read_within: timedelta
) -> str:
    """Keep as much of it as fits the form; the id of the answer. OtherContent, TakenBack."""
    form = mended(found.asked, found.letter.fields).form
    return _sent(session, keystore, found, form, read_within)


def _opened(
    session: Session, keys: PostKeys, found: Envelope, ticket: Ticket, at: datetime
) -> Letter:
    published = session.get_one(PublishedSet, ticket.set_id)
    info = envelope.bound_to(published.key, published.version, found.submission)
    return envelope.letter(hpke.open_sealed(keys.private(found.key_id), info, found.sealed), at)


def _deliver(session: Session, keystore: Keystore, found: Post, read_within: timedelta) -> str:
    form = found.sealed_form()
    if not form.validate():
        raise BadArrival("it does not fit the form")
    return _sent(session, keystore, found, form, read_within)


def _sent(
    session: Session, keystore: Keystore, found: Post, form: ChildForm, read_within: timedelta
) -> str:
    sent = found.letter.sent_at
    kept = send(
        session, keystore, found.link, found.ticket, found.asked, form, sent, read_within, "sealed"
    )
    return kept.response_id


def _call(session: Session, found: Post) -> None:
    """Where other words came under an id that is known: call somebody, if they ask for it."""
    form = mended(found.asked, found.letter.fields).form
    quarantine.call(session, found.asked, _arriving(found, form))


def _keep_a_call(session: Session, keystore: Keystore, found: Post, read_within: timedelta) -> None:
    """Where something does not fit: what fits is kept at once, if it asks for somebody."""
    form = mended(found.asked, found.letter.fields).form
    if any(notices(found.asked, _arriving(found, form))):
        try:
            _sent(session, keystore, found, form, read_within)
        except OtherContent:
            _call(session, found)
        except (BadArrival, TakenBack):
            return  # it is set aside whole, for a person


def _arriving(found: Post, form: ChildForm) -> Arrival:
    ticket, link = found.ticket, found.link
    return sitting.arrival(
        ticket, found.asked, form, link.team_id, link.period, found.letter.sent_at, "sealed"
    )
