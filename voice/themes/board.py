"""The themes board: what many children say, counted in a few queries, with quotes they allow.

It counts the children whom the inbox would list for the same filter, whether read or not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.orm import Session

from voice.answers.kept import Response
from voice.answers.wanted import Wanted, conditions
from voice.safety.models import KINDS, Alert
from voice.storage.keystore import Keystore
from voice.themes import cards, counted, quoted
from voice.themes.cards import Board
from voice.themes.codebook import codebook
from voice.themes.splits import Tally

#: Counts for readers without need to know are multiples of this, and the filter is not theirs.
_STEP = 5


def board(
    session: Session, wanted: Wanted, home: str, teams: frozenset[int] | None = None
) -> Board:
    """The board of a filter, without quotes; with `teams`, of their answers alone."""
    where = conditions(replace(wanted, state=None), home)
    if teams is not None:
        where.append(Response.team_id.in_(teams))
    tallies = [_tally(row) for row in session.execute(_tallies(where)) if row.theme]
    months = _months(session, where)
    return Board(
        cards=cards.cards(codebook().themes, tallies, months),
        children=sum(months.values()),
        controls=cards.controls(tallies),
        pending=_pending(session, where),
        serious=_serious(session, where),
    )


def with_quotes(
    found: Board, engine: Engine, keystore: Keystore, wanted: Wanted, home: str, reader: str
) -> Board:
    """The board with at most three quotes a theme; opening them is traced first."""
    where = conditions(replace(wanted, state=None), home)
    quotes = quoted.quotes(engine, keystore, where, reader)
    quoting = (replace(card, quotes=quotes.get(card.theme.key, ())) for card in found.cards)
    return replace(found, cards=tuple(quoting))


def for_everyone(session: Session, home: str, teams: frozenset[int] | None = None) -> Board:
    """The board for readers without need to know: rounded, without quotes, no filter of theirs.

    A team manager's is of their own teams; without `teams` it is of all answers.
    """
    return cards.coarse(board(session, Wanted(), home, teams), _STEP)


def _tallies(where: Iterable[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """Children by theme, month and feelings."""
    child = counted.by_child(where).subquery()
    keys = (child.c.theme, child.c.month, child.c.own, child.c.rated)
    return select(*keys, func.count()).group_by(*keys)


def _tally(row: Any) -> Tally:
    theme, month, own, rated, children = row
    return Tally(theme, month, own, rated, children)


def _months(session: Session, where: Iterable[ColumnElement[bool]]) -> dict[date, int]:
    query = select(Response.period, func.count()).where(*where).group_by(Response.period)
    return {row[0]: row[1] for row in session.execute(query)}


def _pending(session: Session, where: Iterable[ColumnElement[bool]]) -> int:
    old = Response.coded_with < codebook().version
    return session.scalar(select(func.count()).select_from(Response).where(old, *where)) or 0


def _serious(session: Session, where: Iterable[ColumnElement[bool]]) -> dict[str, int]:
    query = (
        select(Alert.kind, func.count(Alert.response_id.distinct()))
        .join(Response, Response.id == Alert.response_id)
        .where(Alert.kind.in_(KINDS), *where)
        .group_by(Alert.kind)
    )
    counts = {row[0]: row[1] for row in session.execute(query)}
    return {kind: counts[kind] for kind in KINDS if kind in counts}
