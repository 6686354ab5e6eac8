"""Notice a possible disclosure in a child's words.

Pure: text in, concerns out. It prefers a false alarm to silence, because a person reads every alert
and nobody reads an alert that was never raised. It finds words, not truth: how many real
disclosures it would find is unknown, and a language without a checked list goes to a person.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from voice.i18n.phrases import Hit, PhraseBook
from voice.i18n.words import Word, sentences, words

#: Each raises an alert for the duty role.
ALERTS = ("harm", "domestic", "self_harm", "missing", "exploitation", "fear")
#: Each asks for something; about_worker is routed outside that worker's line.
REQUESTS = ("about_worker", "complaint", "advocate", "contact_me", "erase")
KINDS = (*ALERTS, *REQUESTS)

#: Words looked at behind a negated phrase: "he doesn't hit me *any more*" is still a concern.
_LOOK_BEHIND = 2

#: not: turns a phrase round. unless: makes it no negation after all ("never *stops* ...").
#: light: may stand between negation and phrase. back: behind a phrase, takes the comfort back.
#: own: with one of these in it, a pattern is itself negative and is never turned round.
_TURNING = frozenset({"not", "unless", "light", "back", "own"})


class State(StrEnum):
    """How far a list of phrases has been checked by people who speak the language."""

    DRAFT = "draft"
    BY_AUTHORS = "checked by authors"
    CHECKED = "checked"

    @property
    def stands_alone(self) -> bool:
        """Whether an answer without concerns may go unread by a person."""
        return self is not State.DRAFT


@dataclass(frozen=True, slots=True)
class Concern:
    """A reason for a person to read: its kind, where it comes from, and the words it rests on."""

    kind: str
    source: str
    start: int
    end: int
    matched: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and where it stands in the text."""

    text: str
    start: int
    end: int


class Similarity(Protocol):
    """Notices what no list holds, by likeness to known sentences; offsets are into the text."""

    def concerns(self, sentences: Sequence[Sentence], language: str) -> list[Concern]:
        """The concerns of these sentences, each with a source and score of its own."""
        ...


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """One language's phrases, their harmless senses, and the words that turn a phrase round."""

    state: State
    phrases: PhraseBook
    harmless: PhraseBook
    turning: PhraseBook
    #: Patterns that hold a negation themselves ("dont feel safe"): nothing turns them round.
    unturned: frozenset[str]


def screen(text: str, language: str, similarity: Similarity | None = None) -> tuple[Concern, ...]:
    """The concerns in a text, in order of place; likeness, if at hand, where phrases are silent."""
    parts = [Sentence(text[start:end], start, end) for start, end in sentences(text)]
    found: list[Concern] = []
    lexicon = _lexicon(language)
    if lexicon is not None:
        said = words(text, language)
        for part in parts:
            own = [word for word in said if part.start <= word.start < part.end]
            found += (
                Concern(hit.key, "phrase", hit.start, hit.end, text[hit.start : hit.end])
                for hit in _joined(_standing(own, lexicon))
            )
    if similarity is not None:
        alike = similarity.concerns(parts, language)
        found += [each for each in alike if not any(_says_it(said, each) for said in found)]
    return tuple(sorted(found, key=lambda concern: (concern.start, concern.end)))


def _says_it(said: Concern, alike: Concern) -> bool:
    """Whether a phrase in the same sentence calls a person for this already."""
    same = said.kind == alike.kind or {said.kind, alike.kind} <= {*ALERTS}
    return same and said.start < alike.end and alike.start < said.end


def checked_languages() -> frozenset[str]:
    """Languages whose list is good enough for an unflagged answer to go unread."""
    return frozenset(code for code in _languages() if not needs_a_person(code))


def needs_a_person(language: str) -> bool:
    """Whether every answer in this language goes to a person, flagged or not."""
    state = _state(language)
    return state is None or not state.stands_alone


