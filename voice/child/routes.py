"""The child's pages: open a form by its link, send it, get help, hide."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from voice.answers.receive import BadArrival, OtherContent, TakenBack
from voice.child import (
    after,
    kiosk,
    links,
    offline_routes,
    page,
    receipt_routes,
    sealed_routes,
    sitting,
    welcome,
)
from voice.child.after import Sent, Typed
from voice.child.forms import ChildForm, form_class
from voice.child.models import Link
from voice.child.page import Opened
from voice.child.pictures import PICTURES
from voice.child.sealed_keys import written_out
from voice.child.send import send
from voice.child.sitting import Ticket
from voice.i18n.catalogues import current, say, speak
from voice.i18n.days import day_of
from voice.people.permissions import anyone
from voice.safety import clock
from voice.storage.session import session
from voice.storage.types import now
from voice.web import assets, gates, house, security

blueprint = Blueprint("child", __name__)
receipt_routes.add_to(blueprint)
sealed_routes.add_to(blueprint)
offline_routes.add_to(blueprint)
kiosk.add_to(blueprint)


blueprint.after_request(assets.pack)


@blueprint.before_request
def _choose_language() -> None:
    speak(welcome.language(request, house.config().languages))


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
    return after.forget(make_response(page.empty(opened, _ticket(link, opened), seal)))


@blueprint.post("/f/<token>")
@anyone
def answer(token: str) -> Response:
    """Keep what was sent; what the browser shows of that is another page."""
    link = links.find(session(), token)
    if link is None or link.revoked_at is not None:
        return _closed()
    ticket = sitting.read(request.form.get("ticket", ""), house.secret())
    if ticket is None or ticket.link != link.id:
        old = say("The page was open for a long time. Your words are here. Please send them again.")
        return _once_more(token, old, 409)
    opened = _open(link, ticket.language)
    if not gates.may_try("child.answer", gates.LINK, about=str(link.id)):
        slow = say("There were too many tries. Wait a few minutes, then try again.")
        return _once_more(token, slow, 429, ticket)
    return _keep(link, opened, form_class(opened.asked)(), ticket)


@blueprint.get("/f/<token>/thanks")
@anyone
def thanks(token: str) -> Response:
    """Thank you, the receipt and what happens next; for a moment, and not for the next child."""
    sent = after.sent(token, now())
    return _thanks(sent) if sent else redirect(url_for("child.form", token=token))


@blueprint.get("/f/<token>/again")
@anyone
def again(token: str) -> Response:
    """The form as it was typed, and why it was not kept; given out once."""
    link, typed = links.find(session(), token), after.typed()
    if link is None or typed is None:
        return redirect(url_for("child.form", token=token))
    return _as_typed(link, typed)


@blueprint.get("/help")
@anyone
def help() -> str:  # noqa: A001 - the endpoint is called what it is
    """Who to turn to, now."""
    return render_template("child/help.html", locale=current())


@blueprint.get("/hide")
@anyone
def hide() -> Response:
    """A page that gives nothing away."""
    return after.forget(make_response(render_template("child/hidden.html", locale=current())))


def _keep(link: Link, opened: Opened, typed: ChildForm, ticket: Ticket) -> Response:
    if not typed.validate():
        return _once_more(link.token, "", 422, ticket)
    at, within = now(), timedelta(days=house.config().read_days)
    keystore = house.keystore()
    try:
        kept = send(session(), keystore, link, ticket, opened.asked, typed, at, within)
    except OtherContent:
        twice = say("We already have your first answers. To send these as well, press Send.")
        return _once_more(link.token, twice, 409)
    except TakenBack:
        return _closed()
    except BadArrival:
        odd = say("Something did not fit. Your words are here. Please send them again.")
        return _once_more(link.token, odd, 422)
    receipt = receipt_routes.on_thanks(kept.response_id, ticket.seed)
    told = Sent(kept.help, receipt, opened.code, opened.tier)
    return after.thank(link.token, told, at)


def _thanks(sent: Sent) -> Response:
    speak(sent.language)
    read_by = day_of(clock.add_working_days(now(), house.config().read_days))
    body = render_template(
        "child/thanks.html",
        locale=current(),
        steps=welcome.what_happens_next(read_by, sent.language),
        help_card=sent.help,
        tier=sent.tier,
        receipt=sent.receipt,
        pictures=PICTURES,
    )
    return make_response(body)


def _once_more(token: str, why: str, status: int, ticket: Ticket | None = None) -> Response:
    """The form again with its words; nothing is kept of what another site's page sent."""
    if security.from_elsewhere():
        return redirect(url_for("child.form", token=token))
    fields = after.fields_of(request.form.items(multi=True))
    return after.once_more(session(), token, Typed(fields, why, status, ticket), now())


def _as_typed(link: Link, typed: Typed) -> Response:
    opened = _open(link, typed.ticket.language if typed.ticket else current().code)
    form = form_class(opened.asked)(MultiDict(typed.fields))
    if not typed.why:
        form.validate()
    signed = sitting.sign(typed.ticket, house.secret()) if typed.ticket else _ticket(link, opened)
    _let_record(opened)
    response = make_response(page.typed(opened, signed, form, typed.why), typed.status)
    if typed.status == 429:
        response.headers["Retry-After"] = str(gates.LINK.seconds)
    return after.forget(response)


def _closed() -> Response:
    return make_response(render_template("child/closed.html", locale=current()), 404)


def _open(link: Link, code: str) -> Opened:
    opened = welcome.opened(session(), link, code, house.config().council)
    speak(opened.code)
    return replace(opened, say=opened.asked.key in house.config().say_it)


def _let_record(opened: Opened) -> None:
    if opened.say:
        security.let_record()


def _ticket(link: Link, opened: Opened) -> str:
    fresh = Ticket.issue(link.id, link.set_id, link.tier, opened.code)
    return sitting.sign(fresh, house.secret())
