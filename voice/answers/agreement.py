"""Two people for an export: who may ask, who may agree, and until when. Pure but for roles.

Reading is not exporting. Whoever asks never agrees, and nobody agrees to more than they reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from voice.answers.reach import Reach
from voice.answers.wanted import Wanted
from voice.people.models import Worker
from voice.people.permissions import teams_with
from voice.safety.line import Reader

#: How long a wish waits for a second person, and an agreement for whoever asked.
LASTS: Final = timedelta(hours=24)
#: Answers in one file; more is for the people who look after the database.
MOST: Final = 10_000
_DAYS: Final = ("since", "until")
_CODES: Final = ("set_key", "team_id", "since", "until", "tier", "language", "helped", "state")

#: Teams that somebody reaches; None is every team.
Teams = frozenset[int] | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks for an export or decides about one."""

    id: int
    #: Of which teams they may ask for answers, and about which they may decide.
    asks: Teams
    decides: Teams
    #: Teams in whose line they stand, and for which they are on duty.
    line: frozenset[int]
    duty: frozenset[int | None]

    @classmethod
    def of(cls, worker: Worker) -> Person:
        """This person, from their memberships."""
        reader = Reader.of(worker)
        asks = teams_with(worker, "answers.export")
        decides = teams_with(worker, "answers.export_agree")
        return cls(worker.id, asks, decides, reader.line, reader.duty)

    @property
    def actor(self) -> str:
        """This person as the trail names them."""
        return f"worker:{self.id}"

    def reach(self, asked: Teams) -> Reach:
        """How far a file of theirs goes: as far as was asked, and as they still reach."""
        return Reach(_both(self.asks, asked), self.line)

    def may_decide(self, asked_by: int, teams: Teams) -> bool:
        """Whether they may agree to what somebody else asked of these teams, or refuse it."""
        return asked_by != self.id and _covers(self.decides, teams)


def teams_of(codes: dict[str, Any]) -> Teams:
    """The teams that a request reaches."""
    if codes.get("team_id") is not None:
        return frozenset({int(codes["team_id"])})
    return None if codes.get("teams") is None else frozenset(codes["teams"])


def as_codes(wanted: Wanted, teams: Teams) -> dict[str, Any]:
    """A filter as it is kept with a request, and how far the asker reached then."""
    told = {name: getattr(wanted, name) for name in _CODES}
    kept = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
        if value is not None
    }
    return kept if teams is None else {**kept, "teams": sorted(teams)}


def from_codes(codes: dict[str, Any], reach: Reach) -> Wanted:
    """The filter that was kept, for a file that goes this far."""
    told: dict[str, Any] = {name: codes[name] for name in _CODES if name in codes}
    for name in _DAYS:
        if name in told:
            told[name] = date.fromisoformat(told[name])
    return Wanted(**told, sort="sent", reach=reach)


def standing(state: str, lapses_at: datetime, now: datetime) -> str:
    """What a request stands at now, whether or not anybody has written it down yet."""
    return "lapsed" if state in {"asked", "agreed"} and now >= lapses_at else state


def may_be_fetched(state: str, lapses_at: datetime, now: datetime) -> bool:
    """Whether the file may be fetched: agreed to, and not too long ago; again if that failed."""
    return state in {"agreed", "fetched"} and now < lapses_at


def _both(mine: Teams, theirs: Teams) -> Teams:
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    return mine & theirs


def _covers(mine: Teams, theirs: Teams) -> bool:
    if mine is None:
        return True
    return bool(mine) and theirs is not None and theirs <= mine
