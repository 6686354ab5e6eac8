"""A facilitator's page: the young people of the panel."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from voice.i18n.catalogues import say
from voice.people import accounts, roster, staffing
from voice.people.accounts import Refused
from voice.people.forms import Press
from voice.people.models import Role, Worker
from voice.people.permissions import needs
from voice.people.staffing import YoungPerson
from voice.storage.session import session
from voice.web.forms import typed

blueprint = Blueprint("members", __name__)
Page = Response | str


@blueprint.route("/panel/members", methods=["GET", "POST"])
@needs("panel.members")
def members() -> Page:
    """Every young person of the panel, and a form for one more."""
    form = YoungPerson()
    if form.validate_on_submit():
        nickname, passphrase = typed(form.nickname), typed(form.passphrase)
        try:
            accounts.add_young_person(session(), _actor(), nickname, passphrase)
            return _said(say("Added. They can sign in when you let them in."))
        except Refused:
            staffing.taken(form.nickname)
    young = roster.young_people(session())
    return render_template("people/members.html", form=form, members=young, states=roster.STATES)


@blueprint.post("/panel/members/<int:known>/<any(approve, disable, enable):act>")
@needs("panel.members")
def change(known: int, act: str) -> Page:
    """Let a young person in for the first time, shut them out, or let them in again."""
    worker = session().get(Worker, known)
    if worker is None or worker.roles != {Role.PANEL_MEMBER} or not Press().validate_on_submit():
        abort(404)
    getattr(accounts, act)(session(), _actor(), worker)
    done = {
        "approve": say("They can sign in now."),
        "disable": say("They are shut out."),
        "enable": say("They can sign in again."),
    }
    return _said(done[act])


def _said(text: str) -> Response:
    flash(text)
    return redirect(url_for("members.members"))


def _actor() -> str:
    return f"worker:{g.worker.id}"
