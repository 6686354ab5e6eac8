"""The pack builder: choose, write, look, propose; a second person looks and publishes."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from voice.i18n.catalogues import current, say, speak
from voice.i18n.days import day_of
from voice.panel import desk_shelf, packs, versions
from voice.panel.desk_forms import NAMES, STATES, BeginForm, PackForm, Sent, read
from voice.panel.models import Pack
from voice.panel.speech import speech
from voice.people.permissions import needs
from voice.storage.session import session
from voice.storage.types import now
from voice.themes import quarters
from voice.web import house
from voice.web.forms import pressed

blueprint = Blueprint("packs", __name__)
Page = Response | str | tuple[str, int]


@blueprint.route("/work/packs", methods=["GET", "POST"], endpoint="packs")
@needs("packs.see")
def all_packs() -> Page:
    """Every pack, and a form for one more."""
    form = BeginForm()
    form.offer(quarters.whole(day_of(now())), desk_shelf.teams(session()), house.config().languages)
    if form.validate_on_submit():
        if not desk_shelf.may_make(g.worker):
            abort(403)
        made = packs.begin(session(), house.keystore(), house.config(), g.worker.id, form.wanted())
        return redirect(url_for("packs.build", pack_id=made.id))
    listed = desk_shelf.rows(session())
    return render_template(
        "panel/desk_packs.html", form=form, rows=listed, names=NAMES, states=STATES
    )


@blueprint.route("/work/packs/<int:pack_id>", methods=["GET", "POST"])
@needs("packs.see")
def build(pack_id: int) -> Page:
    """One pack: what people chose, how it reads, what is hidden and why."""
    pack, form = _pack(pack_id), PackForm()
    shelf = desk_shelf.shelf(session(), house.keystore(), house.config(), pack)
    if request.method == "GET":
        return _page(pack, shelf, form, {})
    if pack.state != "draft" or not desk_shelf.may_make(g.worker):
        abort(409 if pack.state != "draft" else 403)
    sent = read(request.form, shelf.known, shelf.quote_ids)
    if not form.validate_on_submit() or sent.wrong:
        return _page(pack, shelf, form, sent.wrong, sent), 422
    packs.keep(session(), pack, g.worker.id, sent.choices)
    if sent.act == "propose":
        packs.propose(session(), pack, g.worker.id)
        flash(say("Proposed. Somebody else looks at it and publishes it."))
    anchor = f"theme-{sent.theme}" if sent.theme else None
    return redirect(url_for("packs.build", pack_id=pack.id, _anchor=anchor))


@blueprint.get("/work/packs/<int:pack_id>/preview")
@needs("packs.see")
def preview(pack_id: int) -> str:
    """How its readers would see it now."""
    pack = _pack(pack_id)
    contents = packs.composed(session(), house.keystore(), house.config(), pack)
    speak(pack.language)
    return versions.page(
        contents,
        pack.fingerprint or "",
        pack=None,
        offered=(),
        languages=(),
        big=request.args.get("size") == "big",
    )


@blueprint.post("/work/packs/<int:pack_id>/<any(back, drop):act>")
@needs("packs.make")
def change(pack_id: int, act: str) -> Response:
    """Make a proposed pack a draft again, or throw a draft away."""
    pressed()
    pack = _pack(pack_id)
    try:
        (packs.send_back if act == "back" else packs.drop)(session(), pack, g.worker.id)
    except packs.NotNow:
        abort(409)
    if act == "drop":
        flash(say("The draft is thrown away."))
        return redirect(url_for("packs.packs"))
    flash(say("It is a draft again."))
    return redirect(url_for("packs.build", pack_id=pack_id))


@blueprint.post("/work/packs/<int:pack_id>/publish")
@needs("packs.publish")
def publish(pack_id: int) -> Response:
    """Freeze it, as this person saw it."""
    pressed()
    pack, seen = _pack(pack_id), request.form.get("seen", "")
    try:
        packs.publish(session(), house.keystore(), house.config(), pack, g.worker.id, seen)
        flash(say("Published, and frozen as it is."))
    except packs.Changed:
        session().rollback()
        flash(say("Something in it changed since you looked: please look again."))
    except packs.NotNow:
        session().rollback()
        flash(say("Somebody else must publish it, and each audience has one pack a quarter."))
    return redirect(url_for("packs.build", pack_id=pack_id))


def _page(
    pack: Pack,
    shelf: desk_shelf.Shelf,
    form: PackForm,
    wrong: dict[str, str] | Any,
    sent: Sent | None = None,
) -> str:
    chosen = sent.choices if sent else shelf.chosen
    if sent is None:
        form.process(obj=chosen)
    return render_template(
        "panel/desk_pack.html",
        pack=pack,
        shelf=shelf,
        form=form,
        chosen=chosen,
        wrong=wrong,
        names=NAMES,
        states=STATES,
        months=speech(current().code).months(pack.period),
    )


def _pack(pack_id: int) -> Pack:
    return session().get(Pack, pack_id) or abort(404)
