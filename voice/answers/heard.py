"""What the themes room heard in a response, as a page of this room may show it.

Themes lie above answers, so this room cannot ask for them: the themes room lends it a function
when the app is built, and without one a page simply shows no themes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask.sansio.app import App
from sqlalchemy.orm import Session

from voice.answers.opened import Span

_KEY = "voice.heard"


@dataclass(frozen=True, slots=True)
class Mark:
    """One theme in one answer: its title, what noticed it, and where it lies."""

    question: str
    theme: str
    title: str
    source: str
    start: int | None
    end: int | None
    #: Whether it counts: sure, or a person said so.
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Felt:
    """The feeling of one answer: "pos", "neg", "mixed", "neutral" or "unclear", and who says so."""

    question: str
    band: str
    source: str


@dataclass(frozen=True, slots=True)
class Heard:
    """All that was heard in one response."""

    marks: tuple[Mark, ...] = ()
    feelings: tuple[Felt, ...] = ()
    #: Whether the codebook was held against it at all.
    coded: bool = False

    @property
    def themes(self) -> dict[str, str]:
        """Titles of the themes heard in words, by their key; a chosen option has no words."""
        said = (mark for mark in self.marks if mark.start is not None and mark.counts)
        return {mark.theme: mark.title for mark in said}

    def of(self, question: str) -> tuple[Mark, ...]:
        """What was heard in one answer, each theme once."""
        mine = {mark.theme: mark for mark in reversed(self.marks) if mark.question == question}
        return tuple(reversed(mine.values()))

    def felt(self, question: str) -> Felt | None:
        """The feeling of one answer."""
        return next((each for each in self.feelings if each.question == question), None)

    def spans(self, question: str, theme: str | None) -> tuple[Span, ...]:
        """The words to mark in one answer, of one theme or of all."""
        return tuple(
            Span(mark.theme, mark.start, mark.end)
            for mark in self.marks
            if mark.question == question
            and mark.source != "question"
            and theme in ({None, mark.theme} if mark.counts else {mark.theme})
            and mark.start is not None
            and mark.end is not None
        )


Hearing = Callable[[Session, str], Heard]


def lend(app: App, hearing: Hearing) -> None:
    """Give this room the function that finds what was heard in a response."""
    app.extensions[_KEY] = hearing


def heard_in(app: App, session: Session, response_id: str) -> Heard:
    """What was heard in one response; nothing where nobody lent a hearing."""
    hearing: Hearing | None = app.extensions.get(_KEY)
    return hearing(session, response_id) if hearing else Heard()
