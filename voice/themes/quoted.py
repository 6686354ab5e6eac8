"""Find quotes that children allow, and open them: at most three a theme, one a child.

Only words whose child agreed to share them and that raised no alert; never from a question that is
for staff alone. The opening is in the trail, committed, before a word is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from voice.answers.kept import Consent, Response
from voice.answers.opened import Piece, Span, pieces
from voice.answers.read import texts_for_coding
from voice.answers.wording import Texts, asked_of
from voice.questions.sets import QuestionSet
from voice.safety.models import Alert
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes import stops
from voice.themes.codebook import CONTROLS, codebook
from voice.themes.models import Coding

MOST = 3
#: The newest answers among which quotes are sought; older ones speak of older times.
_NEWEST = 2_000
#: Candidates a theme: enough to choose from several languages and ages.
_CANDIDATES = 12
#: A quote is a sentence, not a letter.
_LONGEST = 240


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a child's, and where it comes from."""

    response_id: str
    pieces: tuple[Piece, ...]
    language: str
    tier: str
    set_key: str
    alone: bool


def quotes(
    engine: Engine, keystore: Keystore, where: Iterable[ColumnElement[bool]], reader: str
) -> dict[str, tuple[Quote, ...]]:
    """Quotes by theme."""
    with Session(engine.execution_options(writing=False)) as reading:
        chosen = _chosen(reading, list(where))
        ids = {each.response_id for picked in chosen.values() for each in picked}
        if not ids:
            return {}
        _trace(engine, reader, sorted(ids))
        responses = _responses(reading, ids)
        texts = texts_for_coding(keystore, list(responses.values()))
        return {
            theme: tuple(_quote(responses[one.response_id], texts, one) for one in picked)
            for theme, picked in chosen.items()
        }


def _trace(engine: Engine, reader: str, ids: Sequence[str]) -> None:
    with transaction(engine) as own:
        trail.write(own, reader, "themes.quotes_opened", "themes:board", responses=list(ids))


def _chosen(session: Session, where: Sequence[ColumnElement[bool]]) -> dict[str, list[Coding]]:
    """Which codings to quote: one a child, other languages and ages before the same again."""
    by_theme: dict[str, list[tuple[Coding, Response]]] = defaultdict(list)
    forms: dict[tuple[int, str, str], QuestionSet] = {}
    for coding, response in session.execute(_candidates(where)):
        form = (response.set_id, response.language, response.tier)
        if form not in forms:
            forms[form] = asked_of(session, response)
        question = forms[form].question(coding.question)
        if question is not None and not question.private:
            by_theme[codebook().counted(coding.theme)].append((coding, response))
    used: set[str] = set()
    rarest = sorted(by_theme.items(), key=lambda each: (len(each[1]), each[0]))
    return {theme: _spread(found, used) for theme, found in rarest}


def _spread(found: list[tuple[Coding, Response]], used: set[str]) -> list[Coding]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    ranked = []
    for place, (coding, response) in enumerate(found):
        ranked.append((seen[response.language, response.tier], place, coding))
        seen[response.language, response.tier] += 1
    picked: list[Coding] = []
    for _, _, coding in sorted(ranked, key=lambda each: each[:2]):
        if coding.response_id not in used and len(picked) < MOST:
            picked.append(coding)
            used.add(coding.response_id)
    return picked


def _candidates(where: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    allowed = (
        select(Response.id, Response.sent_at)
        .join(Consent, Consent.response_id == Response.id)
        .where(Consent.share == "yes", Response.id.not_in(select(Alert.response_id)), *where)
        .order_by(Response.sent_at.desc(), Response.id)
        .limit(_NEWEST)
        .subquery()
    )
    newest = func.row_number().over(
        partition_by=Coding.theme,
        order_by=(allowed.c.sent_at.desc(), Coding.response_id, Coding.question),
    )
    ranked = (
        select(Coding, newest.label("place"))
        .join(allowed, allowed.c.id == Coding.response_id)
        .where(Coding.source != "question", Coding.start.is_not(None), Coding.counts)
        .where(Coding.theme.not_in(CONTROLS))
        .subquery()
    )
    found = aliased(Coding, ranked)
    chosen: Select[*tuple[Any, ...]] = (
        select(found, Response)
        .join(Response, Response.id == found.response_id)
        .where(ranked.c.place <= _CANDIDATES)
        .order_by(found.theme, ranked.c.place)
    )
    return chosen


def _responses(session: Session, ids: Iterable[str]) -> dict[str, Response]:
    query = select(Response).where(Response.id.in_(ids)).options(selectinload(Response.answers))
    return {each.id: each for each in session.scalars(query)}


def _quote(response: Response, texts: Mapping[str, Texts], coding: Coding) -> Quote:
    text = texts.get(response.id, {}).get(coding.question, "")
    start, end = coding.start or 0, coding.end or 0
    first, last = _sentence(text, start, end)
    cut = text[first:last]
    marked = Span(coding.theme, start - first, min(end, last) - first)
    return Quote(
        response_id=response.id,
        pieces=pieces(cut, [marked]),
        language=response.language,
        tier=response.tier,
        set_key=response.set_key,
        alone=response.alone,
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that hold the words, or as much around the words as a quote may be long."""
    first, last = stops.around(text, start, end)
    if last - first <= _LONGEST:
        return first, last
    first = max(first, start - _LONGEST // 2)
    return first, min(last, max(end, first + _LONGEST))
