"""One response as an officer reads it: plain values, and texts cut where words are marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from voice.answers.attachments import Line
from voice.questions.sets import Question


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option the child chose, as the child read it, and in English where that is another."""

    text: str
    english: str
    face: str | None = None


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """What became of one question."""

    question: Question
    #: The question in English; "" where it was asked in English or never published in it.
    english: str
    state: str
    chosen: tuple[Chosen, ...]
    #: The child's own words; "" where there are none.
    text: str
    #: The child's drawing as lines of ours; none where nothing was drawn.
    drawing: tuple[Line, ...] = ()
    #: Whether the child said something aloud; what was typed of it is in `text`.
    spoken: bool = False

    @property
    def own(self) -> bool:
        """Whether there are words, a drawing or a recording of the child's own."""
        return bool(self.text or self.drawing or self.spoken)


@dataclass(frozen=True, slots=True)
class OpenedAlert:
    """One reason to look, and the words it rests on."""

    kind: str
    source: str
    question: str | None
    words: str
    state: str
    decision: str | None


@dataclass(frozen=True, slots=True)
class OpenedWishes:
    """What the child agreed to and asked for."""

    share: str
    answer: str
    advocate: bool
    call_me: bool
    contact: str


@dataclass(frozen=True, slots=True)
class OpenedResponse:
    """One response with its words."""

    id: str
    set_key: str
    title: str
    tier: str
    language: str
    team: str | None
    channel: str
    company: tuple[str, ...]
    taps: str
    alone: bool
    sent_at: datetime
    received_at: datetime
    read_due: datetime
    read_at: datetime | None
    answers: tuple[OpenedAnswer, ...]
    wishes: OpenedWishes
    alerts: tuple[OpenedAlert, ...]
    #: The key was erased, and the words with it.
    gone: bool = False

    @property
    def said(self) -> tuple[OpenedAnswer, ...]:
        """The answers with something in them, the child's own words first."""
        given = [each for each in self.answers if each.own or each.chosen]
        return tuple(sorted(given, key=lambda each: not each.own))

    @property
    def unsaid(self) -> tuple[OpenedAnswer, ...]:
        """The questions without an answer."""
        return tuple(each for each in self.answers if not (each.own or each.chosen))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, and the theme it was matched for."""

    theme: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, and the themes that rest on it; none for plain text."""

    text: str
    themes: tuple[str, ...] = ()


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text cut at the ends of all spans; joined, the pieces are the text."""
    held = [each for each in spans if 0 <= each.start < each.end <= len(text)]
    cuts = sorted({0, len(text), *(x for each in held for x in (each.start, each.end))})
    return tuple(Piece(text[start:end], _themes(held, start, end)) for start, end in pairwise(cuts))


def _themes(spans: list[Span], start: int, end: int) -> tuple[str, ...]:
    over = (each.theme for each in spans if each.start <= start and end <= each.end)
    return tuple(dict.fromkeys(over))
