"""A worker prepares a form, hands the tablet over, and takes it back with a PIN."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask import session as cookie
from werkzeug.wrappers import Response

from voice.child import links, prepared, slips
from voice.child.handover_forms import Back, Go, Prepare
from voice.child.prepared import Prepared
from voice.i18n.catalogues import say
from voice.i18n.locales import locale
from voice.people import parking
from voice.people.parking import Tried
from voice.people.permissions import anyone, needs
from voice.storage.session import session
from voice.storage.types import now
from voice.web import house
from voice.web.forms import Press, pressed

blueprint = Blueprint("handover", __name__)
#: What a parked sign-in may still open: its PIN, the way out, and files.
_OPEN = frozenset(
    {"handover.unlock", "handover.locked", "people.sign_out", "people.stay", "static"}
)


@blueprint.before_app_request
def _hold() -> Response | None:
    """While a child has the tablet, every staff page asks for the PIN."""
    # In this order: a page that never looks at the cookie is not told to vary by it.
    if g.get("worker") is None or request.endpoint in _OPEN or not (token := _token()):
        return None
    return redirect(url_for("handover.unlock")) if parking.is_parked(session(), token) else None


@blueprint.route("/work/hand-over", methods=["GET", "POST"])
@needs("links.make")
def prepare() -> Response | str:
    """Choose the form, the age, the language; then everything else follows."""
    form = Prepare.for_worker(
        prepared.forms(), house.config().languages, prepared.teams_of(session(), g.worker)
    )
    if form.validate_on_submit():
        link = prepared.prepare(session(), form.visit(), g.worker)
        return redirect(url_for("handover.ready", link_id=link.id))
    latest = prepared.latest(session(), g.worker.id, now())
    return render_template("handover/prepare.html", form=form, latest=latest)


@blueprint.get("/work/hand-over/<int:link_id>")
@needs("links.make")
def ready(link_id: int) -> str:
    """Three ways to the child: this tablet, the child's own phone, a slip of paper."""
    return _page(_mine(link_id), Go())


@blueprint.post("/work/hand-over/<int:link_id>/go")
@needs("links.make")
def go(link_id: int) -> Response | str:
    """Park the sign-in and show the neutral start."""
    found, form = _mine(link_id), Go()
    if not form.validate_on_submit():
        return _page(found, form)
    parking.park(session(), _token(), form.pin.data or "", g.worker.id)
    link = found.link
    link.handed_over_at = now()
    return redirect(url_for("child.kiosk", token=link.token, lang=link.language))


@blueprint.post("/work/hand-over/<int:link_id>/slip")
@needs("links.make")
def slip(link_id: int) -> str:
    """A slip to print, in the child's language."""
    found = _mine(link_id)
    pressed()
    code = slips.give_code(session(), found.link)
    address = url_for("child.slip_code", code=code, _external=True)
    return render_template(
        "handover/slip.html",
        found=found,
        code=slips.spaced(code),
        until=found.link.closes_at,
        short=url_for("child.slip", _external=True),
        picture=slips.qr(address),
        spoken=locale(found.link.language or house.config().fallback_language),
    )


@blueprint.post("/work/hand-over/<int:link_id>/end")
@needs("links.make")
def end(link_id: int) -> Response:
    """Close it for good."""
    found = _mine(link_id)
    pressed()
    links.revoke(session(), found.link, g.worker.id)
    flash(say("Closed: nothing that is written with it is kept any more."))
    return redirect(url_for("handover.prepare"))


@blueprint.route("/unlock", methods=["GET", "POST"])
@anyone
def unlock() -> Response | str | tuple[str, int]:
    """The PIN, to take the tablet back."""
    token, form = _token(), Back()
    if g.get("worker") is None or not parking.is_parked(session(), token):
        return redirect(url_for("people.home"))
    if not form.validate_on_submit():
        return render_template("handover/unlock.html", form=form)
    tried = parking.unpark(session(), token, form.pin.data or "", g.worker.id)
    if tried is Tried.OPEN:
        return redirect(url_for("handover.prepare"))
    if tried is Tried.ENDED:
        flash(say("Five wrong PINs: please sign in again."))
        return redirect(url_for("people.sign_in"))
    form.pin.errors = (say("That is not the PIN."),)
    return render_template("handover/unlock.html", form=form)


@blueprint.get("/locked")
@anyone
def locked() -> str:
    """What stands in for the staff's pages while there is no network: nothing but what waits."""
    return render_template("handover/locked.html")


@blueprint.get("/device")
@anyone
def device() -> str:
    """What waits on this device, and how to set it up."""
    return render_template("handover/device.html")


def _page(found: Prepared, form: Go) -> str:
    link = found.link
    address = url_for("child.form", token=link.token, lang=link.language, _external=True)
    return render_template(
        "handover/ready.html",
        found=found,
        form=form,
        press=Press(),
        address=address,
        picture=slips.qr(address),
        spoken=locale(link.language or house.config().fallback_language),
    )


def _mine(link_id: int) -> Prepared:
    found = prepared.prepared(session(), link_id, g.worker.id, now())
    if found is None or found.link.revoked_at is not None:
        abort(404)
    return found


def _token() -> str:
    kept: Any = cookie.get("key")
    return kept if isinstance(kept, str) else ""
