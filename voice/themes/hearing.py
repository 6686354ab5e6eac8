"""What one answer says: its themes, its feeling, and whether it worries us. Pure.

A chosen option speaks for the question's theme, and only where the child chose one. Written words
speak for themselves; where they name no theme, they are filed under what was asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from voice.questions.kinds import Kind, Polarity
from voice.questions.sets import Question
from voice.safety.screen import Concern
from voice.themes import pipeline
from voice.themes.codebook import NOT_ASSIGNED, UNREADABLE, codebook
from voice.themes.feeling import Band, Source, feeling_of_record
from voice.themes.pipeline import Reading

if TYPE_CHECKING:
    from voice.themes.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Found:
    """One theme, or one of the controls, and where it lies.

    Words always have offsets, those of the whole text where no phrase shows it; None is a rating.
    """

    theme: str
    source: str
    start: int | None
    end: int | None
    score: float
    #: Whether it counts without a person's word.
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in one answer."""

    question: str
    themes: tuple[Found, ...]
    #: None where the answer says nothing of the kind.
    band: Band | None
    band_source: Source | None
    concerns: tuple[Concern, ...] = ()


def hear(
    question: Question,
    chosen: tuple[str, ...],
    text: str,
    language: str,
    learnt: Meaning | None = None,
) -> Heard:
    """Hear one answer that was given: options by value, words as the child wrote them."""
    weights = _weights(question, chosen)
    rating = fmean(weights) if weights else None
    rated = tuple(_rated(question, chosen))
    if not text:
        band, source = _felt(weights, rating)
        return Heard(question.id, rated, band, source)
    open_polarity = question.polarity.value if question.kind is Kind.OPEN else None
    reading = pipeline.read(text, language, question.theme, open_polarity, rating, learnt)
    themes = (*rated, *_said(reading, len(text)))
    return Heard(question.id, themes, reading.feeling, reading.feeling_source, reading.concerns)


def not_typed(heard: Heard) -> Heard:
    """The same where something was said aloud that nobody has typed: we cannot read it."""
    return replace(heard, themes=(*heard.themes, Found(UNREADABLE, "phrase", 0, 0, 1.0)))


def _weights(question: Question, chosen: tuple[str, ...]) -> list[float]:
    """How good each chosen option is, turned round where agreeing is bad."""
    way = -1.0 if question.polarity is Polarity.BAD else 1.0
    options = (question.option(value) for value in chosen)
    return [way * one.weight for one in options if one and one.weight is not None]


def _felt(weights: list[float], rating: float | None) -> tuple[Band | None, Source | None]:
    if rating is None:
        return None, None
    both = min(weights) < 0 < max(weights)
    return feeling_of_record(rating, None, "mixed" if both else "neutral")


def _rated(question: Question, chosen: tuple[str, ...]) -> Iterator[Found]:
    if question.theme and chosen:
        yield Found(codebook().counted(question.theme), "question", None, None, 1.0)


def _said(reading: Reading, length: int) -> Iterator[Found]:
    for each in reading.themes:
        start, end = (0, length) if each.start is None else (each.start, each.end)
        yield Found(each.theme, each.source, start, end, each.score, each.sure)
    for control in reading.controls:
        yield Found(control, "phrase", 0, length, 1.0)
    if not any(each.sure for each in reading.themes) and not reading.controls:
        yield Found(NOT_ASSIGNED, "phrase", 0, length, 0.0)
