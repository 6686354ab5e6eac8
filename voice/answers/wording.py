"""Answers beside the words of their questions, as the child read them and in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from voice.answers.attachments import Line
from voice.answers.models import Answer, Response
from voice.answers.opened import Chosen, OpenedAnswer
from voice.questions import publish
from voice.questions.kinds import Tier
from voice.questions.sets import Question, QuestionSet, for_tier

#: Beside words in another language stand these.
_BESIDE = "en"
#: Opened words by question.
Texts = Mapping[str, str]
#: Opened drawings by question.
Drawings = Mapping[str, tuple[Line, ...]]


def asked_of(session: Session, response: Response, language: str | None = None) -> QuestionSet:
    """The questions as this child was asked them, or in another language; NotPublished."""
    worded = publish.worded(session, response.set_id, language or response.language)
    return for_tier(worded, Tier(response.tier))


def beside(session: Session, response: Response) -> QuestionSet | None:
    """The questions in English, where they were asked in another language."""
    if response.language == _BESIDE:
        return None
    try:
        return asked_of(session, response, _BESIDE)
    except publish.NotPublished:
        return None


def opened_answers(
    session: Session, response: Response, texts: Texts, drawings: Drawings
) -> Iterator[OpenedAnswer]:
    """The answers in the order of the form, with the words of their questions; all opened."""
    asked, other = asked_of(session, response), beside(session, response)
    aloud = {each.question for each in response.recordings}
    for answer in response.answers:
        question = asked.question(answer.question)
        if question is not None:
            english = other.question(answer.question) if other else None
            yield OpenedAnswer(
                question=question,
                english=_other(question.text, english.text if english else ""),
                state=answer.state,
                chosen=tuple(_chosen(answer, question, english)),
                text=texts.get(answer.question, ""),
                drawing=drawings.get(answer.question, ()),
                spoken=answer.question in aloud,
            )


def _chosen(answer: Answer, question: Question, english: Question | None) -> Iterator[Chosen]:
    for value in answer.chosen:
        option, other = question.option(value), english.option(value) if english else None
        if option is not None:
            yield Chosen(option.text, _other(option.text, other.text if other else ""), option.face)


def _other(text: str, english: str) -> str:
    """The English beside a text, where it is not the same."""
    return english if english != text else ""
