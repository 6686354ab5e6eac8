"""Some of the answers that a change would move, with the words it rests on.

Opening them is an act like any other: it stands in the trail, committed, before a word is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, selectinload

from voice.answers.kept import Response
from voice.answers.opened import Span
from voice.answers.reach import Reach
from voice.answers.read import texts_for_coding
from voice.answers.wanted import Wanted, conditions
from voice.codes.recoding import Diff, hits
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes.codebook import Codebook
from voice.themes.models import Coding
from voice.themes.text import base_language, decide_language, split_sentences

#: As many as are shown.
MOST = 10


@dataclass(frozen=True, slots=True)
class Example:
    """One answer that would move."""

    response_id: str
    language: str
    tier: str
    sent_at: datetime
    text: str
    spans: tuple[Span, ...]


def examples(
    engine: Engine,
    keystore: Keystore,
    books: tuple[Codebook, Codebook],
    diff: Diff,
    reach: Reach,
    reader: str,
) -> tuple[Example, ...]:
    """The newest of those that this person may read."""
    with Session(engine.execution_options(writing=False)) as reading:
        within = conditions(Wanted(reach=reach), "")
        rows = select(Response).where(Response.id.in_(diff.newest), *within)
        newest = rows.order_by(Response.sent_at.desc(), Response.id).limit(MOST)
        found = reading.scalars(newest.options(selectinload(Response.answers))).all()
        if not found:
            return ()
        with transaction(engine) as own:
            ids = [each.id for each in found]
            trail.write(own, reader, "codebook.examples_opened", "codebook:draft", responses=ids)
        texts = texts_for_coding(keystore, found)
        marked = {} if diff.read else _marked(reading, found, diff)
        return tuple(
            one
            for each in found
            if (one := _example(each, texts.get(each.id, {}), books, diff, marked))
        )


def _example(
    response: Response,
    texts: Mapping[str, str],
    books: tuple[Codebook, Codebook],
    diff: Diff,
    marked: Mapping[tuple[str, str], Sequence[Span]],
) -> Example | None:
    """The first of its answers in which something would move."""
    for question, text in texts.items():
        read = diff.read > 0
        spans = tuple(_spans(text, response.language, books, diff)) if read else ()
        spans = spans or tuple(marked.get((response.id, question), ()))
        if spans:
            about = (response.id, response.language, response.tier, response.sent_at)
            return Example(*about, text, spans)
    return None


def _spans(
    text: str, language: str, books: tuple[Codebook, Codebook], diff: Diff
) -> Iterator[Span]:
    """What would be heard anew, and what no longer."""
    spoken = base_language(decide_language(text, language))
    sentences = split_sentences(text, spoken)
    before, after = (set(hits(book, spoken, sentences)) for book in books)
    moving = {each.theme for each in diff.moves}
    for theme, (start, end) in sorted(before ^ after, key=lambda each: each[1]):
        if theme in moving:
            yield Span(theme, start, end)


def _marked(
    session: Session, found: Sequence[Response], diff: Diff
) -> dict[tuple[str, str], list[Span]]:
    """Where what would move was heard, as it was kept."""
    lost = [each.theme for each in diff.moves if each.lost]
    rows = select(Coding).where(
        Coding.response_id.in_([each.id for each in found]), Coding.theme.in_(lost), Coding.counts
    )
    marks: dict[tuple[str, str], list[Span]] = {}
    for one in session.scalars(rows.where(Coding.start.is_not(None)).order_by(Coding.start)):
        mark = Span(one.theme, one.start or 0, one.end or 0)
        marks.setdefault((one.response_id, one.question), []).append(mark)
    return marks
