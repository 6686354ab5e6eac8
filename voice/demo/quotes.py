"""Quotes of Demo Borough: prepared, proposed and approved by two of its people, as in life.

Every step goes through the verbs that the pages use, so that the trail tells the same story.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from voice.answers import redacting
from voice.answers.reach import EVERYWHERE
from voice.i18n.days import day_of
from voice.i18n.words import sentences
from voice.people.models import Membership, Role, Worker
from voice.quotes import desk as quote_desk
from voice.quotes import quoting
from voice.quotes.desk import Offered
from voice.quotes.proposed import Quote
from voice.quotes.quoting import CannotBeQuoted, Proposal
from voice.quotes.redact import Known, offers
from voice.quotes.roster import PLACES, roster
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now
from voice.themes import quarters
from voice.themes.codebook import codebook

#: Quarters that get quotes, this one first, and quotes that wait at the end.
_QUARTERS = 3
_LEFT_WAITING = 2
#: Only words in the language that the two people speak are decided without a translation.
_THEIRS = "en"
_PLACES = """\
# Schools and places of this council, a name a line, as children write them.
# All of these are made up.
Kestrel Hill Primary
Marlow Green School
Saltmarsh Academy
Harbour View College
Copperfield Park
Tidewater Library
"""


def quote(engine: Engine, keystore: Keystore, folder: Path) -> None:
    """A quote for each theme of the last quarters that has one; none where there are some."""
    with transaction(engine) as session:
        if session.scalar(select(func.count()).select_from(Quote)):
            return
        officer, second = (_person(session, r) for r in (Role.OFFICER, Role.PANEL_FACILITATOR))
        if not (folder / PLACES).exists():
            (folder / PLACES).write_text(_PLACES, "utf-8")
        known = roster(session, folder)
    waiting: list[str] = []
    for days in _quarters():
        for theme in (each.key for each in codebook().themes):
            found = quote_desk.offered(
                engine, keystore, theme, days, EVERYWHERE, f"worker:{officer}"
            )
            with transaction(engine) as session:
                waiting += _one(session, keystore, theme, found, officer, known)
    with transaction(engine) as session:
        for each in waiting[_LEFT_WAITING:]:
            quoting.decide(session, keystore, each, second, approve=True)


def _one(
    session: Session,
    keystore: Keystore,
    theme: str,
    found: tuple[Offered, ...],
    officer: int,
    known: Known,
) -> list[str]:
    """The id of the first of these that may be proposed; none where none may."""
    for each in found:
        place = each.candidate.response_id, each.candidate.question
        if each.candidate.language != _THEIRS or len(each.text) > quoting.LONGEST:
            continue
        marks = offers(each.text, each.candidate.language, known)
        try:
            if quoting.why_not(session, place, theme) is None:
                redacting.keep(session, keystore, place, marks, (), officer)
                redacting.finish(session, place, officer, ())
                every = tuple(range(len(sentences(each.text))))
                return [quoting.propose(session, keystore, place, Proposal(theme, every), officer)]
        except CannotBeQuoted:
            continue
    return []


def _quarters() -> list[tuple[date, date]]:
    return [each.days for each in quarters.back_from(quarters.of(day_of(now())), _QUARTERS)]


def _person(session: Session, role: Role) -> int:
    query = select(Worker.id).join(Membership).where(Membership.role == role, Worker.active)
    return session.scalars(query.order_by(Worker.id)).first() or 0
