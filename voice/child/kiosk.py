"""The neutral start: between two children a tablet shows this, and nothing of the one before.

And the page on which the eight digits of a slip are typed.
"""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from voice.child import links, slips, welcome
from voice.i18n.catalogues import current, say
from voice.people.permissions import anyone
from voice.storage.session import session
from voice.storage.types import now
from voice.web import gates, house

_TRIES = gates.Most(each=20, everyone=600)


def add_to(blueprint: Blueprint) -> None:
    """Give these pages their addresses."""
    blueprint.add_url_rule("/kiosk/<token>", "kiosk", start)
    blueprint.add_url_rule("/c", "slip", ask)
    blueprint.add_url_rule("/c", "slip_typed", typed, methods=["POST"])
    blueprint.add_url_rule("/c/<code>", "slip_code", by_code)


@anyone
def start(token: str) -> Response:
    """A quiet page with one button for each language."""
    link = links.find(session(), token)
    if link is None or not links.is_open(link, now()):
        return make_response(render_template("child/closed.html", locale=current()), 404)
    opened = welcome.opened(session(), link, current().code, house.config().council)
    body = render_template(
        "child/kiosk.html", locale=current(), token=token, languages=opened.offered()
    )
    return make_response(body)


@anyone
def ask() -> str:
    """Where the digits of a slip are typed."""
    return _ask()


@anyone
def typed() -> Answer:
    """Open the form of these digits."""
    return _opened(request.form.get("code", "")[:40])


@anyone
def by_code(code: str) -> Answer:
    """The same, from the address under the picture."""
    return _opened(code[:40])


def _opened(code: str) -> Answer:
    if not gates.may_try("child.slip", _TRIES):
        slow = say("There were many tries. Please wait ten minutes, then try again.")
        return make_response(_ask(slow), 429)
    link = slips.find(session(), code)
    if link is None or not links.is_open(link, now()):
        wrong = say("This number does not open anything. Look at your slip again.")
        return make_response(_ask(wrong), 404)
    return redirect(url_for("child.form", token=link.token, lang=link.language))


def _ask(why: str = "") -> str:
    return render_template("child/slip.html", locale=current(), why=why)
