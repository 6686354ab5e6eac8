"""The sentences of the easy-read version, by rule: short, one idea each, in any language.

Pure. No sentence of ours has more than LONGEST words in English. What people and children wrote is
not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from voice.panel.phrases import Say

#: Words in a sentence, as the makers of easy-read leaflets advise.
LONGEST: Final = 12


def meaning(say: Say, theme: str) -> tuple[str, ...]:
    """What a theme is about; nothing for a theme that only this council has."""
    return _THEMES[theme](say) if theme in _THEMES else ()


_THEMES: Final[Mapping[str, Callable[[Say], tuple[str, ...]]]] = {
    "listened": lambda say: (
        say("Is it like this for children?"),
        say("Grown-ups ask me what I think."),
        say("They really listen."),
    ),
    "influence": lambda say: (
        say("Is it like this for children?"),
        say("I help decide things."),
        say("Things change because of what I say."),
    ),
    "informed": lambda say: (
        say("Is it like this for children?"),
        say("People tell me what is happening."),
        say("They tell me why."),
    ),
    "meetings": lambda say: (
        say("This is about my meetings."),
        say("It is about who comes."),
    ),
    "worker": lambda say: (
        say("Is it like this for children?"),
        say("My worker is kind."),
        say("My worker does what they say."),
    ),
    "worker_change": lambda say: (
        say("Is it like this for children?"),
        say("I keep the same worker."),
        say("They say goodbye when they leave."),
    ),
    "alone": lambda say: (
        say("Is it like this for children?"),
        say("I can talk to my worker alone."),
        say("I know who they tell."),
    ),
    "safe": lambda say: (
        say("Is it like this for children?"),
        say("I feel safe where I live."),
        say("I feel safe outside and online."),
    ),
    "home": lambda say: (
        say("This is about where I live."),
        say("It is about who looks after me."),
    ),
    "family": lambda say: (
        say("This is about my family."),
        say("It is about seeing them."),
    ),
    "friends": lambda say: (
        say("This is about my friends."),
        say("People can be kind or mean."),
    ),
    "school": lambda say: (
        say("This is about my school."),
        say("It is about teachers and learning."),
    ),
    "wellbeing": lambda say: (
        say("This is about how I feel."),
        say("It is about my sleep and my health."),
    ),
    "identity": lambda say: (
        say("This is about who I am."),
        say("It is about my language and my faith."),
    ),
    "rights": lambda say: (
        say("Is it like this for children?"),
        say("I know my rights."),
        say("I know who can speak up for me."),
    ),
    "independence": lambda say: (
        say("Is it like this for children?"),
        say("I learn to do things myself."),
        say("I get ready to leave home."),
    ),
    "activities": lambda say: (
        say("This is about things I like."),
        say("It is about playing and clubs."),
    ),
    "access": lambda say: (
        say("Is it like this for children?"),
        say("I can get in and join in."),
        say("People understand me in my own way."),
    ),
    "delay": lambda say: (
        say("Is it like this for children?"),
        say("People come on time."),
        say("I do not wait too long."),
    ),
    "support": lambda say: (
        say("Is it like this for children?"),
        say("I get the help I need."),
        say("It makes things better for me."),
    ),
}


def happy(say: Say, part: int | None) -> str:
    """How many of ten were happy with it; "" for what is not told."""
    return _of_ten(
        part,
        say("Fewer than 1 of 10 was happy with it."),
        say("Only 1 of 10 children was happy with it."),
        say("%(number)s of 10 children were happy with it."),
    )


def unhappy(say: Say, part: int | None) -> str:
    """How many of ten were not happy with it; "" for what is not told."""
    return _of_ten(
        part,
        say("Fewer than 1 of 10 was not happy with it."),
        say("Only 1 of 10 children was not happy with it."),
        say("%(number)s of 10 children were not happy with it."),
    )


def _of_ten(part: int | None, fewer: str, one: str, many: str) -> str:
    return "" if part is None else {0: fewer, 1: one}.get(part, many) % {"number": part}


def sure(say: Say, key: str) -> str:
    """How sure we are."""
    return {
        "quite": say("We are quite sure about this."),
        "fairly": say("We are a bit sure about this."),
        "not": say("We are not very sure about this."),
    }[key]


def said(say: Say, tier: str) -> str:
    """Who said what follows."""
    return {
        "4-7": say("A child aged 4 to 7 said:"),
        "8-10": say("A child aged 8 to 10 said:"),
        "11-18": say("A young person aged 11 to 18 said:"),
    }.get(tier, say("A child said:"))
