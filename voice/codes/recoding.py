"""What a change of the codebook would move, before anybody makes it.

Nothing is written but that words were opened, where examples are shown. Merging and retiring are
counted from what was heard; everything else by reading the newest answers with both codebooks, by
their phrases alone. What a person decided stays, and is said to stay.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from voice.answers.kept import Answer, Response
from voice.answers.read import texts_for_coding
from voice.answers.wording import asked_of
from voice.i18n.words import LONGEST, words
from voice.storage.keystore import Keystore
from voice.themes import folding
from voice.themes.changes import Change, Merge, Retire, singles
from voice.themes.codebook import CONTROLS, Codebook
from voice.themes.models import Coding, Heard
from voice.themes.pipeline import says_enough
from voice.themes.text import Sentence, base_language, decide_language, split_sentences
from voice.themes.theme_book import ThemeBook

#: As many answers as are read at most, the newest: some seconds.
MOST = 20_000
#: Of the answers that would move, as many are remembered to choose examples from.
_REMEMBERED = 200
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Move:
    """How many answers a theme would gain, and how many it would lose."""

    theme: str
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Diff:
    """What would move. An answer is one form that a child sent, and counts once for a theme."""

    moved: int
    moves: tuple[Move, ...]
    #: Answers that would move, but for what a person decided.
    staying: int
    #: Answers that were read, and how many there are; both 0 where counts were enough.
    read: int
    total: int
    #: The newest of those that would move.
    newest: tuple[str, ...] = ()
    #: Of those that would move to another theme, how many speak of both already.
    both: int = 0

    @property
    def is_part(self) -> bool:
        """Whether only the newest answers were read."""
        return self.read < self.total


NOTHING = Diff(0, (), 0, 0, 0)
#: Themes before and after, by question.
_ByQuestion = Mapping[str, tuple[frozenset[str], frozenset[str]]]


def diff(
    engine: Engine,
    keystore: Keystore,
    books: tuple[Codebook, Codebook],
    change: Change,
    most: int = MOST,
) -> Diff:
    """What the change would move, from the codebook in use to the one that would be."""
    with Session(engine.execution_options(writing=False)) as session:
        match singles(change):
            case (Merge() as merge,):
                return _merged(session, merge)
            case (Retire() as retire,):
                return _retired(session, retire.key)
        phrases = folding.differing(*books)
        return _Reading(session, keystore, books, phrases).diff(most) if phrases else NOTHING


def _merged(session: Session, change: Merge) -> Diff:
    mine = select(Heard.response_id).where(Heard.theme == change.key)
    both = mine.where(Heard.response_id.in_(_spoke(change.into)))
    moved, known = _count(session, mine), _count(session, both)
    if not moved:
        return NOTHING
    moves = (Move(change.into, moved - known, 0), Move(change.key, 0, moved))
    return Diff(moved, moves, 0, 0, 0, _newest(session, change.key), known)


def _retired(session: Session, key: str) -> Diff:
    mine = select(Heard.response_id).where(Heard.theme == key)
    decided = select(Coding.response_id).where(Coding.theme == key, _by_a_person())
    staying = _count(session, mine.where(Heard.response_id.in_(decided)))
    moved = _count(session, mine) - staying
    moves = (Move(key, 0, moved),) if moved else ()
    return Diff(moved, moves, staying, 0, 0, _newest(session, key))


def _spoke(theme: str) -> Select[Any]:
    return select(Heard.response_id).where(Heard.theme == theme)


def _count(session: Session, rows: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _newest(session: Session, theme: str) -> tuple[str, ...]:
    newest = _spoke(theme).where(Heard.own > 0).order_by(Heard.sent_at.desc())
    return tuple(session.scalars(newest.limit(_REMEMBERED)))


def _by_a_person() -> ColumnElement[bool]:
    return or_(Coding.verdict.is_not(None), Coding.source == "person")


class _Reading:
    """The newest answers, read with both codebooks."""

    def __init__(
        self,
        session: Session,
        keystore: Keystore,
        books: tuple[Codebook, Codebook],
        phrases: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        self._session = session
        self._keystore = keystore
        self._old, self._new = books
        # Sentences take long to find; words that meet no phrase that differs need none.
        self._differing = [ThemeBook(code, "draft", listed) for code, listed in phrases.items()]

    def diff(self, most: int) -> Diff:
        """What would move in the newest `most` answers."""
        written = select(Response.id).where(_has_words())
        total, read, stay = _count(self._session, written), 0, 0
        gained: Counter[str] = Counter()
        lost: Counter[str] = Counter()
        moved: list[str] = []
        for batch in self._batches(most):
            read += len(batch)
            heard = {each.id: found for each in batch if (found := self._moves(each))}
            decided = _decided(self._session, list(heard))
            for response_id, by_question in heard.items():
                more, fewer, stays = _settled(by_question, decided[response_id])
                gained.update(more)
                lost.update(fewer)
                stay += stays
                if more or fewer:
                    moved.append(response_id)
        order = [theme.key for theme in (*self._old.every, *self._new.every)]
        moves = tuple(
            Move(key, gained[key], lost[key])
            for key in dict.fromkeys(order)
            if gained[key] or lost[key]
        )
        return Diff(len(moved), moves, stay, read, total, tuple(moved[:_REMEMBERED]))

    def _batches(self, most: int) -> Iterator[Sequence[Response]]:
        words_alone = selectinload(Response.answers.and_(_holds_words()))
        rows = select(Response).where(_has_words()).options(words_alone)
        newest = rows.order_by(Response.sent_at.desc(), Response.id)
        for at in range(0, most, _BATCH):
            found = self._session.scalars(newest.limit(min(_BATCH, most - at)).offset(at)).all()
            if not found:
                return
            self._texts = texts_for_coding(self._keystore, found)
            yield found
            self._session.expunge_all()

    def _moves(self, response: Response) -> _ByQuestion:
        """Themes before and after in each of its answers; nothing where none is heard otherwise."""
        texts = self._texts.get(response.id, {})
        if not any(self._may_differ(text, response.language) for text in texts.values()):
            return {}
        found = {at: self._both(response, at, text) for at, text in texts.items()}
        return found if any(before != after for before, after in found.values()) else {}

    def _may_differ(self, text: str, language: str) -> bool:
        said = words(text[:LONGEST], base_language(language))
        return any(book.find(said) for book in self._differing)

    def _both(
        self, response: Response, question: str, text: str
    ) -> tuple[frozenset[str], frozenset[str]]:
        spoken = base_language(decide_language(text, response.language))
        sentences = split_sentences(text, spoken)
        before, after = (
            frozenset(key for key, _ in hits(book, spoken, sentences))
            for book in (self._old, self._new)
        )
        asked = asked_of(self._session, response).question(question)
        theme = asked.theme if asked and says_enough(sentences) else None
        return _or_asked(before, self._old, theme), _or_asked(after, self._new, theme)


def hits(
    book: Codebook, language: str, sentences: Sequence[Sentence]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """The themes that phrases show, each as it is counted, and where."""
    for hit in book.hits(language, (sentence.words for sentence in sentences)):
        yield book.counted(hit.key), (hit.start, hit.end)


def _has_words() -> ColumnElement[bool]:
    """Something was written, or said aloud and typed up by a person."""
    written = select(Answer.response_id).where(Answer.text.is_not(None))
    return or_(Response.id.in_(written), Response.transcripts.any())


def _holds_words() -> ColumnElement[bool]:
    typed = select(Response.id).where(Response.transcripts.any())
    return or_(Answer.text.is_not(None), Answer.response_id.in_(typed))


def _or_asked(found: frozenset[str], book: Codebook, asked: str | None) -> frozenset[str]:
    """The themes, or what was asked where the words name none."""
    themes = found - set(CONTROLS)
    return themes if themes or found or not asked else frozenset({book.counted(asked)})


def _decided(session: Session, ids: Sequence[str]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    rows = select(Coding.response_id, Coding.question, Coding.theme)
    for row in session.execute(rows.where(Coding.response_id.in_(ids), _by_a_person())):
        found[row[0]].add((row[1], row[2]))
    return found


def _settled(
    by_question: _ByQuestion, decided: Collection[tuple[str, str]]
) -> tuple[frozenset[str], frozenset[str], bool]:
    """What one answer gains and loses as a whole, and whether a person's word kept anything."""
    before: set[str] = set()
    after: set[str] = set()
    stays = False
    for question, (was, now) in by_question.items():
        settled = {theme for at, theme in decided if at == question}
        stays = stays or bool((was ^ now) & settled)
        before |= was
        after |= (now - settled) | (was & settled)
    return frozenset(after - before), frozenset(before - after), stays
