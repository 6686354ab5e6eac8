"""What the panel's codes and numbers are called, in any language: the words of every rendering.

Pure. `say` is a function that says an English text in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from voice.figures.cells import CARE

Say = Callable[[str], str]

#: A picture beside each theme; it says nothing that the words do not say.
PICTURES: Final = {
    "listened": "feelings",
    "influence": "plan",
    "informed": "story",
    "meetings": "plan",
    "worker": "worker",
    "worker_change": "moving",
    "alone": "room",
    "safe": "home",
    "home": "home",
    "family": "family_time",
    "friends": "friends",
    "school": "school",
    "wellbeing": "health",
    "independence": "money",
    "activities": "activities",
    "support": "friends",
}


def feeling(say: Say, key: str) -> str:
    """What a feeling is called."""
    return {
        "happy": say("happy with it"),
        "mixed": say("mixed"),
        "unhappy": say("not happy"),
        "unclear": say("hard to tell"),
    }[key]


def count(say: Say, number: int | None, step: int) -> str:
    """A count of children in a table."""
    if number is None:
        return say("not shown")
    return say("about %(number)s") % {"number": number} if step > 1 else str(number)


def in_ten(say: Say, part: int | None) -> str:
    """How many in ten."""
    if part is None:
        return say("not shown")
    return say("%(number)s in 10") % {"number": part} if part else say("less than 1 in 10")


def both(say: Say, happy: int | None, unhappy: int | None) -> tuple[str, str]:
    """Sentences about how many in ten were glad, and not; "" for what is not told."""
    if happy and unhappy:
        first = say("%(number)s in 10 were happy with it.") % {"number": happy}
        return first, say("%(number)s in 10 were not happy.") % {"number": unhappy}
    if happy:
        return say("%(number)s in 10 were happy with it.") % {"number": happy}, ""
    if unhappy:
        return say("%(number)s in 10 were not happy with it.") % {"number": unhappy}, ""
    return "", ""


def sure(say: Say, key: str, total: int) -> str:
    """How sure we are."""
    told = {
        "quite": say("Quite sure: about %(number)s children."),
        "fairly": say("A bit sure: about %(number)s children."),
        "not": say("Not very sure: only about %(number)s children."),
    }
    return told[key] % {"number": total}


def child(say: Say, tier: str) -> str:
    """Who said it."""
    return {
        "4-7": say("A child aged 4 to 7"),
        "8-10": say("A child aged 8 to 10"),
        "11-18": say("A young person aged 11 to 18"),
    }.get(tier, say("A child"))


def tier(say: Say, key: str) -> str:
    """An age group."""
    return {
        "4-7": say("children aged 4 to 7"),
        "8-10": say("children aged 8 to 10"),
        "11-18": say("young people aged 11 to 18"),
    }[key]


def audience(say: Say, key: str) -> str:
    """Who a pack is for."""
    return {
        "youth_panel": say("Youth panel"),
        "care_council": say("Children in care council"),
        "corporate_parenting": say("Corporate parenting panel"),
        "partnership": say("Safeguarding partnership"),
        "improvement_board": say("Improvement board and committee"),
        "team": say("A team's sheet"),
    }[key]


def about(say: Say, group: str, name: str) -> str:
    """Whom a pack is about, where it is not everybody: a team has a name, children in care ours."""
    return say("Children in care and care leavers") if group == CARE else name


def parting(say: Say, by: str) -> str:
    """How a table parts the children."""
    return {
        "tier": say("By age"),
        "service": say("By what the teams do"),
        "team": say("By team"),
    }[by]
