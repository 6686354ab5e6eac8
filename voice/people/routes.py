"""Signing in and out, and the first page after it."""

from __future__ import annotations

from flask import (
    Blueprint,
    flash,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from voice.i18n.catalogues import say
from voice.people import entering, login, onwards
from voice.people.forms import Code, DemoSignIn, SignIn, SignOut
from voice.people.onwards import Page, rules
from voice.people.permissions import anyone, needs
from voice.storage.session import session
from voice.web import house
from voice.web.forms import Press, typed

blueprint = Blueprint("people", __name__)
blueprint.before_app_request(onwards.keep_words)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> Page:
    """A name and a password; in the demonstration also a button for each person."""
    form = SignIn(data={"next": request.args.get("next", "")})
    if rules().demo and "worker" in request.form:
        return _as_somebody()
    if not form.validate_on_submit():
        return onwards.ask_who(form)
    engine = house.engine()
    checked = entering.check(engine, typed(form.name), typed(form.password))
    return onwards.follow(entering.by_password(session(), checked, rules()), form)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@anyone
def code() -> Page:
    """The second factor."""
    known = login.who_is_half_way(session())
    if known is None:
        flash(say("That took too long, or another page was quicker. Please start again."))
        return redirect(url_for("people.sign_in"))
    form = Code()
    if not form.validate_on_submit():
        return onwards.ask_code(form, known)
    return onwards.follow(
        entering.by_code(session(), known, typed(form.code), rules()), form, known
    )


@blueprint.post("/sign-out")
@anyone
def sign_out() -> Response:
    """End the session; an old or foreign token changes nothing."""
    if not SignOut().validate_on_submit():
        return redirect(url_for("people.home"))
    login.sign_out(session(), g.worker)
    flash(say("You are signed out."))
    return redirect(url_for("people.sign_in"))


@blueprint.route("/stay", methods=["GET", "POST"])
@anyone
def stay() -> Response | tuple[Response, int]:
    """Seconds left of this sign-in; asking by POST is a sign of life, by GET it is not."""
    if request.method == "POST" and not Press().validate_on_submit():
        return jsonify(left=0), 400
    return jsonify(left=login.seconds_left())


@blueprint.post("/carry")
@anyone
def carry() -> Page:
    """Keep what was typed on a page whose sign-in ran out; nothing is done with it yet."""
    target = login.own_path(request.args.get("to")) or url_for("people.home")
    return onwards.carry(target) or redirect(url_for("people.sign_in"))


@blueprint.get("/work")
@needs("home.see")
def home() -> str:
    """What this person may open, with a line on each."""
    return render_template("people/home.html")


def _as_somebody() -> Page:
    form = DemoSignIn()
    worker = login.find(session(), form.worker.data) if form.validate_on_submit() else None
    if worker is None:
        return onwards.ask_who(SignIn(formdata=None), form)
    return onwards.let_in(worker, "demo", form)
