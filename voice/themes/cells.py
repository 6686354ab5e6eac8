"""How many children stand round a quote: nobody is told apart in a group of this many."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.answers.kept import Response
from voice.answers.wanted import Wanted, conditions
from voice.themes.models import Coding

#: Nobody is told apart in a group of this many (safety.md, disclosure control).
CROWD = 10


@dataclass(frozen=True, slots=True)
class Cells:
    """Children by theme, by theme and age group, and by language, within some days."""

    themes: Mapping[str, int]
    tiers: Mapping[tuple[str, str], int]
    languages: Mapping[str, int]

    def is_crowd(self, theme: str) -> bool:
        """Whether enough children spoke of this theme for one of them to be quoted."""
        return self.themes.get(theme, 0) >= CROWD

    def tier(self, theme: str, tier: str) -> str:
        """The age group, or "" where too few children of it spoke of this theme."""
        return tier if self.tiers.get((theme, tier), 0) >= CROWD else ""

    def is_rare(self, language: str) -> bool:
        """Whether so few answered in this language that naming it could name a child."""
        return self.languages.get(language, 0) < CROWD


def cells(session: Session, since: date, until: date, themes: Collection[str]) -> Cells:
    """The groups of children who sent something from `since` to `until`, both whole days."""
    where = conditions(Wanted(since=since, until=until), "en")
    found = session.execute(
        select(Coding.theme, Response.tier, func.count(func.distinct(Coding.response_id)))
        .join(Response, Response.id == Coding.response_id)
        .where(Coding.theme.in_(themes), Coding.counts, *where)
        .group_by(Coding.theme, Response.tier)
    )
    tiers = {(theme, tier): count for theme, tier, count in found}
    whole: dict[str, int] = {}
    for (theme, _), count in tiers.items():
        whole[theme] = whole.get(theme, 0) + count
    spoken = session.execute(
        select(Response.language, func.count().label("count_"))
        .where(*where)
        .group_by(Response.language)
    )
    return Cells(whole, tiers, {each.language: each.count_ for each in spoken})
