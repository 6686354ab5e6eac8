"""What people who quote see: what waits for a second person, what was decided, what to prepare.

Candidates are picked to differ. Their words are opened for it, and that is in the trail before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from voice.answers.kept import Answer, Response
from voice.answers.reach import Reach
from voice.answers.read import quotes_for
from voice.answers.sealing import keys_of, open_text
from voice.answers.wanted import Wanted, conditions
from voice.answers.wording import asked_of
from voice.i18n.words import words
from voice.people.models import Worker
from voice.quotes import choosing
from voice.quotes.approved import may_be_quoted
from voice.quotes.choosing import Candidate
from voice.quotes.proposed import Quote
from voice.quotes.quoting import LIVE
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes import vectors
from voice.themes.cells import cells
from voice.themes.models import Coding

if TYPE_CHECKING:
    from voice.themes.learning import Row

#: How many are offered, and among how many they are picked.
OFFERED = 6
_AMONG = 60
#: The bytes that sealing adds, the length that reads best, and the longest that is looked at.
_SEAL, _BEST, _LONGEST = 29, 80, 400
#: How many decisions are shown.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One quote as those who decide see it."""

    id: str
    response_id: str
    question: str
    theme: str
    words: str
    language: str
    translation: str
    state: str
    sent_at: datetime
    proposed_by: int
    proposer: str
    decider: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Words that may be prepared for a theme."""

    candidate: Candidate
    text: str


def listed(
    session: Session, keystore: Keystore, states: Sequence[str], reach: Reach
) -> list[Shown]:
    """Quotes in these states, the oldest proposal first where they wait; no word of a lost key."""
    decider = aliased(Worker)
    found = session.execute(
        select(Quote, Response, Worker.name, decider.name)
        .join(Response, Response.id == Quote.response_id)
        .join(Worker, Worker.id == Quote.proposed_by)
        .outerjoin(decider, decider.id == Quote.decided_by)
        .where(Quote.state.in_(states), *conditions(Wanted(reach=reach), "en"))
        .order_by(func.coalesce(Quote.decided_at, Quote.proposed_at).desc(), Quote.id)
        .limit(_MOST)
    ).all()
    keys = keys_of(keystore, list({row[1].id: row[1] for row in found}.values())) if found else {}
    return [_shown(row, keys[row[1].id]) for row in found if row[1].id in keys]


def offered(
    engine: Engine,
    keystore: Keystore,
    theme: str,
    days: tuple[date, date],
    reach: Reach,
    reader: str,
) -> tuple[Offered, ...]:
    """Words of children who agreed, picked to differ; none where too few spoke of the theme."""
    with Session(engine.execution_options(writing=False)) as reading:
        if not cells(reading, *days, {theme}).is_crowd(theme):
            return ()
        found = _candidates(reading, theme, days, reach)
        if not found:
            return ()
        _trace(engine, reader, theme, sorted({each.response_id for each in found}))
        texts = quotes_for(reading, keystore, [_place(each) for each in found])
        meant = _apart(vectors.of_places(reading, keystore, [_place(each) for each in found]))
        with_words = [_with_words(each, texts, meant) for each in found if _place(each) in texts]
        return tuple(
            Offered(each, texts[_place(each)]) for each in choosing.pick(with_words, OFFERED)
        )


def _apart(meant: dict[tuple[str, str], Row]) -> dict[tuple[str, str], Row]:
    """Seen from the middle of them all: what they have in common makes none of them alike."""
    middle = sum(meant.values()) / max(1, len(meant))
    return {place: vector - middle for place, vector in meant.items()}


def _place(each: Candidate) -> tuple[str, str]:
    return each.response_id, each.question


def _shown(row: Any, key: bytes) -> Shown:
    quote, response, proposer, decider = row

    def _opened(part: str, envelope: bytes | None) -> str:
        return open_text(key, response, f"quotes.{part}.{quote.id}", envelope)

    return Shown(
        id=quote.id,
        response_id=quote.response_id,
        question=quote.question,
        theme=quote.theme,
        words=_opened("words", quote.words),
        language=response.language,
        translation=_opened("translation", quote.translation),
        state=quote.state,
        sent_at=response.sent_at,
        proposed_by=quote.proposed_by,
        proposer=proposer,
        decider=decider or "",
        reason=_opened("reason", quote.reason),
    )


def _trace(engine: Engine, reader: str, theme: str, ids: Sequence[str]) -> None:
    with transaction(engine) as own:
        trail.write(own, reader, "quotes.candidates_opened", f"theme:{theme}", responses=list(ids))


def _candidates(
    session: Session, theme: str, days: tuple[date, date], reach: Reach
) -> list[Candidate]:
    """The fittest, still without words; a private question is never among them."""
    seen: Counter[tuple[str, str]] = Counter()
    rows: dict[tuple[str, str], tuple[Response, int]] = {}
    for response, question, size, start, end in session.execute(_found(theme, days, reach)):
        seen[response.id, question] += (end or 0) - (start or 0)
        rows[response.id, question] = response, max(1, size - _SEAL)
    found = []
    for (_, question), (response, size) in rows.items():
        asked = asked_of(session, response).question(question)
        if asked is not None and not asked.private:
            found.append(_candidate(response, question, size, seen[response.id, question]))
    return sorted(found, key=lambda each: (-each.fit, each.response_id))[:_AMONG]


def _found(theme: str, days: tuple[date, date], reach: Reach) -> Select[Any]:
    place = and_(Answer.response_id == Coding.response_id, Answer.question == Coding.question)
    taken = select(Quote.response_id).where(Quote.state.in_(LIVE))
    where: list[Any] = [
        *conditions(Wanted(since=days[0], until=days[1], reach=reach), "en"),
        may_be_quoted(),
        Response.id.not_in(taken),
        Coding.theme == theme,
        Coding.counts,
        Answer.text.is_not(None),
        func.length(Answer.text) <= _LONGEST + _SEAL,
    ]
    columns = (Response, Coding.question, func.length(Answer.text), Coding.start, Coding.end)
    found: Select[Any] = (
        select(*columns)
        .join(Coding, Coding.response_id == Response.id)
        .join(Answer, place)
        .where(*where)
        .order_by(Response.sent_at.desc(), Response.id)
        .limit(_AMONG * 4)
    )
    return found


def _candidate(response: Response, question: str, size: int, about: int) -> Candidate:
    share, length = min(1.0, about / size), max(0.0, 1 - abs(size - _BEST) / _BEST)
    return Candidate(
        response_id=response.id,
        question=question,
        language=response.language,
        tier=response.tier,
        form=response.set_key,
        fit=(share + 2 * length) / 3,
        words=frozenset(),
    )


def _with_words(
    each: Candidate,
    texts: Mapping[tuple[str, str], str],
    meant: Mapping[tuple[str, str], Row],
) -> Candidate:
    said = frozenset(word.folded for word in words(texts[_place(each)], each.language))
    vector = meant.get(_place(each))
    return replace(each, words=said, vector=None if vector is None else tuple(map(float, vector)))
