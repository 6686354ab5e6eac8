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
        "exports.requests",
        "answers.export_agree",
        later("Exports"),
        later("Answers that somebody wants to take out of Voice: two people have to say yes."),
    ),
    Door(
        "aside.rescue",
        "answers.rescue",
        later("From a tablet"),
        later("Take in sealed answers that were saved to a file on a tablet."),
    ),
    Door(
        "themes.board",
        "themes.see",
        later("Themes"),
        later("What we hear across all answers, and how it changes."),
    ),
    Door(
        "quotes.desk",
        "quotes.approve",
        later("Quotes"),
        later("Children's own words that may be shown, once a second person agrees."),
    ),
    Door(
        "panel.page",
        "panel.see",
        later("Panel"),
        later("What the youth panel reads, says and asks for."),
    ),
    Door(
        "rounds.rounds",
        "panel.vote",
        later("Our votes"),
        later("Give your stars, ask the adults, and see what they do."),
    ),
    Door(
        "round_desk.rounds",
        "panel.follow",
        later("Rounds"),
        later("What the young people vote on, ask and say; and the minutes."),
    ),
    Door(
        "actions.tracker",
        "actions.see",
        later("Actions"),
        later("What somebody promised to do about it, and how it goes."),
    ),
    Door(
        "reports.reports",
        "reports.see",
        later("Reports"),
        later("What each board reads each quarter, and who signed it off."),
    ),
    Door(
        "packs.packs",
        "packs.see",
        later("Packs"),
        later("What the panel and the boards read: choose, write, propose and publish."),
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
