"""The kinds of question, and the states an answer can be in. Pure."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """How a question is asked."""

    CHOICE = "choice"  # one of the options
    SEVERAL = "several"  # any number of the options
    FEELINGS = "feelings"  # any number of faces, one's own word beside them
    OPEN = "open"  # one's own words


class State(StrEnum):
    """What became of a question: four different things, never pooled."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    NOT_SURE = "not_sure"
    NO_SAY = "no_say"


class Tier(StrEnum):
    """The age for which a form is worded."""

    YOUNGEST = "4-7"
    MIDDLE = "8-10"
    OLDER = "11-18"


class Occasion(StrEnum):
    """After what, or before what, the child is asked."""

    GENERAL = "general"
    CONFERENCE_BEFORE = "conference_before"
    CONFERENCE_AFTER = "conference_after"
    REVIEW_BEFORE = "review_before"
    REVIEW_AFTER = "review_after"


class Polarity(StrEnum):
    """What agreeing with a question, or writing under it, says about the child's life."""

    GOOD = "good"
    BAD = "bad"
    WORRY = "worry"
    WISH = "wish"
    NONE = "none"


#: The faces we have drawn; the first five differ in the mouth alone.
FACES = tuple(
    "happy quite_happy so_so quite_sad sad safe calm proud excited worried cross scared confused "
    "bored lonely".split()
)

#: Ids that belong to every form and so to no set.
RESERVED = frozenset(
    "with taps anything_else share answer advocate call_me contact ticket lang".split()
)

#: A child's text is cut here, in the browser and at the door; more is a file, not a feeling.
LONGEST_TEXT = 2_000
