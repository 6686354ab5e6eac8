"""An administrator's pages of people: who they are and what they may do."""

from __future__ import annotations

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from voice.i18n.catalogues import say
from voice.people import accounts, invitations, roster, staffing
from voice.people.accounts import Refused
from voice.people.models import Worker
from voice.people.permissions import needs
from voice.people.staffing import AddPerson, ResetSecond, RolesForm
from voice.storage.session import session
from voice.web import house
from voice.web.forms import pressed, typed

blueprint = Blueprint("staff", __name__)
Page = Response | str


@blueprint.get("/work/people")
@needs("people.manage")
def people() -> str:
    """Everybody who signs in."""
    sought = roster.Sought.of(request.args)
    return render_template(
        "people/people.html",
        sought=sought,
        found=roster.people(session(), sought),
        teams=roster.teams(session()),
        roles=roster.ROLES,
        states=roster.STATES,
    )


@blueprint.route("/work/people/add", methods=["GET", "POST"])
@needs("people.manage")
def add() -> Page:
    """A new member of staff; the next page shows their invitation."""
    form = AddPerson()
    form.offer(roster.teams(session()))
    if form.validate_on_submit():
        name, email = typed(form.name), typed(form.email)
        try:
            worker = accounts.add(session(), _actor(), name, email, form.held())
            return _invited(worker)
        except Refused:
            staffing.taken(form.email)
    return render_template("people/add.html", form=form)


@blueprint.route("/work/people/<int:known>", methods=["GET", "POST"])
@needs("people.manage")
def person(known: int) -> Page:
    """One person: roles and teams, and all that can be done."""
    worker, form = _worker(known), RolesForm()
    form.offer(roster.teams(session()))
    if not form.is_submitted():
        form.show(worker.memberships)
    elif form.validate():
        try:
            accounts.set_roles(session(), _actor(), worker, form.held())
            return _said(say("What they may do is changed, from now on."), worker)
        except Refused:
            staffing.last_admin(form.roles)
    shown = roster.person(session(), known)
    return render_template(
        "people/person.html", form=form, shown=shown, reset=ResetSecond(), states=roster.STATES
    )


@blueprint.post("/work/people/<int:known>/invite")
@needs("people.manage")
def invite(known: int) -> Page:
    """A fresh invitation; older ones stop working."""
    pressed()
    worker = _worker(known)
    return _invited(worker) if worker.active else abort(409)


@blueprint.post("/work/people/<int:known>/disable")
@needs("people.manage")
def disable(known: int) -> Page:
    """Shut somebody out, at once."""
    pressed()
    worker = _worker(known)
    try:
        accounts.disable(session(), _actor(), worker)
    except Refused:
        return _said(say("This is the last administrator. Add another one first."), worker)
    return _said(say("They are shut out, wherever they were signed in."), worker)


@blueprint.post("/work/people/<int:known>/enable")
@needs("people.manage")
def enable(known: int) -> Page:
    """Let somebody in again."""
    pressed()
    worker = _worker(known)
    accounts.enable(session(), _actor(), worker)
    return _said(say("They may sign in again."), worker)


@blueprint.post("/work/people/<int:known>/second-factor")
@needs("people.manage")
def reset(known: int) -> Page:
    """Take a second factor away, with a reason."""
    worker, form = _worker(known), ResetSecond()
    if not form.validate_on_submit():
        return _said(say("Nothing was changed: choose a reason first."), worker)
    accounts.reset_second_factor(session(), _actor(), worker, typed(form.reason))
    return _said(say("The next time they sign in, they set up their phone anew."), worker)


def _invited(worker: Worker) -> Page:
    secret = house.secret()
    token = invitations.make(session(), secret, _actor(), worker)
    link = url_for("joining.join", token=token, _external=True)
    return render_template("people/invited.html", invited=worker, link=link)


def _said(text: str, worker: Worker) -> Response:
    flash(text)
    return redirect(url_for("staff.person", known=worker.id))


def _worker(known: int) -> Worker:
    return session().get(Worker, known) or abort(404)


def _actor() -> str:
    return f"worker:{g.worker.id}"
