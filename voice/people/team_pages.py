"""An administrator's pages of teams."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from voice.i18n.catalogues import say
from voice.people import roster, settling, staffing
from voice.people.models import Team
from voice.people.permissions import needs
from voice.people.staffing import TeamForm
from voice.storage.session import session
from voice.web.forms import typed

blueprint = Blueprint("teams", __name__)
Page = Response | str


@blueprint.route("/work/teams", methods=["GET", "POST"])
@needs("teams.manage")
def teams() -> Page:
    """Every team, and a form for one more."""
    form = TeamForm()
    if form.validate_on_submit():
        name, service = typed(form.name), typed(form.service)
        if not settling.name_is_taken(session(), name):
            key = settling.key_for(session(), name)
            settling.add_team(session(), _actor(), key, name, service)
            flash(say("The team is added."))
            return redirect(url_for("teams.teams"))
        staffing.taken(form.name)
    return render_template("people/teams.html", form=form, teams=roster.teams(session()))


@blueprint.route("/work/teams/<int:known>", methods=["GET", "POST"])
@needs("teams.manage")
def team(known: int) -> Page:
    """Another name for a team."""
    found = session().get(Team, known) or abort(404)
    form = TeamForm(obj=found)
    if form.validate_on_submit():
        if not settling.name_is_taken(session(), typed(form.name), known):
            settling.rename(session(), _actor(), found, typed(form.name), typed(form.service))
            flash(say("The team is renamed."))
            return redirect(url_for("teams.teams"))
        staffing.taken(form.name)
    return render_template("people/team.html", form=form, team=found)


def _actor() -> str:
    return f"worker:{g.worker.id}"
