"""Open what was set aside, as far as it opens, and settle it: keep it, or let it go.

Opening is an act: it stands in the trail, committed, before a word is shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voice.answers import quarantine
from voice.answers.attachments import BadDrawing, Line, lines, parse
from voice.answers.quarantine import Aside
from voice.child import envelope, hpke, receipt, sealed, sitting
from voice.child.mended import mended, readable
from voice.child.models import Link
from voice.child.sealed import Closed, Post
from voice.child.sealed_keys import PostKeys
from voice.people.models import Team
from voice.questions.publish import NotPublished
from voice.questions.sets import QuestionSet
from voice.storage import trail
from voice.storage.keystore import Keystore, LostKey
from voice.storage.session import transaction
from voice.storage.types import now

#: Names that answers of their own get, so that keeping one twice keeps it once.
_OWN: Final = uuid.UUID("6b7c3f0e-0f0b-4b6e-9d0a-6f4a2f5d8e11")
#: Fields that say nothing of the child.
_SILENT: Final = frozenset({"sid", "ticket"})


class Shut(Exception):
    """It does not open any more: its key is gone, or it was never ours."""


@dataclass(frozen=True, slots=True)
class Said:
    """One field of an opened envelope, beside its question."""

    asked: str
    said: tuple[str, ...]
    #: Whether it has to be changed, or left out, to be kept.
    fits: bool
    #: "drawing", "recording", or "" for words and choices.
    made: str = ""
    #: The drawing as lines of ours, where it is one.
    drawing: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """What lies in an envelope that was set aside."""

    said: tuple[Said, ...]
    language: str
    title: str
    sent_at: datetime


def came_from(session: Session, secret: bytes, aside: Aside) -> str:
    """The team whose link it came by; "" where nobody knows."""
    try:
        ticket = sitting.read(envelope.unpacked(aside.envelope).ticket, secret, None)
    except envelope.Unreadable:
        return ""
    link = session.get(Link, ticket.link) if ticket else None
    team = session.get(Team, link.team_id) if link and link.team_id else None
    return team.name if team else ""


def look(
    engine: Engine, keys: PostKeys, secret: bytes, aside_id: int, reader: str
) -> tuple[Aside, Opened | None]:
    """What was set aside and, where it opens, what it says; traced. Settled."""
    with transaction(engine) as own:
        aside = quarantine.find(own, aside_id)
        subject = f"submission:{aside.submission_id}"
        trail.write(own, reader, "answers.aside_opened", subject, why=aside.why)
    with Session(engine.execution_options(writing=False)) as reading:
        try:
            return aside, _opened(_post(reading, keys, secret, aside))
        except Shut:
            return aside, None


def keep(
    session: Session,
    keystore: Keystore,
    keys: PostKeys,
    secret: bytes,
    aside_id: int,
    by: int,
    read_within: timedelta,
) -> str:
    """Keep as much of it as fits as an answer of its own; the answer's id.

    Settled, Shut, TakenBack.
    """
    aside = quarantine.find(session, aside_id)
    found = _post(session, keys, secret, aside)
    if aside.why == "other_content":
        fresh = str(uuid.uuid5(_OWN, aside.fingerprint))
        found = replace(found, ticket=replace(found.ticket, submission=fresh))
    kept = sealed.keep_what_fits(session, keystore, found, read_within)
    if found.letter.receipt is not None:
        receipt.keep(session, secret, found.letter.receipt, kept)
    quarantine.settle(session, aside_id, quarantine.KEPT, by)
    return kept


def _post(session: Session, keys: PostKeys, secret: bytes, aside: Aside) -> Post:
    try:
        return sealed.opened(session, keys, secret, aside.envelope, now(), late=True)
    except (Closed, LostKey, NotPublished, hpke.NotForUs, envelope.Unreadable) as wrong:
        raise Shut(aside.id) from wrong


def _opened(found: Post) -> Opened:
    changed = frozenset(mended(found.asked, found.letter.fields).changed)
    return Opened(
        tuple(_said(found, changed)),
        found.ticket.language,
        found.asked.title,
        found.letter.sent_at,
    )


def _said(found: Post, changed: frozenset[str]) -> Iterator[Said]:
    """What was filled in, by field, each with its question's words."""
    values: dict[str, list[str]] = {}
    for name, value in found.letter.fields:
        if value.strip() and name not in _SILENT:
            values.setdefault(name, []).append(readable(value))
    for name, given in values.items():
        kind = {"d": "drawing", "v": "recording"}.get(name[:2].removesuffix("-"), "")
        fits = name not in changed
        if kind and name[1:2] == "-":
            yield Said(_asked(found.asked, name), (), fits, kind, _drawn(kind, given[0]))
        else:
            yield Said(_asked(found.asked, name), _read(found.asked, name, given), fits)


def _drawn(kind: str, value: str) -> tuple[Line, ...]:
    if kind != "drawing":
        return ()
    try:
        return lines(parse("", value))
    except BadDrawing:
        return ()


def _asked(asked: QuestionSet, name: str) -> str:
    question = asked.question(name[2:]) if name[1:2] == "-" else None
    return question.text if question else readable(name)


def _read(asked: QuestionSet, name: str, given: list[str]) -> tuple[str, ...]:
    question = asked.question(name[2:]) if name.startswith("a-") else None
    options = ((question.option(each) if question else None, each) for each in given)
    return tuple(option.text if option else value for option, value in options)
