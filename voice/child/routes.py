"""The child's pages: open a form by its link, send it, get help, hide."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, Response, current_app, make_response, render_template, request

from voice.answers.arrival import Kept
from voice.answers.receive import BadArrival, OtherContent, TakenBack
from voice.child import (
    kiosk,
    links,
    offline_routes,
    page,
    receipt_routes,
    sealed_routes,
    sitting,
    welcome,
)
from voice.child.forms import ChildForm, form_class
from voice.child.models import Link
from voice.child.page import Opened
from voice.child.pictures import PICTURES
from voice.child.sealed_keys import written_out
from voice.child.send import send
from voice.child.sitting import Ticket
from voice.config import Config
from voice.i18n.catalogues import current, say, speak
from voice.people.permissions import anyone
from voice.safety import clock
from voice.storage.session import session
from voice.storage.types import now
from voice.web import assets, gates, security

blueprint = Blueprint("child", __name__)
receipt_routes.add_to(blueprint)
sealed_routes.add_to(blueprint)
offline_routes.add_to(blueprint)
kiosk.add_to(blueprint)


blueprint.after_request(assets.pack)


@blueprint.before_request
def _choose_language() -> None:
    speak(welcome.language(request, _config().languages))


@blueprint.get("/f/<token>")
@anyone
def form(token: str) -> Response:
    """The empty form behind a link."""
    link = links.find(session(), token)
    if link is None or not links.is_open(link, now()):
        return _closed()
    opened = _open(link, current().code)
    seal = written_out(sealed_routes.post_keys().public(now()), opened.asked)
    _let_record(opened)
    return make_response(page.empty(opened, _ticket(link, opened), seal))


@blueprint.post("/f/<token>")
@anyone
def answer(token: str) -> Response:
    """Keep what was sent, and say thank you on the same page."""
    link = links.find(session(), token)
    if link is None or link.revoked_at is not None:
        return _closed()
    ticket = sitting.read(request.form.get("ticket", ""), _secret())
    if ticket is None or ticket.link != link.id:
        opened = _open(link, current().code)
        old = say("The page was open for a long time. Your words are here. Please send them again.")
        return _once_more(link, opened, form_class(opened.asked)(), old, 409)
    opened = _open(link, ticket.language)
    if not gates.may_try("child.answer", gates.LINK, about=str(link.id)):
        return _slower(link, opened, ticket)
    return _keep(link, opened, form_class(opened.asked)(), ticket)


@blueprint.get("/help")
@anyone
def help() -> str:  # noqa: A001 - the endpoint is called what it is
    """Who to turn to, now."""
    return render_template("child/help.html", locale=current())


@blueprint.get("/hide")
@anyone
def hide() -> str:
    """A page that gives nothing away."""
    return render_template("child/hidden.html", locale=current())


def _keep(link: Link, opened: Opened, typed: ChildForm, ticket: Ticket) -> Response:
    if not typed.validate():
        return _once_more(link, opened, typed, "", 422, ticket)
    at, within = now(), timedelta(days=_config().read_days)
    keystore = current_app.extensions["voice.keystore"]
    try:
        kept = send(session(), keystore, link, ticket, opened.asked, typed, at, within)
    except OtherContent:
        twice = say("We already have your first answers. To send these as well, press Send.")
        return _once_more(link, opened, typed, twice, 409)
    except TakenBack:
        return _closed()
    except BadArrival:
        odd = say("Something did not fit. Your words are here. Please send them again.")
        return _once_more(link, opened, typed, odd, 422)
    return _thanks(kept, opened, ticket)


def _thanks(kept: Kept, opened: Opened, ticket: Ticket) -> Response:
    read_by = clock.add_working_days(now(), _config().read_days).astimezone(clock.LONDON).date()
    body = render_template(
        "child/thanks.html",
        locale=current(),
        steps=welcome.what_happens_next(read_by, opened.code),
        help_card=kept.help,
        tier=opened.tier,
        receipt=receipt_routes.on_thanks(kept.response_id, ticket.seed),
        pictures=PICTURES,
    )
    response = make_response(body)
    # A changed cookie makes the browser drop its copy of the filled form, so Back shows none of it.
    response.set_cookie(
        "sent", secrets.token_hex(4), httponly=True, samesite="Strict", secure=_config().https
    )
    return response


def _once_more(
    link: Link,
    opened: Opened,
    typed: ChildForm,
    why: str,
    status: int,
    ticket: Ticket | None = None,
) -> Response:
    signed = sitting.sign(ticket, _secret()) if ticket else _ticket(link, opened)
    _let_record(opened)
    return make_response(page.typed(opened, signed, typed, why), status)


def _slower(link: Link, opened: Opened, ticket: Ticket) -> Response:
    """Too many at once: the words stay on the page, to be sent again."""
    slow = say("There were too many tries. Wait a few minutes, then try again.")
    answer = _once_more(link, opened, form_class(opened.asked)(), slow, 429, ticket)
    answer.headers["Retry-After"] = str(gates.LINK.seconds)
    return answer


def _closed() -> Response:
    return make_response(render_template("child/closed.html", locale=current()), 404)


def _open(link: Link, code: str) -> Opened:
    opened = welcome.opened(session(), link, code, _config().council)
    speak(opened.code)
    return replace(opened, say=opened.asked.key in _config().say_it)


def _let_record(opened: Opened) -> None:
    if opened.say:
        security.let_record()


def _ticket(link: Link, opened: Opened) -> str:
    fresh = Ticket.issue(link.id, link.set_id, link.tier, opened.code)
    return sitting.sign(fresh, _secret())


def _config() -> Config:
    found: Config = current_app.extensions["voice.config"]
    return found


def _secret() -> bytes:
    found: bytes = current_app.extensions["voice.secret"]
    return found
