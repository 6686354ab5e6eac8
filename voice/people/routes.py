"""Signing in and out, and the first page after it."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voice.config import Config
from voice.i18n.catalogues import say
from voice.people import login
from voice.people.forms import DemoSignIn, SignOut
from voice.people.permissions import anyone, needs
from voice.storage.session import session

blueprint = Blueprint("people", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@anyone
def sign_in() -> Response | str | tuple[str, int]:
    """In the demonstration, choose who you are; elsewhere, say that nothing is set up yet."""
    config: Config = current_app.extensions["voice.config"]
    if not config.demo:
        return render_template("people/not_set_up.html"), 503
    form = DemoSignIn(data={"next": request.args.get("next", "")})
    worker = login.find(session(), form.worker.data) if form.validate_on_submit() else None
    if worker is None:
        return render_template("people/sign_in.html", form=form, groups=login.by_role(session()))
    login.sign_in(session(), worker)
    return redirect(login.own_path(form.next.data) or url_for("people.home"))


@blueprint.post("/sign-out")
@anyone
def sign_out() -> Response:
    """End the session; an old or foreign token changes nothing."""
    if not SignOut().validate_on_submit():
        return redirect(url_for("people.home"))
    login.sign_out(session(), g.worker)
    flash(say("You are signed out."))
    return redirect(url_for("people.sign_in"))


@blueprint.get("/work")
@needs("home.see")
def home() -> str:
    """What this person may open, with a line on each."""
    return render_template("people/home.html")
