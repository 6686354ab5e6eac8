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
from sqlalchemy.orm import Session

from voice.answers.kept import Consent, Response
from voice.answers.opened import Piece, Span, pieces
from voice.answers.read import quotes_for
from voice.questions.publish import worded
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Words that may be quoted, still unopened, and what they are chosen by."""

    response_id: str
    question: str
    theme: str
    start: int
    end: int
    set_id: int
    language: str
    tier: str


def quotes(
    engine: Engine, keystore: Keystore, where: Iterable[ColumnElement[bool]], reader: str
) -> dict[str, tuple[Quote, ...]]:
    """Quotes by theme."""
    with Session(engine.execution_options(writing=False)) as reading:
        chosen = _chosen(reading, list(where))
        places = [(one.response_id, one.question) for picked in chosen.values() for one in picked]
        if not places:
            return {}
        ids = sorted({each[0] for each in places})
        _trace(engine, reader, ids)
        responses = _responses(reading, ids)
        texts = quotes_for(reading, keystore, places)
        return {
            theme: tuple(_quote(responses[one.response_id], texts, one) for one in picked)
            for theme, picked in chosen.items()
        }


def _trace(engine: Engine, reader: str, ids: Sequence[str]) -> None:
    with transaction(engine) as own:
        trail.write(own, reader, "themes.quotes_opened", "themes:board", responses=list(ids))


def _chosen(session: Session, where: Sequence[ColumnElement[bool]]) -> dict[str, list[_Candidate]]:
    """Which words to quote: one a child, other languages and ages before the same again."""
    by_theme: dict[str, list[_Candidate]] = defaultdict(list)
    open_to_all: dict[tuple[int, str], bool] = {}
    for row in session.execute(_candidates(where)):
        found = _Candidate(*row)
        asked = found.set_id, found.question
        if asked not in open_to_all:
            question = worded(session, found.set_id, found.language).question(found.question)
            open_to_all[asked] = question is not None and not question.private
        if open_to_all[asked]:
            by_theme[codebook().counted(found.theme)].append(found)
    used: set[str] = set()
    rarest = sorted(by_theme.items(), key=lambda each: (len(each[1]), each[0]))
    return {theme: _spread(found, used) for theme, found in rarest}


def _spread(found: list[_Candidate], used: set[str]) -> list[_Candidate]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    ranked = []
    for place, each in enumerate(found):
        ranked.append((seen[each.language, each.tier], place, each))
        seen[each.language, each.tier] += 1
    picked: list[_Candidate] = []
    for _, _, each in sorted(ranked, key=lambda one: one[:2]):
        if each.response_id not in used and len(picked) < MOST:
            picked.append(each)
            used.add(each.response_id)
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
        select(*_words_of(Coding), newest.label("place"))
        .join(allowed, allowed.c.id == Coding.response_id)
        .where(Coding.source != "question", Coding.start.is_not(None), Coding.counts)
        .where(Coding.theme.not_in(CONTROLS))
        .subquery()
    )
    chosen: Select[*tuple[Any, ...]] = (
        select(*_words_of(ranked.c), Response.set_id, Response.language, Response.tier)
        .join(Response, Response.id == ranked.c.response_id)
        .where(ranked.c.place <= _CANDIDATES)
        .order_by(ranked.c.theme, ranked.c.place)
    )
    return chosen


def _words_of(table: Any) -> tuple[Any, ...]:
    """The columns of a coding that say which words it rests on, as `_Candidate` begins."""
    return table.response_id, table.question, table.theme, table.start, table.end


def _responses(session: Session, ids: Iterable[str]) -> dict[str, Response]:
    query = select(Response).where(Response.id.in_(ids))
    return {each.id: each for each in session.scalars(query)}


def _quote(response: Response, texts: Mapping[tuple[str, str], str], chosen: _Candidate) -> Quote:
    text = texts.get((chosen.response_id, chosen.question), "")
    first, last = _sentence(text, chosen.start, chosen.end)
    cut = text[first:last]
    marked = Span(chosen.theme, chosen.start - first, min(chosen.end, last) - first)
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
