"""The quotes that may leave the house: the one place from which the panel and its pack take words.

Each was agreed to by its child, read by a person, raised no alert ever, was redacted to the end and
approved by a second person. What stops being so (a consent, an alert, a redaction) is gone from
here at once, without anybody taking it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from voice.answers.kept import Consent, Redaction, Response, Translation
from voice.answers.sealing import keys_of, open_text
from voice.answers.wanted import Wanted, conditions
from voice.quotes.proposed import Quote
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.themes.cells import Cells, cells


@dataclass(frozen=True, slots=True)
class ApprovedQuote:
    """A child's words as everybody may read them, and as much about the child as a crowd shares."""

    id: str
    response_id: str
    question: str
    theme: str
    words: str
    #: The language of `words`. A rare one is never told: the words are then the translation.
    language: str
    #: In the language that staff read; None where it would say the same.
    translation: str | None
    #: Age group; "" where fewer than ten children of it spoke of the theme.
    tier: str


def approved(
    session: Session, keystore: Keystore, since: date, until: date
) -> tuple[ApprovedQuote, ...]:
    """Every quote that may be shown of answers sent from `since` to `until`, both whole days.

    In a fixed order. Nothing where fewer than ten children spoke of the theme, or whose key was
    erased. Opens words that were approved for everybody: the caller need not trace it.
    """
    found = session.execute(_found(since, until)).all()
    if not found:
        return ()
    keys = keys_of(keystore, list({each.id: each for _, each, _ in found}.values()))
    around = cells(session, since, until, {quote.theme for quote, _, _ in found})
    return tuple(
        opened
        for quote, response, beside in found
        if response.id in keys and around.is_crowd(quote.theme)
        for opened in _opened(quote, response, keys[response.id], beside, around)
    )


def may_be_quoted() -> ColumnElement[bool]:
    """What must hold of a response: agreed to, read by a person, and no alert ever."""
    return and_(
        Response.id.in_(select(Consent.response_id).where(Consent.share == "yes")),
        Response.read_at.is_not(None),
        Response.id.not_in(select(Alert.response_id)),
    )


def _found(since: date, until: date) -> Select[*tuple[Any, ...]]:
    finished = and_(
        Redaction.response_id == Quote.response_id,
        Redaction.question == Quote.question,
        Redaction.finished_at.is_not(None),
    )
    put_into = and_(
        Translation.response_id == Quote.response_id, Translation.question == Quote.question
    )
    found: Select[*tuple[Any, ...]] = (
        select(Quote, Response, Translation)
        .join(Response, Response.id == Quote.response_id)
        .join(Redaction, finished)
        .outerjoin(Translation, put_into)
        .where(Quote.state == "approved", may_be_quoted())
        .where(*conditions(Wanted(since=since, until=until), "en"))
        .order_by(Quote.theme, Quote.decided_at, Quote.id)
    )
    return found


def _opened(
    quote: Quote, response: Response, key: bytes, beside: Translation | None, around: Cells
) -> Iterator[ApprovedQuote]:
    """The quote; none where its language is rare and nobody put it into another."""
    words = open_text(key, response, f"quotes.words.{quote.id}", quote.words)
    other = open_text(key, response, f"quotes.translation.{quote.id}", quote.translation) or None
    language = response.language
    if beside is not None and beside.source == "none":
        language = beside.language  # written in it, whatever the language of the form
    elif around.is_rare(language):
        if other is None or beside is None:
            return
        words, language, other = other, beside.language, None
    yield ApprovedQuote(
        id=quote.id,
        response_id=response.id,
        question=quote.question,
        theme=quote.theme,
        words=words,
        language=language,
        translation=other,
        tier=around.tier(quote.theme, response.tier),
    )
