"""Read one comment: its language, its concerns, its themes and how it sounds.

Pure, and the same for the worker and for `voice analyse`: text in, a reading out, every time the
same. Each finding carries the characters it rests on, as offsets into the text given. Safety comes
first, and nothing that comes after can take a concern away.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from voice.i18n.phrases import Hit
from voice.i18n.words import LONGEST
from voice.safety.screen import ALERTS, Concern, screen
from voice.themes.codebook import (
    ABOUT_THIS_FORM,
    CONTROLS,
    NOTHING_TO_ADD,
    UNREADABLE,
    codebook,
)
from voice.themes.feeling import Band, Estimate, Source, estimate, feeling_of_record, joined
from voice.themes.fusion import Fused, fuse
from voice.themes.text import Sentence, base_language, decide_language, split_sentences

if TYPE_CHECKING:
    from voice.themes.meaning import Meaning

#: A phrase was written by the child; a theme taken from the question is only likely.
_PHRASE, _QUESTION = 1.0, 0.5
#: A word of the child's own that says enough to be filed under what was asked.
_SAYS_ENOUGH = 2
#: A finger on the keyboard, in Latin letters: "jjjjjjj", "hgdkfjgh".
_MASHED = re.compile(r"^(?:(.)\1{4,}|.*[bcdfghjklmnpqrstvwxz]{7,}.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Coding:
    """A theme of a comment, and what it rests on; offsets are None where no words show it."""

    theme: str
    #: "phrase" (the child's own words), "similar" (their meaning) or "question" (what was asked).
    source: Literal["phrase", "similar", "question"]
    start: int | None
    end: int | None
    #: How sure, from 0 to 1.
    score: float
    #: Whether it may be counted: a likeness that is only probable may not.
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What a comment was found to say."""

    lang: str
    #: Each theme once, with its first and longest evidence; in order of place.
    themes: tuple[Coding, ...]
    feeling: Band
    feeling_source: Source
    concerns: tuple[Concern, ...]
    #: Nothing was found although something was said.
    not_assigned: bool
    #: Of nothing_to_add, unreadable, about_this_form: what the comment is instead of themes.
    controls: tuple[str, ...]


def read(
    text: str,
    language: str | None,
    question_theme: str | None = None,
    polarity: str | None = None,
    rating: float | None = None,
    learnt: Meaning | None = None,
) -> Reading:
    """Read a comment written on a form in `language` (None where nobody knows).

    `learnt` hears what no phrase says; without it phrases work alone. `question_theme` and
    `polarity` belong to the question; polarity only where it was an open one. `rating` is the
    child's own answer beside the comment, from -1 (bad) to 1 (good).
    """
    lang = decide_language(text, language)
    spoken = base_language(lang)
    concerns = screen(text[:LONGEST], spoken, learnt)
    sentences = split_sentences(text, spoken)
    hits = list(codebook().hits(spoken, (sentence.words for sentence in sentences)))
    sound = estimate(text[:LONGEST], spoken, sentences)
    controls = tuple(_controls(sentences, hits, sound))
    silent = NOTHING_TO_ADD in controls or UNREADABLE in controls
    likely = None if silent or not learnt else learnt.themes_of([text[:LONGEST]], [spoken])[0]
    own = {hit.key for hit in hits if codebook().is_own(spoken, hit)}
    heard = () if silent else _heard(_joined(hits), likely, own)
    asked_for = () if silent else _asked(question_theme, controls, sentences)
    themes = _counted(heard if any(each.sure for each in heard) else _either(asked_for, heard))
    felt = None if silent or not learnt else learnt.feelings_of([text[:LONGEST]], [spoken])[0]
    band = _band(sound, joined(sound, felt), concerns, silent=silent)
    asked = None if silent else polarity
    feeling, source = feeling_of_record(rating, asked, band)
    return Reading(
        lang=lang,
        themes=themes,
        feeling=feeling,
        feeling_source=source,
        concerns=concerns,
        not_assigned=not themes and not controls,
        controls=controls,
    )


