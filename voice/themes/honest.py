"""How we count: what was measured in this installation, by which versions, and what is unknown."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from voice.i18n.catalogues import say
from voice.people.permissions import needs
from voice.storage.session import session
from voice.themes import blind, learnt, meaning, teaching
from voice.themes.codebook import codebook
from voice.themes.labels import title_of
from voice.web import house
from voice.web.forms import BaseForm, pressed

blueprint = Blueprint("counting", __name__)


@blueprint.app_template_global()
def theme_title(key: str) -> str:
    """A theme's title."""
    return str(title_of(key).title)


@blueprint.get("/work/themes/how")
@needs("themes.see")
def how() -> str:
    """The page that an inspector, a councillor or a sceptic is shown."""
    config = house.config()
    return render_template(
        "themes/how.html",
        book=codebook(),
        languages=config.languages,
        model="" if learnt.absent() else meaning.MODEL_ID,
        audited=blind.done(session(), "audit"),
        sample=blind.SAMPLE,
        measured=blind.measured(session()),
        doubled=blind.done(session(), "second"),
        kappas=blind.kappas(session()),
        heads=teaching.heads(session()),
        corrected=len(teaching.corrections(session())),
        enough=teaching.ENOUGH,
        form=BaseForm(),
    )


@blueprint.post("/work/themes/how/<int:head_id>")
@needs("themes.correct")
def go_back(head_id: int) -> Response:
    """Hear by an earlier head again; 0 is the one that comes with this version."""
    pressed()
    if not teaching.go_back(session(), head_id, f"worker:{g.worker.id}"):
        abort(404)
    flash(say("Gone back. Every answer is read again with it."))
    return redirect(url_for("counting.how"))
