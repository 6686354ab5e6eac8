"""Question sets as data: what a set, a section, a question and an option are.

Pure. A question may carry one scale per age tier; `for_tier` picks it, `in_words` puts a set in
another language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from voice.questions.kinds import Kind, Occasion, Polarity, Tier

Translate = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen; stored by its value, never by its position."""

    value: str
    text: str
    face: str | None = None
    picture: str | None = None
    #: How good this is, from -1 to 1; None when it says nothing of that kind.
    weight: float | None = None
    #: On a question marked "help", choosing this shows the help card and raises an alert.
    low: bool = False
    #: This option already means "not sure", so the form offers no second one.
    not_sure: bool = False
    #: The participation code that this option proposes (PN0 to PN7).
    pn: str | None = None


@dataclass(frozen=True, slots=True)
class Only:
    """A question that makes sense only after certain answers to another one."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `construct` is the same in every set and tier that asks the same thing."""

    id: str
    construct: str
    kind: Kind
    text: str
    help: str = ""
    options: tuple[Option, ...] = ()
    #: "faces", "pictures" or "words": how the options are shown.
    look: str = "words"
    theme: str | None = None
    polarity: Polarity = Polarity.NONE
    safety: str | None = None
    #: Whether a box for "tell us more" belongs under a choice.
    more: bool = True
    follows: str | None = None
    only: Only | None = None
    #: For staff alone: never said in front of others, never quoted.
    private: bool = False
    voch: str | None = None
    #: Options by tier, where the scale differs between tiers; `for_tier` moves them to `options`.
    by_tier: Mapping[Tier, tuple[tuple[Option, ...], str]] = field(default_factory=dict)

    def option(self, value: str) -> Option | None:
        """The option with this value, if the question has it."""
        return next((option for option in self.options if option.value == value), None)

    @property
    def offers_not_sure(self) -> bool:
        """Whether the scale itself holds a "not sure"."""
        return any(option.not_sure for option in self.options)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together, under one heading."""

    key: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One form: who it is for, when it is asked, and its questions in order."""

    key: str
    version: int
    title: str
    intro: str
    occasion: Occasion
    tiers: tuple[Tier, ...]
    audience: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question | None:
        """The question with this id, if the set has it."""
        return next((each for each in self.questions if each.id == question_id), None)


def for_tier(whole: QuestionSet, tier: Tier) -> QuestionSet:
    """The set as a child of this tier sees it; ValueError when it was not written for the tier."""
    if tier not in whole.tiers:
        raise ValueError(f"{whole.key} is not for {tier}")
    return _each_question(whole, lambda question: _at_tier(question, tier))


def in_words(whole: QuestionSet, translate: Translate) -> QuestionSet:
    """The same set with every text put through `translate`."""

    def _said(text: str) -> str:
        return translate(text) if text else ""

    worded = _each_question(whole, lambda question: _in_words(question, _said))
    sections = tuple(replace(each, title=_said(each.title)) for each in worded.sections)
    return replace(worded, title=_said(whole.title), intro=_said(whole.intro), sections=sections)


def _each_question(whole: QuestionSet, change: Callable[[Question], Question]) -> QuestionSet:
    sections = tuple(
        replace(section, questions=tuple(change(question) for question in section.questions))
        for section in whole.sections
    )
    return replace(whole, sections=sections)


def _at_tier(question: Question, tier: Tier) -> Question:
    if not question.by_tier:
        return question
    options, look = question.by_tier[tier]
    return replace(question, options=options, look=look, by_tier={})


def _in_words(question: Question, said: Translate) -> Question:
    by_tier = {
        tier: (_options_in_words(options, said), look)
        for tier, (options, look) in question.by_tier.items()
    }
    return replace(
        question,
        text=said(question.text),
        help=said(question.help),
        options=_options_in_words(question.options, said),
        by_tier=by_tier,
    )


def _options_in_words(options: tuple[Option, ...], said: Translate) -> tuple[Option, ...]:
    return tuple(replace(option, text=said(option.text)) for option in options)
