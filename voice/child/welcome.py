"""Find the form behind a link, and the language to open it in."""

from __future__ import annotations

from datetime import date

from flask import Request
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.child.models import Link
from voice.child.page import Opened
from voice.i18n.catalogues import day_in_words, month_in_words, say
from voice.i18n.locales import all_locales
from voice.questions import publish
from voice.questions.kinds import Tier
from voice.questions.models import PublishedWords
from voice.questions.sets import for_tier


def language(request: Request, offered: tuple[str, ...]) -> str:
    """The one asked for in the address, else the browser's own, else the council's first."""
    wanted = request.args.get("lang", "")
    if wanted in offered:
        return wanted
    return request.accept_languages.best_match(offered) or offered[0]


def opened(session: Session, link: Link, code: str, council: str) -> Opened:
    """The form behind a link, in this language."""
    query = select(PublishedWords.language, PublishedWords.fingerprint)
    marks = {
        row.language: row.fingerprint
        for row in session.execute(query.filter_by(set_id=link.set_id))
    }
    marks = {known: marks[known] for known in all_locales() if known in marks}
    spoken = code if code in marks else next(iter(marks))
    asked = for_tier(publish.worded(session, link.set_id, spoken), Tier(link.tier))
    return Opened(asked, link.tier, spoken, tuple(marks), council, marks[spoken])


def what_happens_next(read_by: date, code: str) -> list[tuple[str, str]]:
    """The three steps a child is told, with honest dates: (when, what)."""
    month = month_in_words(_next_quarter(read_by), code)
    return [
        (
            day_in_words(read_by, code),
            say("By then, someone in the feedback team reads your words."),
        ),
        (month, say("The youth panel looks at what many children said. They see no names.")),
        (say("After that"), say("We say what we did. We say what we could not do, and why.")),
    ]


def _next_quarter(day: date) -> date:
    """The first day of the quarter after this one: when the panel next meets."""
    month = 3 * ((day.month - 1) // 3) + 4
    return date(day.year + month // 13, (month - 1) % 12 + 1, 1)
