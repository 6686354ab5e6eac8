"""The pages of published packs: read them, in any offered language, or take them along as files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template, request

from voice.child.welcome import language
from voice.i18n.catalogues import current, say, speak
from voice.i18n.locales import locale
from voice.panel import files, phrases, readers, round_minutes, versions
from voice.panel.models import Pack
from voice.panel.speech import speech
from voice.people.permissions import needs
from voice.storage import trail
from voice.storage.session import session, transaction
from voice.web import house

blueprint = Blueprint("panel", __name__)


@blueprint.before_request
def _choose_language() -> None:
    speak(language(request, house.config().languages))


@blueprint.get("/panel")
@needs("panel.see")
def page() -> str:
    """The newest pack, or the one that was asked for."""
    found = readers.readable(session(), g.worker)
    asked = request.args.get("pack", type=int)
    pack = readers.wanted(found, asked)
    if pack is None:
        return abort(404) if asked is not None else render_template("panel/none.html", **_frame())
    return versions.page(
        pack.contents,
        pack.fingerprint or "",
        pack=pack,
        panel_headline=round_minutes.headline_of(session(), house.keystore(), pack.id),
        offered=found,
        months=speech(current().code).months,
        audience=lambda key: phrases.audience(say, key),
        kinds=files.KINDS,
        **_frame(),
    )


@blueprint.get("/panel/packs/<int:pack_id>/<any(pdf, poster, easy, pptx, xlsx, html, json):kind>")
@needs("panel.see")
def file(pack_id: int, kind: str) -> Response:
    """A published pack as a file; who took it is in the trail."""
    pack = session().get(Pack, pack_id)
    if pack is None or not readers.may_read(g.worker, pack):
        abort(404)
    made = files.made(pack, kind, current().code)
    with transaction(house.engine()) as own:
        by = f"worker:{g.worker.id}"
        trail.write(own, by, "panel.pack_taken", f"pack:{pack.id}", kind=kind)
    named = f'attachment; filename="{made.name}"'
    return Response(made.body, mimetype=made.mime, headers={"Content-Disposition": named})


def _frame() -> dict[str, object]:
    return {
        "languages": [locale(code) for code in house.config().languages],
        "big": request.args.get("size") == "big",
    }
