"""The themes board: what many children say, counted in a few queries, with quotes they allow.

It counts the children whom the inbox would list for the same filter, whether read or not.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.orm import Session

from voice.answers.kept import Response
from voice.answers.wanted import Wanted, conditions
from voice.safety.models import KINDS, Alert
from voice.storage.keystore import Keystore
from voice.themes import cards, counted, edition, quoted
from voice.themes.cards import Board
from voice.themes.codebook import codebook
from voice.themes.models import UNSURE, Coding


def board(session: Session, wanted: Wanted, home: str) -> Board:
    """The board of a filter, without quotes."""
    found = counted.count(session, wanted, home)
    unsure = _unsure(session, wanted, home)
    return Board(
        cards=cards.cards(codebook().themes, found.tallies, found.spoke, found.months, unsure),
        children=sum(found.months.values()),
        controls=cards.controls(found.tallies),
        pending=_pending(session, wanted, home),
        serious=_serious(session, wanted, home),
    )


def with_quotes(
    found: Board, engine: Engine, keystore: Keystore, wanted: Wanted, home: str, reader: str
) -> Board:
    """The board with at most three quotes a theme; opening them is traced first."""
    where = conditions(replace(wanted, state=None), home)
    quotes = quoted.quotes(engine, keystore, where, reader)
    quoting = (replace(card, quotes=quotes.get(card.theme.key, ())) for card in found.cards)
    return replace(found, cards=tuple(quoting))


def _where(wanted: Wanted, home: str) -> list[ColumnElement[bool]]:
    return conditions(replace(wanted, state=None), home)


def _unsure(session: Session, wanted: Wanted, home: str) -> dict[str, int]:
    """Children by theme of whom we are not sure and nobody has decided."""
    query = select(Coding.theme, func.count(Coding.response_id.distinct())).where(UNSURE)
    if where := _where(wanted, home):
        query = query.join(Response, Response.id == Coding.response_id).where(*where)
    return {row[0]: row[1] for row in session.execute(query.group_by(Coding.theme))}


def _pending(session: Session, wanted: Wanted, home: str) -> int:
    old = Response.coded_with < edition.current(session)
    where = _where(wanted, home)
    return session.scalar(select(func.count()).select_from(Response).where(old, *where)) or 0


def _serious(session: Session, wanted: Wanted, home: str) -> dict[str, int]:
    query = select(Alert.kind, func.count(Alert.response_id.distinct())).where(
        Alert.kind.in_(KINDS)
    )
    if where := _where(wanted, home):
        query = query.join(Response, Response.id == Alert.response_id).where(*where)
    counts = {row[0]: row[1] for row in session.execute(query.group_by(Alert.kind))}
    return {kind: counts[kind] for kind in KINDS if kind in counts}
