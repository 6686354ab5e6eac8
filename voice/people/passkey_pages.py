"""Coming in with a passkey, and the page of one's own passkeys."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from voice.i18n.catalogues import later, say
from voice.people import onwards, passkeys
from voice.people.onwards import Page
from voice.people.passkeys import NotProven, Site
from voice.people.permissions import anyone, needs
from voice.storage import trail
from voice.storage.session import session
from voice.storage.types import now
from voice.web.forms import BaseForm, pressed, typed

blueprint = Blueprint("passkeys", __name__)
_CHALLENGE: Final = "challenge"
#: Seconds to answer a challenge.
_LASTS: Final = 300


class Credential(BaseForm):
    """What a browser says about a key, as JSON."""

    credential = HiddenField(validators=[InputRequired(), Length(max=20_000)])
    next = HiddenField()
    carried = HiddenField()


class NewPasskey(Credential):
    """A new key, and what its owner calls it."""

    name = StringField(
        later("What do you call this device?"),
        validators=[
            InputRequired(message=later("Give it a name, for instance “work phone”.")),
            Length(max=60, message=later("Use at most 60 letters.")),
        ],
    )


@blueprint.post("/sign-in/passkey/begin")
@anyone
def begin() -> Response:
    """A challenge for any key of this site."""
    return _challenge(passkeys.ask(_site()))


@blueprint.post("/sign-in/passkey")
@anyone
def sign_in() -> Page:
    """Come in with a key."""
    form = Credential()
    challenge = _answered()
    try:
        if not form.validate_on_submit() or challenge is None:
            raise NotProven
        worker = passkeys.owner(session(), _site(), challenge, typed(form.credential))
    except NotProven:
        trail.write(session(), "stranger", "people.refused", "worker:unknown", reason="passkey")
        flash(say("That passkey did not work. Try again, or sign in with your password."))
        return redirect(url_for("people.sign_in"))
    return onwards.let_in(worker, "passkey", form)


@blueprint.get("/work/passkeys")
@needs("home.see")
def own() -> str:
    """One's own keys."""
    keys = passkeys.of(session(), g.worker.id)
    return render_template("people/passkeys.html", keys=keys, form=NewPasskey(formdata=None))


@blueprint.post("/work/passkeys/begin")
@needs("home.see")
def begin_new() -> Response:
    """A challenge for a new key."""
    known = passkeys.of(session(), g.worker.id)
    return _challenge(passkeys.ask_for_new(_site(), g.worker, known))


@blueprint.post("/work/passkeys")
@needs("home.see")
def add() -> Response:
    """Remember a new key."""
    form, challenge = NewPasskey(), _answered()
    try:
        if not form.validate_on_submit() or challenge is None:
            raise NotProven
        sent, name = typed(form.credential), typed(form.name)
        passkeys.keep(session(), _site(), g.worker, challenge, sent, name)
        flash(say("Next time you can sign in with it."))
    except NotProven:
        flash(say("The passkey was not added. Please try again."))
    return redirect(url_for("passkeys.own"))


@blueprint.post("/work/passkeys/<known>/remove")
@needs("home.see")
def remove(known: str) -> Response:
    """Forget one of one's own keys."""
    pressed()
    passkeys.take_away(session(), g.worker, known)
    flash(say("It is taken away here. Take it off the device too."))
    return redirect(url_for("passkeys.own"))


def _challenge(options: dict[str, Any]) -> Response:
    pressed()
    cookie[_CHALLENGE] = [options["challenge"], int(now().timestamp())]
    return jsonify(options)


def _answered() -> str | None:
    """The challenge this browser was given, once, if it is fresh."""
    given = cookie.pop(_CHALLENGE, None)
    fresh = isinstance(given, list) and now().timestamp() - given[1] <= _LASTS
    return str(given[0]) if fresh else None


def _site() -> Site:
    return Site(request.host.rsplit(":", 1)[0], request.host_url.rstrip("/"))
