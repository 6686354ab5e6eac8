"""Gather what children said in one quarter, as codes and places, never words.

A child here is one response: who the children are is not known. The filter is that of the inbox and
the themes board, so that all three count the same children.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from voice.answers.kept import Consent, Response
from voice.answers.wanted import Wanted, conditions
from voice.panel.figures import blend
from voice.panel.quarters import Quarter
from voice.people.models import Team
from voice.questions import publish
from voice.safety.models import Alert
from voice.themes.models import Coding, Feeling


@dataclass(frozen=True, slots=True)
class Child:
    """One response, by what lies open about it."""

    id: str
    tier: str
    language: str
    team: str | None
    set_id: int
    occasion: str
    #: Agreed to share, read by a person, and no alert was ever raised.
    may_be_quoted: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """One quarter."""

    quarter: Quarter
    children: Mapping[str, Child]
    #: For each theme or control: the children who spoke of it, and how each of them felt.
    themes: Mapping[str, Mapping[str, str]]
    #: Every team there is, also those with no answer.
    teams: tuple[str, ...]

    def by_tier(self) -> dict[str, int]:
        """Children by age group, as far as a form was sent in by one of them."""
        return Counter(each.tier for each in self.children.values())

    def by_team(self) -> dict[str, int]:
        """Children by team, each team there is."""
        counts = Counter(each.team for each in self.children.values())
        return {team: counts[team] for team in self.teams}


def gather(session: Session, quarter: Quarter) -> Gathered:
    """Everything the summary of this quarter is made from."""
    children = {child.id: child for child in _children(session, quarter)}
    teams = tuple(session.scalars(select(Team.name).order_by(Team.id)))
    return Gathered(quarter, children, _themes(session, quarter, children), teams)


def _in(quarter: Quarter) -> Wanted:
    return Wanted(since=quarter.since, until=quarter.until)


def _children(session: Session, quarter: Quarter) -> Iterator[Child]:
    alert = exists().where(Alert.response_id == Response.id)
    agreed = and_(Consent.share == "yes", Response.read_at.is_not(None), ~alert)
    query = (
        select(
            Response.id,
            Response.tier,
            Response.language,
            Team.name,
            Response.set_id,
            agreed.label("may_be_quoted"),
        )
        .join(Consent, Consent.response_id == Response.id)
        .outerjoin(Team, Team.id == Response.team_id)
        .where(*conditions(_in(quarter), "en"))
        .order_by(Response.id)
    )
    occasions: dict[int, str] = {}
    for id_, tier, language, team, set_id, agreed_ in session.execute(query):
        if set_id not in occasions:
            occasions[set_id] = publish.worded(session, set_id, language).occasion
        yield Child(id_, tier, language, team, set_id, occasions[set_id], bool(agreed_))


def _themes(
    session: Session, quarter: Quarter, children: Collection[str]
) -> dict[str, dict[str, str]]:
    felt = and_(Feeling.response_id == Coding.response_id, Feeling.question == Coding.question)
    query = (
        select(Coding.theme, Coding.response_id, Feeling.band)
        .outerjoin(Feeling, felt)
        .where(Coding.response_id.in_(responses_of(quarter)))
    )
    bands: dict[str, dict[str, set[str]]] = {}
    for theme, response_id, band in session.execute(query):
        if response_id in children:  # one that came in this very moment waits for the next look
            bands.setdefault(theme, {}).setdefault(response_id, set()).add(band or "unclear")
    return {theme: {id_: blend(of) for id_, of in mine.items()} for theme, mine in bands.items()}


def responses_of(quarter: Quarter) -> Select[Any]:
    """Ids of the responses of one quarter."""
    return select(Response.id).where(*conditions(_in(quarter), "en"))


def freshness(session: Session, quarter: Quarter) -> tuple[int, ...]:
    """Numbers that change when anything does that the summary is made from."""
    mine = responses_of(quarter)
    columns: tuple[tuple[InstrumentedAttribute[str], tuple[ColumnElement[bool], ...]], ...] = (
        (Response.id, ()),
        (Response.id, (Response.read_at.is_not(None),)),
        (Consent.response_id, (Consent.share == "yes",)),
        (Alert.response_id, ()),
        (Coding.response_id, ()),
    )
    counts = (
        select(func.count()).where(column.in_(mine), *where).scalar_subquery()
        for column, where in columns
    )
    newest = select(func.coalesce(func.max(Coding.id), 0)).scalar_subquery()
    teams = select(func.count()).select_from(Team).scalar_subquery()
    return tuple(session.execute(select(*counts, newest, teams)).one())
