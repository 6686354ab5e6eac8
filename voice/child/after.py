"""What follows a form sent in the browser's own way: another page, with an address of its own.

A browser remembers what it posted for the page it shows, on its disk too, and so would keep a
child's words. Therefore no page of ours answers a post itself: the browser is sent on, and what it
then shows holds either no words at all (thank you) or is given to it once (the form again).
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from voice.child.pictures import Receipt
from voice.child.sitting import Ticket
from voice.people import waiting
from voice.storage import parcel
from voice.storage.session import transaction
from voice.web import house

#: As long as a page that got lost on its way may be asked for again.
_SHOWN_FOR: Final = timedelta(minutes=2)
_SENT, _AGAIN = "sent", "again"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the thank-you needs to know; no word of what was sent."""

    help: bool
    receipt: Receipt | None
    language: str
    tier: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that was not kept, as it was typed, and why not."""

    fields: tuple[tuple[str, str], ...]
    #: Said on top; empty where the fields themselves say what is wrong.
    why: str
    #: The HTTP status of the page that says so.
    status: int
    #: The ticket to send it with; None for a new one.
    ticket: Ticket | None = None


def thank(token: str, sent: Sent, at: datetime) -> Answer:
    """Send the browser on to the thank-you of this link."""
    told = parcel.packed(house.secret(), _purpose(token), asdict(sent), at)
    return _on("child.thanks", token, _SENT, told)


def sent(token: str, at: datetime) -> Sent | None:
    """What was sent by this link a moment ago in this browser."""
    kept = request.cookies.get(_SENT, "")
    told = parcel.unpacked(house.secret(), _purpose(token), kept, at, _SHOWN_FOR)
    if told is None:
        return None
    given = told.pop("receipt")
    receipt = Receipt(tuple(given["pictures"]), given["code"]) if given else None
    return Sent(receipt=receipt, **told)


def once_more(db: Session, token: str, typed: Typed, at: datetime) -> Answer:
    """Send the browser on to the form with its words, which wait for it."""
    kept = waiting.put(db, house.secret(), None, json.dumps(asdict(typed)), at)
    return _on("child.again", token, _AGAIN, kept)


def typed() -> Typed | None:
    """The form that waits for this browser, given out once."""
    # Of its own: the transaction of a GET is never committed.
    with transaction(house.engine()) as own:
        kept = waiting.take(own, house.secret(), request.cookies.get(_AGAIN))
    if kept is None:
        return None
    told = json.loads(kept)
    ticket = Ticket(**told.pop("ticket")) if told["ticket"] else told.pop("ticket")
    fields = tuple((name, value) for name, value in told.pop("fields"))
    return Typed(fields, ticket=ticket, **told)


def fields_of(form: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields of a posted form in order, without the ticket."""
    return tuple((name, value) for name, value in form if name != "ticket")


def forget(response: Answer) -> Answer:
    """Let this browser know nothing more of what was sent, nor of a form left with words in it."""
    if _AGAIN in request.cookies:
        response.delete_cookie(_AGAIN)
    return _changed(response, _SENT, secrets.token_hex(4))


def _on(endpoint: str, token: str, name: str, value: str) -> Answer:
    address = url_for(endpoint, token=token)
    query = request.query_string.decode("ascii", "replace")
    return _changed(redirect(f"{address}?{query}" if query else address, 303), name, value)


def _changed(response: Answer, name: str, value: str) -> Answer:
    """A changed cookie makes the browser drop its copy of a filled form: Back shows none of it."""
    secure = house.config().https
    response.set_cookie(name, value, httponly=True, samesite="Strict", secure=secure)
    return response


def _purpose(token: str) -> str:
    return f"child.after|{token}"
