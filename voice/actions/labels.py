"""What staff read for the keys of this room."""

from __future__ import annotations

from typing import Final

from voice.actions.tracker import State, Why
from voice.i18n.catalogues import later

STATES: Final = {
    State.COMPLETED: later("Completed"),
    State.ON_TRACK: later("On track"),
    State.LATE: later("Late, but a plan is in place"),
    State.STUCK: later("Will not be delivered, and no plan"),
}
#: Why it stands so, beside the state.
BECAUSE: Final = {
    Why.DONE: later("Closed with evidence."),
    Why.COULD_NOT: later("Closed: we could not, and said why."),
    Why.IN_TIME: later("Updated in time, and not due yet."),
    Why.UPDATE_MISSED: later("An update was missed."),
    Why.LATE_WITH_PLAN: later("Past its day, with a plan."),
    Why.PAST_DUE: later("Past its day, and no plan."),
    Why.PLAN_MISSED: later("The plan's day has passed too."),
    Why.SAID: later("A person said that it is worse than the rules give."),
}
#: The rules as they stand on the page, from the first that is tried.
RULES: Final = (
    (State.COMPLETED, later("It is closed: it is done, with evidence.")),
    (State.STUCK, later("It is past its day and there is no plan, or the plan's day is past too.")),
    (State.LATE, later("It is past its day and there is a plan with a day to come.")),
    (State.LATE, later("An update was missed.")),
    (State.ON_TRACK, later("None of these.")),
)
BODIES: Final = {
    "": later("Not from a panel"),
    "youth_panel": later("Youth panel"),
    "care_council": later("Children in care council"),
}
#: Why young people say that it is not good enough.
NOT_ENOUGH: Final = {
    "slow": later("It is too slow"),
    "small": later("It changes too little"),
    "other": later("It is not what we asked for"),
    "unclear": later("We do not understand it"),
}
KINDS: Final = {
    "made": later("Made"),
    "update": later("Update"),
    "changed": later("Changed"),
    "closed": later("Closed"),
    "reminded": later("The lead was reminded"),
}
FIELDS: Final = {
    "title": later("title"),
    "what": later("what will be done"),
    "theme": later("theme"),
    "lead_id": later("lead"),
    "lead_name": later("lead"),
    "agency": later("agency"),
    "due": later("day"),
    "update_days": later("days between updates"),
    "form": later("form"),
    "since": later("first day of the answers"),
    "until": later("last day of the answers"),
    "plan": later("plan"),
    "plan_due": later("the plan's day"),
    "said": later("state said by a person"),
    "about": later("about"),
}
