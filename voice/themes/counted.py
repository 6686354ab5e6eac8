"""Each child once for each theme: the one query behind every count and every page of evidence.

Because both read it, a count on the board is always the number of answers that open behind it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, case, func, select

from voice.answers.kept import Response
from voice.themes import splits
from voice.themes.models import Coding, Feeling


def by_child(where: Iterable[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    """A row for each theme of each child: theme, child, month, and the bits `splits` reads.

    `own` is what the child wrote (it has a place in the text), `rated` what the child chose.
    A child without any theme has one row whose theme is None: the outer join keeps SQLite from
    beginning with the codings, which takes twice as long.
    """
    own = Coding.start.is_not(None)
    felt = and_(Feeling.response_id == Coding.response_id, Feeling.question == Coding.question)
    return (
        select(
            Coding.theme.label("theme"),
            Response.id.label("child"),
            func.min(Response.period, type_=Date).label("month"),
            _bits(own).label("own"),
            _bits(~own).label("rated"),
        )
        .select_from(Response)
        .outerjoin(Coding, Coding.response_id == Response.id)
        .outerjoin(Feeling, felt)
        .where(*where)
        .group_by(Response.id, Coding.theme)
    )


def _bits(here: ColumnElement[bool]) -> ColumnElement[int]:
    """What one child showed, as one number."""

    def _any(bit: int, *more: ColumnElement[bool]) -> ColumnElement[int]:
        return func.max(case((and_(here, *more), bit), else_=0), type_=Integer)

    return (
        _any(splits.HERE)
        + _any(splits.GOOD, Feeling.band.in_(("pos", "mixed")))
        + _any(splits.BAD, Feeling.band.in_(("neg", "mixed")))
        + _any(splits.BETWEEN, Feeling.band == "neutral")
    )
