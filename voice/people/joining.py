"""The page behind an invitation: choose a password, then the second step."""

from __future__ import annotations

from flask import Blueprint, render_template

from voice.people import invitations, onwards
from voice.people.forms import NewPassword
from voice.people.onwards import Page
from voice.people.permissions import anyone
from voice.storage.session import session
from voice.web import house
from voice.web.forms import typed

blueprint = Blueprint("joining", __name__)


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@anyone
def join(token: str) -> Page:
    """Choose a password; a link that was used or is too old says so."""
    found = invitations.find(session(), house.secret(), token)
    if found is None:
        return render_template("people/join_gone.html"), 410
    invite, worker = found
    form = NewPassword(about=(worker.name, worker.email or "", "voice"))
    if not form.validate_on_submit():
        return render_template("people/join.html", form=form, invited=worker, token=token)
    known = invitations.use(session(), invite, worker, typed(form.password))
    return onwards.joined(worker, known)
