"""A facilitator's page: the young people of the panel, and to which body each of them belongs."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from voice.i18n.catalogues import later, say
from voice.people import accounts, roster, staffing
from voice.people.accounts import Refused
from voice.people.models import Role, Worker
from voice.people.permissions import needs
from voice.people.staffing import Seats, YoungPerson
from voice.storage.session import session
from voice.web.forms import Press, typed

blueprint = Blueprint("members", __name__)
Page = Response | str | tuple[str, int]
_DONE = {
    "approve": later("They can sign in now."),
    "seat": later("Changed. It holds from now on."),
    "disable": later("They are shut out."),
    "enable": later("They can sign in again."),
}


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
    return _page(form, Seats(formdata=None))


@blueprint.post("/panel/members/<int:known>/<any(approve, seat, disable, enable):act>")
@needs("panel.members")
def change(known: int, act: str) -> Page:
    """Let a young person in, change their bodies, shut them out, or let them in again."""
    worker = session().get(Worker, known)
    if worker is None or worker.roles != {Role.PANEL_MEMBER} or not Press().validate_on_submit():
        abort(404)
    seats = Seats()
    if act in {"disable", "enable"}:
        getattr(accounts, act)(session(), _actor(), worker)
    elif seats.validate():
        getattr(accounts, act)(session(), _actor(), worker, seats.chosen())
    else:
        return _page(YoungPerson(formdata=None), seats, known), 422
    return _said(str(_DONE[act]))


def _page(form: YoungPerson, seats: Seats, wrong: int | None = None) -> str:
    return render_template(
        "people/members.html",
        form=form,
        seats=seats,
        wrong=wrong,
        members=roster.young_people(session()),
        states=roster.STATES,
        bodies=roster.BODIES,
    )


def _said(text: str) -> Response:
    flash(text)
    return redirect(url_for("members.members"))


def _actor() -> str:
    return f"worker:{g.worker.id}"
