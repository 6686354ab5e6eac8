"""The pages of published packs: read them, in any offered language, or take them along as files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for

from voice.child.welcome import language
from voice.config import Config
from voice.i18n.catalogues import current, say, speak
from voice.i18n.locales import locale
from voice.panel import files, phrases, readers, round_minutes
from voice.panel.models import Pack
from voice.panel.speech import speech
from voice.panel.told import told
from voice.people.permissions import needs
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import engine_of, session, transaction

blueprint = Blueprint("panel", __name__)


@blueprint.before_request
def _choose_language() -> None:
    speak(language(request, _config().languages))


@blueprint.get("/panel")
@needs("panel.see")
def page() -> str:
    """The newest pack, or the one that was asked for."""
    found = readers.readable(session(), g.worker)
    asked = request.args.get("pack", type=int)
    pack = readers.wanted(found, asked)
    if pack is None:
        return abort(404) if asked is not None else render_template("panel/none.html", **_frame())
    speaking = speech(current().code)
    return render_template(
        "panel/page.html",
        pack=pack,
        panel_headline=round_minutes.headline_of(session(), _keystore(), pack.id),
        picture=_picture,
        told=told(pack.contents, speaking, pack.fingerprint or ""),
        offered=found,
        months=speaking.months,
        audience=lambda key: phrases.audience(say, key),
        kinds=files.KINDS,
        **_frame(),
    )


@blueprint.get("/panel/packs/<int:pack_id>/<any(pdf, poster, pptx, xlsx, html, json):kind>")
@needs("panel.see")
def file(pack_id: int, kind: str) -> Response:
    """A published pack as a file; who took it is in the trail."""
    pack = session().get(Pack, pack_id)
    if pack is None or not readers.may_read(g.worker, pack):
        abort(404)
    made = files.made(pack, kind, current().code)
    with transaction(engine_of(current_app)) as own:
        by = f"worker:{g.worker.id}"
        trail.write(own, by, "panel.pack_taken", f"pack:{pack.id}", kind=kind)
    named = f'attachment; filename="{made.name}"'
    return Response(made.body, mimetype=made.mime, headers={"Content-Disposition": named})


def _frame() -> dict[str, object]:
    return {
        "languages": [locale(code) for code in _config().languages],
        "big": request.args.get("size") == "big",
    }


def _keystore() -> Keystore:
    found: Keystore = current_app.extensions["voice.keystore"]
    return found


def _config() -> Config:
    found: Config = current_app.extensions["voice.config"]
    return found


def _picture(name: str) -> str:
    return url_for("static", filename=f"pictures/{name}.svg")