def _standing(said: Sequence[Word], lexicon: _Lexicon) -> Iterator[Hit]:
    """Hits that are neither a harmless sense nor turned round."""
    hits = lexicon.phrases.every(said)
    if not hits:
        return
    harmless = lexicon.harmless.every(said)
    turned = _Turning(said, lexicon.turning)
    for hit in hits:
        if any(_overlap(hit, other) for other in harmless if other.key == hit.key):
            continue
        if hit.pattern in lexicon.unturned or not turned.round(hit):
            yield hit


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _joined(hits: Iterable[Hit]) -> list[Hit]:
    """One kind's hits that touch the same words, as one."""
    last: dict[str, int] = {}
    joined: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, KINDS.index(hit.key))):
        place = last.get(hit.key)
        if place is not None and _overlap(joined[place], hit):
            joined[place] = replace(joined[place], end=max(joined[place].end, hit.end))
        else:
            last[hit.key] = len(joined)
            joined.append(hit)
    return joined


class _Turning:
    """The words of one sentence that turn a phrase into its opposite.

    A phrase is turned round by a negation inside it ("he doesn't hit me") or before it with only
    light words between ("nobody at home ever hits me"). Any other word between them breaks the
    bond, and so does a word behind that takes the comfort back ("doesn't hit me any more").
    """

    def __init__(self, said: Sequence[Word], book: PhraseBook) -> None:
        self._first = {word.start: index for index, word in enumerate(said)}
        self._last = {word.end: index for index, word in enumerate(said)}
        self._places: dict[str, set[int]] = {key: set() for key in _TURNING}
        for hit in book.every(said):
            first, last = self._first[hit.start], self._last[hit.end]
            covered = {last} if hit.key == "not" else range(first, last + 1)
            self._places[hit.key].update(covered)

    def round(self, hit: Hit) -> bool:
        """Whether the phrase says that it is not so."""
        first, last = self._first[hit.start], self._last[hit.end]
        behind = set(range(last + 1, last + 1 + _LOOK_BEHIND))
        if behind & self._places["back"]:
            return False
        nots = {at for at in self._places["not"] if at + 1 not in self._places["unless"]}
        return any(first <= place < last or self._reaches(place, first) for place in nots)

    def _reaches(self, place: int, first: int) -> bool:
        between = range(place + 1, first)
        return place < first and all(index in self._places["light"] for index in between)


def make_ready(languages: Iterable[str]) -> None:
    """Read the lists of these languages now: that takes a third of a second each."""
    for language in languages:
        _lexicon(language)


@cache
def _languages() -> tuple[str, ...]:
    names = (entry.name for entry in (files("voice.safety") / "lexicon").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def _lexicon(language: str) -> _Lexicon | None:
    return _read(tomllib.loads(_file(language)), language) if language in _languages() else None


@cache
def _state(language: str) -> State | None:
    """From the head of the file alone: a list of answers asks it of every language at once."""
    if language not in _languages():
        return None
    head, _, _ = _file(language).partition("\n[")
    return State(tomllib.loads(head)["state"])


def _file(language: str) -> str:
    return (files("voice.safety") / "lexicon" / f"{language}.toml").read_text("utf-8")


def _read(written: dict[str, Any], language: str) -> _Lexicon:
    """A lexicon from its file; an unknown table is refused, for it would be silence."""
    turning = written.get("negation", {})
    kinds = {name: table for name, table in written.items() if isinstance(table, dict)}
    unknown = {*kinds} - {*KINDS, "negation"} | {*turning} - _TURNING
    if unknown or written["language"] != language:
        raise ValueError(f"The lexicon for {language!r} holds something unknown: {unknown}.")
    phrases = [(kind, p) for kind in KINDS for p in kinds.get(kind, {}).get("phrases", ())]
    harmless = [(kind, p) for kind in KINDS for p in kinds.get(kind, {}).get("not", ())]
    book = PhraseBook([(name, p) for name in turning for p in turning[name]], language)
    return _Lexicon(
        state=State(written["state"]),
        phrases=PhraseBook(phrases, language),
        harmless=PhraseBook(harmless, language),
        turning=book,
        unturned=frozenset(p for _, p in phrases if _holds_not(p, book)),
    )


def _holds_not(pattern: str, book: PhraseBook) -> bool:
    return any(hit.key in ("not", "own") for hit in book.every(words(pattern, book.language)))
