"""What staff read of a theme or a control: its title and one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from voice.i18n.catalogues import later
from voice.themes.codebook import (
    ABOUT_THIS_FORM,
    NOT_ASSIGNED,
    NOTHING_TO_ADD,
    UNREADABLE,
    codebook,
)


@dataclass(frozen=True, slots=True)
class Titled:
    """A theme or a control, as a heading."""

    key: str
    title: Any
    line: Any


CONTROLS: Final[Mapping[str, Titled]] = {
    each.key: each
    for each in (
        Titled(
            NOT_ASSIGNED,
            later("No theme found"),
            later("Words in which the codebook found nothing. Some of them may be a new theme."),
        ),
        Titled(
            NOTHING_TO_ADD,
            later("Nothing to add"),
            later("The child wrote that there is nothing to say."),
        ),
        Titled(
            UNREADABLE,
            later("Could not be read"),
            later("Letters that are no words, or nothing a phrase list can read."),
        ),
        Titled(
            ABOUT_THIS_FORM,
            later("About this form"),
            later("What children think of being asked, and of the questions."),
        ),
    )
}


def title_of(key: str) -> Titled:
    """The heading of a theme or a control; KeyError if there is none."""
    if key in CONTROLS:
        return CONTROLS[key]
    theme = codebook().theme(key)
    return Titled(theme.key, theme.title, theme.line)


#: What may be left out of a child's words, as an officer picks it.
KINDS_LEFT_OUT: Final[Mapping[str, Any]] = {
    "name": later("A name"),
    "worker": later("A worker's name"),
    "school": later("A school"),
    "place": later("A place"),
    "address": later("An address"),
    "phone": later("A phone number"),
    "email": later("An e-mail address"),
    "link": later("A web address"),
    "handle": later("An online name"),
    "date": later("A date"),
    "postcode": later("A postcode"),
    "age": later("An age"),
    "number": later("A number"),
    "other": later("Something else"),
}
#: Questions to the officer, by the sign that calls for them.
RECOGNISED: Final[Mapping[str, Any]] = {
    "language": later("Few children here write in this language. Would people know who it is?"),
    "siblings": later("It says how many brothers or sisters, or which of them. Does that point?"),
    "school": later("It speaks of a school, a class or a club. Would people there know?"),
    "event": later("It tells of something that happened. Would others remember it?"),
    "number": later("There are numbers in it: an age, a date, a count. Does it need them?"),
    "detail": later("There is an unusual word in it. Would only one child say it so?"),
    "much": later("It is long, or much was left out. Do the pieces point to one child together?"),
}
#: Why words may not be proposed or approved as a quote.
WHY_NOT: Final[Mapping[str, Any]] = {
    "gone": later("This answer is not there any more."),
    "private": later("This question is for staff alone: it is never quoted."),
    "consent": later("The child did not say yes to sharing these words."),
    "unread": later("Read the whole answer first, and mark it as read."),
    "alert": later("This answer raised an alert: it is never quoted."),
    "twice": later("Something this child said is quoted already. Each child is quoted once."),
    "few": later("Fewer than ten children spoke of this theme in that quarter."),
    "untranslated": later("Write a translation first: a second person must be able to read it."),
    "unfinished": later("Finish leaving out first."),
    "length": later("Choose short sentences, of the translation too: 280 letters at most."),
    "same": later("You proposed this quote. Another person decides."),
    "decided": later("Somebody has decided on this quote already."),
    "reason": later("Say why not, so that the next one is better."),
}
QUOTE_STATES: Final[Mapping[str, Any]] = {
    "proposed": later("Waiting for a second person"),
    "approved": later("May be shown"),
    "refused": later("Refused"),
    "withdrawn": later("Taken back"),
}
