"""What staff read about alerts: groups, states, decisions, and how long ago, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from voice.i18n.catalogues import later, say, say_many
from voice.safety.clock import Group

GROUPS: Final[Mapping[str, Any]] = {
    Group.NOW: later("Look now"),
    Group.TODAY: later("Look today"),
    Group.REQUESTS: later("Requests"),
}
STATES: Final[Mapping[str, Any]] = {
    "new": later("Nobody has looked yet"),
    "seen": later("Somebody is on it"),
    "decided": later("Decided"),
}
DECISIONS: Final[Mapping[str, Any]] = {
    "referred": later("Referred: I have passed it on"),
    "known": later("Known: somebody is already helping with this"),
    "not_concern": later("Not a concern"),
}
#: What the messages of the ladder say: no words of a child's, no names.
MESSAGES: Final[Mapping[str, str]] = {
    "raised": "A new alert is waiting in Voice.",
    "next": "An alert in Voice has not been looked at. Please look at it now.",
    "manager": "An alert in Voice has not been looked at, and it has now come to a manager.",
    "decision": "An alert in Voice is still without a decision. Please decide it now.",
}
#: The same as "raised" where the answer was held back on a tablet for days.
LATE: Final = (
    "A late alert is waiting in Voice: the answer was held back for days. Please look now."
)
_HOUR, _DAY = 60, 24 * 60


def span(length: timedelta) -> str:
    """A length of time as one would say it: minutes, then hours, then days."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < _HOUR:
        return say_many("%(num)s minute", "%(num)s minutes", minutes) % {"num": minutes}
    if minutes < 2 * _DAY:
        hours = minutes // _HOUR
        return say_many("%(num)s hour", "%(num)s hours", hours) % {"num": hours}
    days = minutes // _DAY
    return say_many("%(num)s day", "%(num)s days", days) % {"num": days}


def raised(ago: timedelta) -> str:
    """How long ago the child pressed Send."""
    return say("raised %(span)s ago") % {"span": span(ago)}


def late(by: timedelta) -> str:
    """By how much it is late."""
    return say("overdue by %(span)s") % {"span": span(by)}
