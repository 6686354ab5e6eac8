"""The words an alert rests on, in their context, as a page of this room may show them.

Answers lie above safety, so this room cannot open them: the answers room lends it a function when
the app is built. Opening is traced there, before anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flask.sansio.app import App
from sqlalchemy import Engine

from voice.storage.keystore import Keystore

_KEY = "voice.context"


class Drawn(Protocol):
    """One line of a drawing, as the answers room makes it."""

    @property
    def path(self) -> str:
        """Where it goes, as SVG says it."""

    @property
    def colour(self) -> str:
        """The colour of its pen."""

    @property
    def width(self) -> int:
        """How thick it is."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the child said to one question, as it was asked, and in English where that differs."""

    question: str
    asked: str
    english: str
    text: str
    chosen: tuple[str, ...]
    #: Whether it was said aloud.
    spoken: bool = False
    #: The child's drawing, for the answers room's own macro to draw.
    drawing: tuple[Drawn, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """One answer round an alert."""

    said: tuple[Said, ...]
    channel: str
    taps: str
    alone: bool
    received_at: datetime
    #: How to reach the child; "" where the child gave nothing.
    contact: str
    #: The key was erased, and the words with it.
    gone: bool

    def of(self, question: str | None) -> Said | None:
        """What was said to this question."""
        return next((each for each in self.said if each.question == question), None)


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text that raised an alert; `theme` is its kind."""

    theme: str
    start: int
    end: int


#: Engine, keys, response id and reader ("worker:7"): the context, traced as opened.
Opening = Callable[[Engine, Keystore, str, str], Context]


def lend(app: App, opening: Opening) -> None:
    """Give this room the function that opens an answer."""
    app.extensions[_KEY] = opening


def opened(app: App, engine: Engine, keystore: Keystore, response_id: str, reader: str) -> Context:
    """The answer with this id, opened and traced."""
    opening: Opening = app.extensions[_KEY]
    return opening(engine, keystore, response_id, reader)
