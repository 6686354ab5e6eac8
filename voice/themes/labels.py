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
