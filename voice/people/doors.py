"""The rooms a person may walk into: one table for the navigation and for the first page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from voice.i18n.catalogues import later
from voice.people.models import Worker
from voice.people.permissions import may
from voice.web.filters import url_exists


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: where it leads, who may use it, what is behind it."""

    endpoint: str
    ability: str
    title: Any
    line: Any


DOORS: Final = (
    Door(
        "answers.inbox",
        "answers.list",
        later("Answers"),
        later("What children said, and what needs looking at now."),
    ),
    Door(
        "themes.board",
        "themes.see",
        later("Themes"),
        later("What we hear across all answers, and how it changes."),
    ),
    Door(
        "panel.page",
        "panel.see",
        later("Panel"),
        later("What the youth panel reads, says and asks for."),
    ),
)


def doors(worker: Worker | None) -> tuple[Door, ...]:
    """The doors that are open to this person and lead to a room that is built."""
    return tuple(door for door in DOORS if may(worker, door.ability) and url_exists(door.endpoint))
