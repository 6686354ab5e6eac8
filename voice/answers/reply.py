"""Write back to a child, and read what was written: by the child alone, with the receipt.

A reply is sealed with the key of the answer it belongs to, and goes with it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.answers.models import Reply, ReplyVerdict, Response
from voice.answers.read import NoSuchResponse
from voice.answers.sealing import open_text, seal_text
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

HELPED = ("yes", "a_bit", "no")


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """One reply, opened."""

    id: str
    text: str
    language: str
    at: datetime
    #: "yes", "a_bit" or "no" once the child has said whether it helped.
    helped: str | None


def write(
    session: Session, keystore: Keystore, response_id: str, text: str, language: str, by: int
) -> str:
    """Write back; the reply's id. NoSuchResponse, or LostKey where the words were erased."""
    response = session.get(Response, response_id)
    if response is None:
        raise NoSuchResponse(response_id)
    key, reply_id = keystore.find(response.key_id), str(uuid.uuid4())
    sealed = seal_text(key, response, f"replies.text.{reply_id}", text)
    if sealed is None:
        raise ValueError("a reply without words")
    session.add(
        Reply(id=reply_id, response_id=response_id, by=by, at=now(), language=language, text=sealed)
    )
    session.flush()
    trail.write(session, f"worker:{by}", "answers.replied", f"response:{response_id}")
    return reply_id


def written(session: Session, keystore: Keystore, response_id: str) -> tuple[WrittenBack, ...]:
    """Every reply to this response, the oldest first."""
    response = session.get(Response, response_id)
    if response is None:
        return ()
    rows = session.execute(
        select(Reply, ReplyVerdict.helped)
        .outerjoin(ReplyVerdict)
        .where(Reply.response_id == response_id)
        .order_by(Reply.at, Reply.id)
    ).all()
    if not rows:
        return ()
    key = keystore.find(response.key_id)
    return tuple(
        WrittenBack(
            each.id,
            open_text(key, response, f"replies.text.{each.id}", each.text),
            each.language,
            each.at,
            helped,
        )
        for each, helped in rows
    )


def say_whether_it_helped(session: Session, response_id: str, reply_id: str, helped: str) -> bool:
    """Keep the child's verdict on a reply of hers; False where there is no such reply."""
    reply = session.get(Reply, reply_id)
    if reply is None or reply.response_id != response_id or helped not in HELPED:
        return False
    session.merge(ReplyVerdict(reply_id=reply_id, helped=helped, at=now()))
    trail.write(session, "child", "answers.reply_judged", f"reply:{reply_id}", helped=helped)
    return True
