"""What arrives at the door, whatever the channel: one child's answers as plain frozen values."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from voice.answers.attachments import Drawing
from voice.answers.recordings import Recording
from voice.questions.kinds import State


@dataclass(frozen=True, slots=True)
class Given:
    """What the child did with one question."""

    question: str
    state: State = State.SKIPPED
    chosen: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the child agreed to and asked for."""

    share: str = "no"
    answer: str = "no"
    advocate: bool = False
    call_me: bool = False
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One response, before it is kept."""

    submission_id: str
    set_id: int
    tier: str
    language: str
    period: date
    channel: str
    came_by: str
    sent_at: datetime
    given: tuple[Given, ...]
    team_id: int | None = None
    company: tuple[str, ...] = ()
    taps: str = ""
    wishes: Wishes = Wishes()
    drawings: tuple[Drawing, ...] = ()
    recordings: tuple[Recording, ...] = ()

    def content(self) -> bytes:
        """The child's part in a fixed form: equal bytes mean the same answer sent twice."""
        told: list[object] = [
            [asdict(each) for each in self.given],
            asdict(self.wishes),
            self.company,
            self.taps,
        ]
        if self.drawings:
            told.append([asdict(each) for each in self.drawings])
        if self.recordings:
            told.append({"recordings": [each.mark for each in self.recordings]})
        return json.dumps(told, sort_keys=True, ensure_ascii=True).encode()


@dataclass(frozen=True, slots=True)
class Kept:
    """The door's answer: kept, or known already."""

    response_id: str
    #: False when this very submission had arrived before.
    new: bool
    #: Something in it calls for the help card.
    help: bool