def _joined(hits: Iterable[Hit]) -> tuple[Coding, ...]:
    """Each theme once: the longest of its phrases, the first of equals."""
    best: dict[str, Hit] = {}
    for hit in hits:
        known = best.get(hit.key)
        if hit.key not in CONTROLS and (known is None or _length(hit) > _length(known)):
            best[hit.key] = hit
    order = {theme.key: number for number, theme in enumerate(codebook().every)}
    placed = sorted(best.values(), key=lambda hit: (hit.start, hit.end, order[hit.key]))
    return tuple(Coding(hit.key, "phrase", hit.start, hit.end, _PHRASE) for hit in placed)


def _heard(
    said: tuple[Coding, ...], likely: Mapping[str, float] | None, own: Collection[str]
) -> tuple[Coding, ...]:
    """What the phrases say in order of place, then what only the meaning says, likeliest first."""
    if likely is None:
        return said
    spoken = {each.theme: each for each in said}
    # What a council wrote itself was looked at by a person: likeness does not doubt it.
    likely = {**likely, **dict.fromkeys(spoken.keys() & own, 1.0)}
    found = fuse(spoken, likely)
    heard = {each.theme: each for each in found}
    kept = [_told(each, heard[each.theme]) for each in said if each.theme in heard]
    return (*kept, *(_alike(each) for each in found if each.theme not in spoken))


def _counted(found: tuple[Coding, ...]) -> tuple[Coding, ...]:
    """Each under the theme it is counted under; the first that is sure, where two become one."""
    book = codebook()
    if not book.counted_as:
        return found
    best: dict[str, Coding] = {}
    for each in found:
        key = book.counted(each.theme)
        if key not in best or (each.sure and not best[key].sure):
            best[key] = replace(each, theme=key)
    return tuple(best.values())


def _told(said: Coding, found: Fused) -> Coding:
    return replace(said, score=found.score, sure=found.sure == "sure")


def _alike(found: Fused) -> Coding:
    return Coding(found.theme, "similar", None, None, found.score, found.sure == "sure")


def _either(first: tuple[Coding, ...], then: tuple[Coding, ...]) -> tuple[Coding, ...]:
    known = {each.theme for each in first}
    return (*first, *(each for each in then if each.theme not in known))


def _length(hit: Hit) -> int:
    return hit.end - hit.start


def _asked(
    theme: str | None, controls: tuple[str, ...], sentences: Iterable[Sentence]
) -> tuple[Coding, ...]:
    """The question's own theme, for words that are an answer and name no other."""
    if theme is None or controls or not says_enough(sentences):
        return ()
    return (Coding(theme, "question", None, None, _QUESTION),)


def says_enough(sentences: Iterable[Sentence]) -> bool:
    """Whether words are an answer to what was asked, though they name no theme."""
    return sum(len(sentence.words) for sentence in sentences) >= _SAYS_ENOUGH


def _controls(
    sentences: tuple[Sentence, ...], hits: Iterable[Hit], sound: Estimate
) -> Iterator[str]:
    said = [word for sentence in sentences for word in sentence.words]
    met = list(hits)
    nothing = [hit for hit in met if hit.key == NOTHING_TO_ADD]
    if not sentences or (said and all(_within(word.start, nothing) for word in said)):
        yield NOTHING_TO_ADD
    elif all(_MASHED.match(word.folded) for word in said) and not (sound.good or sound.bad):
        yield UNREADABLE
    if any(hit.key == ABOUT_THIS_FORM for hit in met):
        yield ABOUT_THIS_FORM


def _within(place: int, hits: Iterable[Hit]) -> bool:
    return any(hit.start <= place < hit.end for hit in hits)


def _band(sound: Estimate, band: Band, concerns: Iterable[Concern], *, silent: bool) -> Band:
    """How it sounds; a possible disclosure never sounds well, however plainly it is put."""
    if any(concern.kind in ALERTS for concern in concerns):
        return "mixed" if band in ("pos", "mixed") else "neg"
    if not silent:
        return band
    if sound.unsure or 0 < sound.good < 0.6:
        return "unclear"
    return "pos" if sound.band == "pos" else "neutral"
