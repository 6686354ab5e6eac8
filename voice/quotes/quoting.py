"""Propose a quote, and decide on it: two people, never the same, and only what a child agreed to.

The words come from the finished redaction alone, whole sentences of it. Every step is in the trail.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voice.answers.kept import Redaction, Response, Translation
from voice.answers.redacting import Place, redacted
from voice.answers.sealing import open_text, seal_text
from voice.answers.wording import asked_of
from voice.i18n.days import day_of
from voice.i18n.words import sentences
from voice.quotes.approved import may_be_quoted
from voice.quotes.proposed import Quote
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now
from voice.themes import quarters
from voice.themes.cells import cells

#: A quote is a sentence or two, not a letter.
LONGEST = 280
LIVE = ("proposed", "approved")
#: The language that everybody who decides can read.
HOME = "en"


class CannotBeQuoted(ValueError):
    """Why not: one of the codes that `labels.WHY_NOT` puts into words."""


class NoSuchQuote(LookupError):
    """There is no quote with this id."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which sentences of the redacted words, and of their translation, speak of which theme."""

    theme: str
    text: tuple[int, ...]
    translation: tuple[int, ...] = ()


def why_not(session: Session, place: Place, theme: str | None = None) -> str | None:
    """The first reason why these words may not be proposed, for this theme if one is meant."""
    response = session.get(Response, place[0])
    if response is None:
        return "gone"
    allowed = session.scalar(select(Response.id).where(Response.id == response.id, may_be_quoted()))
    question = asked_of(session, response).question(place[1])
    if question is None or question.private:
        return "private"
    if allowed is None:
        return _what_is_missing(response)
    if session.scalar(
        select(Quote.id).where(Quote.response_id == response.id, Quote.state.in_(LIVE))
    ):
        return "twice"
    days = quarters.of(day_of(response.sent_at)).days
    if theme and not cells(session, *days, {theme}).is_crowd(theme):
        return "few"
    return None if response.language == HOME or _can_be_read(session, place) else "untranslated"


def propose(session: Session, keystore: Keystore, place: Place, proposal: Proposal, by: int) -> str:
    """Propose a quote; its id. CannotBeQuoted, or LostKey where the words were erased."""
    done, response = redacted(session, keystore, place), session.get(Response, place[0])
    if done is None or response is None or done.finished_at is None:
        raise CannotBeQuoted("unfinished")
    reason = why_not(session, place, proposal.theme)
    if reason is not None:
        raise CannotBeQuoted(reason)
    words = excerpt(done.text, proposal.text)
    other = excerpt(done.translation, proposal.translation)
    if not words or max(len(words), len(other)) > LONGEST or bool(done.translation) > bool(other):
        raise CannotBeQuoted("length")
    quote = _sealed(keystore, response, place[1], proposal.theme, (words, other))
    quote.proposed_by = by
    try:
        with session.begin_nested():
            session.add(quote)
    except IntegrityError as twice:
        raise CannotBeQuoted("twice") from twice
    _trace(session, quote, "quotes.proposed", by)
    return quote.id


def decide(
    session: Session, keystore: Keystore, quote_id: str, by: int, *, approve: bool, reason: str = ""
) -> None:
    """Approve a quote, or refuse it with a reason. CannotBeQuoted, NoSuchQuote, LostKey."""
    quote = _get(session, quote_id)
    response = session.get_one(Response, quote.response_id)
    if quote.proposed_by == by:
        raise CannotBeQuoted("same")
    if quote.state != "proposed":
        raise CannotBeQuoted("decided")
    if approve:
        _check_still(session, quote, response)
    elif not reason.strip():
        raise CannotBeQuoted("reason")
    key, column = keystore.find(response.key_id), f"quotes.reason.{quote.id}"
    quote.reason = None if approve else seal_text(key, response, column, reason.strip())
    quote.state = "approved" if approve else "refused"
    quote.decided_by, quote.decided_at = by, now()
    session.flush()
    _trace(session, quote, f"quotes.{quote.state}", by)


def withdraw(session: Session, quote_id: str, by: int) -> None:
    """Take a quote back, whoever approved it; the words may be proposed anew. NoSuchQuote."""
    quote = _get(session, quote_id)
    if quote.state in LIVE:
        quote.state = "withdrawn"
        session.flush()
        _trace(session, quote, "quotes.withdrawn", by)


def withdraw_from(session: Session, place: Place, by: int) -> None:
    """Take back what was quoted from these words: they are redacted anew."""
    live = select(Quote.id).where(
        Quote.response_id == place[0], Quote.question == place[1], Quote.state.in_(LIVE)
    )
    for quote_id in session.scalars(live).all():
        withdraw(session, quote_id, by)


def excerpt(text: str, chosen: Sequence[int]) -> str:
    """These sentences of a text, in its order; what was left out between them is marked."""
    spans, out, last = sentences(text), "", -1
    for place in sorted(set(chosen)):
        if 0 <= place < len(spans):
            gap = "" if last < 0 else " " if place == last + 1 else " … "
            out += gap + text[spans[place][0] : spans[place][1]]
            last = place
    return out


def opened(keystore: Keystore, response: Response, quote: Quote) -> tuple[str, str]:
    """The words of a quote and their translation. LostKey."""
    key = keystore.find(response.key_id)
    return (
        open_text(key, response, f"quotes.words.{quote.id}", quote.words),
        open_text(key, response, f"quotes.translation.{quote.id}", quote.translation),
    )


def _sealed(
    keystore: Keystore, response: Response, question: str, theme: str, texts: tuple[str, str]
) -> Quote:
    key, quote_id = keystore.find(response.key_id), str(uuid.uuid4())
    words, other = texts
    return Quote(
        id=quote_id,
        response_id=response.id,
        question=question,
        theme=theme,
        words=seal_text(key, response, f"quotes.words.{quote_id}", words),
        translation=seal_text(key, response, f"quotes.translation.{quote_id}", other),
        state="proposed",
        proposed_at=now(),
    )


def _what_is_missing(response: Response) -> str:
    if response.consent.share != "yes":
        return "consent"
    return "unread" if response.read_at is None else "alert"


def _can_be_read(session: Session, place: Place) -> bool:
    """Whether the second person can read it: redacted in translation too, or it needs none."""
    found, beside = session.get(Redaction, place), session.get(Translation, place)
    if beside is None:
        return False
    return beside.source == "none" or (found is not None and found.translation is not None)


def _check_still(session: Session, quote: Quote, response: Response) -> None:
    """What held when it was proposed holds when it is approved."""
    place = (quote.response_id, quote.question)
    redaction = session.get(Redaction, place)
    if redaction is None or redaction.finished_at is None:
        raise CannotBeQuoted("unfinished")
    if not session.scalar(select(Response.id).where(Response.id == response.id, may_be_quoted())):
        raise CannotBeQuoted(_what_is_missing(response))


def _get(session: Session, quote_id: str) -> Quote:
    found = session.get(Quote, quote_id)
    if found is None:
        raise NoSuchQuote(quote_id)
    return found


def _trace(session: Session, quote: Quote, act: str, by: int) -> None:
    subject, told = f"quote:{quote.id}", {"response": quote.response_id, "theme": quote.theme}
    trail.write(session, f"worker:{by}", act, subject, **told)
