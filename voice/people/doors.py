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
        "handover.prepare",
        "links.make",
        later("Hand over"),
        later("Prepare a form for a child: on this tablet, on a phone, or on paper."),
    ),
    Door(
        "safety.queue",
        "alerts.see",
        later("Alerts"),
        later("Children who may need somebody now, and how long they have waited."),
    ),
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
    Door(
        "members.members",
        "panel.members",
        later("Panel members"),
        later("Young people of the panel: add them, let them in, see them out."),
    ),
    Door(
        "staff.people",
        "people.manage",
        later("People"),
        later("Who may sign in, and what each of them may do."),
    ),
    Door(
        "teams.teams",
        "teams.manage",
        later("Teams"),
        later("The teams of the children's services, by name."),
    ),
    Door(
        "records.trail",
        "trail.see",
        later("Who looked"),
        later("Every opening, change and decision, and whether the trail is whole."),
    ),
)


def doors(worker: Worker | None) -> tuple[Door, ...]:
    """The doors that are open to this person and lead to a room that is built."""
    return tuple(door for door in DOORS if may(worker, door.ability) and url_exists(door.endpoint))
