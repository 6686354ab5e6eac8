"""To the council's own sign-in, and back."""

from __future__ import annotations

from authlib.integrations.base_client import OAuthError
from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from voice.people import login, oidc, onwards
from voice.people.oidc import NotLetIn, Told
from voice.people.permissions import anyone
from voice.storage.session import transaction
from voice.web import house

blueprint = Blueprint("oidc", __name__)
Page = Response | str | tuple[str, int]
_NEXT = "council_next"


@blueprint.get("/sign-in/council")
@anyone
def away() -> Page:
    """Go there; it sends the person back with a code that is good once."""
    _needs_it()
    try:
        client = oidc.client_of(current_app, house.config())
        cookie[_NEXT] = login.own_path(request.args.get("next"))
        return client.authorize_redirect(_address())  # type: ignore[no-any-return]
    except (RequestException, ValueError, NotLetIn):
        return _refused(NotLetIn("failed"))


@blueprint.get("/sign-in/council/back")
@anyone
def back() -> Page:
    """Come back: this begins a sign-in as a password does, in a transaction of its own."""
    _needs_it()
    onward = login.own_path(cookie.get(_NEXT)) or url_for("people.home")
    try:
        told = _told()
        with transaction(house.engine()) as db:
            worker = oidc.come_in(db, told, oidc.rules_of(house.config()))
            words = onwards.waited(db, worker)
            login.sign_in(db, worker, "council")
    except NotLetIn as why:
        return _refused(why)
    if words is not None:
        return render_template("people/carried.html", words=words)
    return redirect(onward)


def _told() -> Told:
    """What the token says, once everything about it is checked."""
    options = {
        "iss": {"essential": True, "value": house.config().oidc_issuer},
        "aud": {"essential": True, "value": house.config().oidc_client_id},
    }
    try:
        client = oidc.client_of(current_app, house.config())
        token = client.authorize_access_token(claims_options=options)
        return oidc.read(token["userinfo"], house.config())
    except (OAuthError, JoseError, RequestException, ValueError, KeyError) as wrong:
        raise NotLetIn("failed") from wrong


def _refused(why: NotLetIn) -> Page:
    with transaction(house.engine()) as db:
        oidc.refuse(db, why)
    return render_template("people/council_refused.html", why=why.why), 403


def _address() -> str:
    path = url_for("oidc.back")
    return (
        house.config().url.rstrip("/") + path
        if house.config().url
        else url_for("oidc.back", _external=True)
    )


def _needs_it() -> None:
    if not house.config().oidc_issuer:
        abort(404)
