"""Everything in one child's answers that a person must look at: words, low answers, buttons.

The same look for what arrives at the door and for what is typed of a recording later.
"""

from __future__ import annotations

from collections.abc import Iterator

from voice.answers.arrival import Arrival, Given
from voice.questions.sets import Question, QuestionSet
from voice.safety import screen
from voice.safety.triage import Notice


def notices(asked: QuestionSet, arrival: Arrival) -> Iterator[Notice]:
    """What is noticed in these answers."""
    if arrival.wishes.call_me:
        yield Notice("contact_me", "button")
    if arrival.wishes.advocate:
        yield Notice("advocate", "button")
    for given in arrival.given:
        question = asked.question(given.question)
        if question is not None and _is_low(question, given):
            yield Notice("fear", "rating", given.question)
        yield from heard(given.question, given.text, arrival.language)


def heard(question: str, text: str, language: str, after: int = 0) -> Iterator[Notice]:
    """Phrases in the form's language and in English, in which many children answer anyway.

    `after` is where this text begins in all that was said to the question.
    """
    found = {
        (each.kind, each.start, each.end): each.source
        for spoken in dict.fromkeys((language, "en"))
        for each in screen.screen(text, spoken)
    }
    for (kind, start, end), source in found.items():
        yield Notice(kind, source, question, (after + start, after + end))


def _is_low(question: Question, given: Given) -> bool:
    chosen = (question.option(value) for value in given.chosen)
    return question.safety == "help" and any(option and option.low for option in chosen)
