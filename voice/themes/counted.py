"""Each child once for each theme, for any filter: what stands behind every count and its evidence.

Both come from `heard`, so a count on the board is always the number of answers that open behind it.
Where the filter has two choices at most, the counts the database keeps are read instead: they are
the same numbers, summed before anybody asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.visitors import replacement_traverse

from voice.answers.kept import Response
from voice.answers.wanted import Wanted, conditions
from voice.themes import triggers
from voice.themes.models import Heard, ThemeCount
from voice.themes.splits import Spoke, Tally

#: Counts are kept along so many choices together.
_TOGETHER = 2
#: Where `heard` repeats what lies open about a response.
_REPEATED: Mapping[Any, Any] = {
    Response.__table__.c[name]: Heard.__table__.c[name]
    for name in ("period", "sent_at", "set_key", "tier", "language", "team_id", "channel")
} | {Response.__table__.c.id: Heard.__table__.c.response_id}


@dataclass(frozen=True, slots=True)
class Line:
    """The counts along one line: one or more values of one dimension."""

    dimension: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """Children by theme and feelings, those who wrote of it by month, and all who answered."""

    tallies: tuple[Tally, ...]
    spoke: tuple[Spoke, ...]
    months: Mapping[date, int]


def count(session: Session, wanted: Wanted, home: str) -> Counts:
    """All that the board counts, for this filter."""
    line = line_of(wanted)
    return _counted(session, wanted, home) if line is None else _kept(session, line)


def line_of(wanted: Wanted) -> Line | None:
    """The kept counts that answer this filter; None where it must be counted."""
    if wanted.since or wanted.until or wanted.reach.line:
        return None
    chosen = {name: getattr(wanted, name) for name in triggers.CHOICES}
    one = {name: str(value) for name, value in chosen.items() if value is not None}
    if wanted.reach.teams is None:
        return _line([one]) if len(one) <= _TOGETHER else None
    if "team_id" in one or len(one) >= _TOGETHER:
        return None
    mine = ("", *sorted(str(each) for each in wanted.reach.teams))
    return _line([{**one, "team_id": each} for each in mine])


def _line(choices: Sequence[Mapping[str, str]]) -> Line:
    """One line with a value for each of these, which choose along the same dimensions."""
    made = [triggers.line(each) for each in choices]
    return Line(made[0][0], tuple(value for _name, value in made))


def where(wanted: Wanted, home: str) -> list[ColumnElement[bool]]:
    """What must hold of a row of `heard` for the filter, as `conditions` says it of a response."""
    asked = conditions(replace(wanted, state=None, helped=None), home)
    moved = [replacement_traverse(each, {}, _repeated) for each in asked]
    if wanted.helped:
        moved.append(Heard.alone.is_(wanted.helped == "alone"))
    return moved


def children(
    theme: str, way: str, codes: tuple[int, ...], wanted: Wanted, home: str
) -> Select[Any]:
    """Ids of the children who spoke of a theme in one way ("own", "rated") with these feelings."""
    bits = Heard.own if way == "own" else Heard.rated
    return select(Heard.response_id).where(
        Heard.theme == theme, bits.in_(codes), *where(wanted, home)
    )


def _repeated(element: Any, **_more: Any) -> Any:
    return _REPEATED.get(element) if hasattr(element, "table") else None


def _kept(session: Session, line: Line) -> Counts:
    kept = ThemeCount
    here = [kept.dimension == line.dimension, kept.value.in_(line.values)]
    total = func.sum(kept.children, type_=Integer)
    felt = (kept.theme, kept.own, kept.rated)
    by_feeling = session.execute(
        select(*felt, total).where(*here, kept.theme != "").group_by(*felt)
    )
    month = (kept.theme, kept.period)
    spoke = select(*month, total).where(*here, kept.own > 0).group_by(*month)
    everybody = select(kept.period, total).where(*here, kept.theme == "").group_by(kept.period)
    return Counts(
        tuple(Tally(*row) for row in by_feeling if row[3]),
        tuple(Spoke(*row) for row in session.execute(spoke) if row[2]),
        {row[0]: row[1] for row in session.execute(everybody) if row[1]},
    )


def _counted(session: Session, wanted: Wanted, home: str) -> Counts:
    # Not the bare column: SQLite would walk its index, and look up each row from there.
    keys = (Heard.theme.concat(""), Heard.own, Heard.rated, Heard.period)
    felt: Counter[tuple[str, int, int]] = Counter()
    said: Counter[tuple[str, date]] = Counter()
    found = select(*keys, func.count()).where(*where(wanted, home)).group_by(*keys)
    for theme, own, rated, month, children in session.execute(found):
        felt[theme, own, rated] += children
        said[theme, month] += children if own else 0
    here = conditions(replace(wanted, state=None), home)
    everybody = select(Response.period, func.count()).where(*here).group_by(Response.period)
    return Counts(
        tuple(Tally(*key, n) for key, n in felt.items()),
        tuple(Spoke(*key, n) for key, n in said.items() if n),
        dict(session.execute(everybody).all()),
    )
