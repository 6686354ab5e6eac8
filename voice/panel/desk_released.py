"""Figures as released, for staff without need to know: of everybody, or of their own teams."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, g, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.figures.cells import WHOLE
from voice.figures.cube import Cube
from voice.figures.shown import ShownRow
from voice.i18n.catalogues import current, say
from voice.panel import contents, release
from voice.panel.models import Release
from voice.panel.speech import speech
from voice.people.models import Team
from voice.people.permissions import needs, teams_with
from voice.storage.session import session
from voice.themes.codebook import codebook

blueprint = Blueprint("released", __name__)


@dataclass(frozen=True, slots=True)
class Group:
    """One group's figures: how many answered, and what they spoke of."""

    name: str
    children: int | None
    rows: tuple[ShownRow, ...]


@blueprint.get("/work/themes/released")
@needs("themes.see")
def board() -> str:
    """One released quarter, the newest unless another is asked for."""
    found = released(session())
    asked = request.args.get("period", found[0].period if found else "")
    chosen = next((each for each in found if each.period == asked), None)
    if found and chosen is None:
        abort(404)
    reach = teams_with(g.worker, "themes.see")
    return render_template(
        "panel/desk_released.html",
        found=found,
        chosen=chosen,
        groups=groups(session(), release.figures(chosen), reach) if chosen else (),
        titles={theme.key: theme.title for theme in codebook().ever_made},
        months=speech(current().code).months,
    )


def released(db: Session) -> tuple[Release, ...]:
    """Every quarter that somebody may read, the newest first."""
    query = select(Release).filter_by(state="released").order_by(Release.period.desc())
    return tuple(db.scalars(query))


def groups(db: Session, cube: Cube, reach: frozenset[int] | None) -> tuple[Group, ...]:
    """Everybody, and each team within reach."""
    order = [theme.key for theme in codebook().ever_made]
    teams = db.scalars(select(Team).order_by(Team.name)).all()
    mine = [(f"team:{team.id}", team.name) for team in teams if reach is None or team.id in reach]
    return tuple(
        Group(name, cube.children(group), contents.offered(cube, group, order))
        for group, name in ((WHOLE, say("All children")), *mine)
    )
