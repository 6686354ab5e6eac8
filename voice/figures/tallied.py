"""Count one quarter's children by theme, team, age, form and feeling, as codes and never words.

A child here is one response: who the children are is not known. The days are those of the inbox and
of the themes board, so that all three count the same children.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.answers.kept import Response
from voice.answers.wanted import Wanted, conditions
from voice.figures.cells import CHILDREN, Counted, Truth, truth
from voice.i18n.days import span
from voice.people.models import Team
from voice.themes.codebook import NOT_ASSIGNED
from voice.themes.models import Heard
from voice.themes.quarters import Quarter
from voice.themes.splits import HERE, band_of

#: What the panel calls a feeling; who was neither glad nor sad is hard to tell.
_FELT: Final = {"pos": "happy", "mixed": "mixed", "neg": "unhappy"}


def tallied(session: Session, quarter: Quarter, themes: tuple[str, ...]) -> Truth:
    """The true counts of a quarter."""
    teams = session.execute(select(Team.id, Team.service)).all()
    services = {row.id: row.service for row in teams}
    rows = [*_children(session, quarter), *_spoke(session, quarter)]
    wanted = (*themes, NOT_ASSIGNED)
    known = [f"team:{row.id}" for row in teams]
    return truth((row for row in rows if row.theme in {CHILDREN, *wanted}), wanted, services, known)


def _children(session: Session, quarter: Quarter) -> Iterator[Counted]:
    keys = (Response.team_id, Response.tier, Response.set_key)
    query = select(*keys, func.count()).where(*conditions(of(quarter), "en")).group_by(*keys)
    for team, tier, set_key, children in session.execute(query):
        yield Counted(CHILDREN, team, tier, set_key, "", False, False, children)


def _spoke(session: Session, quarter: Quarter) -> Iterator[Counted]:
    keys = (Heard.theme, Heard.team_id, Heard.tier, Heard.set_key, Heard.own, Heard.rated)
    begins, ends = span(*quarter.days)
    days = (Heard.sent_at >= begins, Heard.sent_at < ends)
    query = select(*keys, func.count()).where(*days).group_by(*keys)
    for theme, team, tier, set_key, own, rated, children in session.execute(query):
        felt = _FELT.get(band_of(own | rated), "unclear")
        said, chose = bool(own & HERE), bool(rated & HERE)
        yield Counted(theme, team, tier, set_key, felt, said, chose, children)


def of(quarter: Quarter) -> Wanted:
    """The filter of a quarter, as the inbox has it."""
    return Wanted(since=quarter.since, until=quarter.until)
