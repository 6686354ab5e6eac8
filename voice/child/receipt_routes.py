"""The receipt's pages: choose five pictures and type six digits, and see how far your answer is."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer

from voice.answers import reply, take_back
from voice.child import pictures, receipt
from voice.child.pictures import PICTURES, Receipt
from voice.i18n.catalogues import current, say
from voice.i18n.locales import locale
from voice.people.permissions import anyone
from voice.storage.session import session
from voice.web import gates, house

#: Wrong or right: so many tries in ten minutes from one neighbourhood, and from all.
_TRIES = gates.Most(each=12, everyone=300)
#: Seconds in which a page of a receipt can be acted on.
_PASS_LASTS = 15 * 60


def add_to(blueprint: Blueprint) -> None:
    """Give these pages their addresses."""
    blueprint.add_url_rule("/receipt", "receipt", ask)
    blueprint.add_url_rule("/receipt", "receipt_shown", show, methods=["POST"])
    blueprint.add_url_rule("/receipt/helped", "receipt_helped", helped, methods=["POST"])
    blueprint.add_url_rule("/receipt/back", "receipt_back", back, methods=["POST"])


@anyone
def ask() -> str:
    """The thirty-two pictures and a place for the digits."""
    return _ask()


@anyone
def show() -> Response:
    """How far the answer with this receipt is; the same page for every receipt that is none."""
    if not gates.may_try("child.receipt", _TRIES):
        slow = say("There were many tries. Please wait ten minutes, then try again.")
        return make_response(_ask(slow), 429)
    chosen = pictures.read(request.form.getlist("pictures"), request.form.get("code", "")[:40])
    found = receipt.find(session(), house.secret(), chosen)
    if found is None:
        wrong = say("We can't find these. Look at your pictures and number again.")
        return make_response(_ask(wrong), 404)
    return _standing(found)


@anyone
def helped() -> Response:
    """Keep whether a reply helped."""
    found = _passed()
    if found is None:
        return _too_late()
    given, which = request.form.get("helped", ""), request.form.get("reply", "")
    reply.say_whether_it_helped(session(), found, which, given)
    return _standing(found)


@anyone
def back() -> Response:
    """Take the words back: asked twice."""
    found = _passed()
    if found is None:
        return _too_late()
    if "sure" not in request.form:
        return make_response(render_template("child/back.html", locale=current(), **_key(found)))
    try:
        take_back.take_back(session(), house.keystore(), found)
    except take_back.AlreadyPacked:
        return _standing(found)
    receipt.forget(session(), found)
    return make_response(render_template("child/back_done.html", locale=current()))


def _standing(response_id: str) -> Response:
    standing = take_back.standing(session(), response_id)
    if standing is None:
        return _too_late()
    body = render_template(
        "child/receipt.html",
        locale=current(),
        standing=standing,
        replies=reply.written(session(), house.keystore(), response_id),
        locale_of=locale,
        **_key(response_id),
    )
    return make_response(body)


def _ask(why: str = "") -> str:
    chosen = request.form.getlist("pictures") if request.method == "POST" else []
    return render_template(
        "child/receipt_ask.html",
        locale=current(),
        pictures=PICTURES,
        shown=pictures.SHOWN,
        chosen=chosen,
        why=why,
    )


def _too_late() -> Response:
    old = say("That page was open for a long time. Please choose your pictures again.")
    return make_response(_ask(old), 409)


def _key(response_id: str) -> dict[str, str]:
    signed = _signer().dumps(response_id)
    return {"key": signed if isinstance(signed, str) else signed.decode()}


def _passed() -> str | None:
    try:
        return str(_signer().loads(request.form.get("key", ""), max_age=_PASS_LASTS))
    except BadData:
        return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house.secret(), salt="voice.child.receipt")


def on_thanks(response_id: str, seed: str) -> Receipt | None:
    """The receipt to show beside a thank-you."""
    return receipt.give(session(), house.secret(), seed, response_id) if seed else None
