"""The page of the youth panel."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, g, render_template, request

from voice.child.welcome import language
from voice.config import Config
from voice.i18n.catalogues import current, month_in_words, say, speak
from voice.i18n.locales import locale
from voice.panel import quarters
from voice.panel.quarters import Quarter
from voice.panel.summary import summary
from voice.people.permissions import needs
from voice.storage.session import engine_of
from voice.storage.types import now
from voice.themes.codebook import codebook

blueprint = Blueprint("panel", __name__)


@blueprint.before_request
def _choose_language() -> None:
    speak(language(request, _config().languages))


@blueprint.get("/panel")
@needs("panel.see")
def page() -> str:
    """What children told us in one quarter."""
    offered = quarters.whole(now().date())
    quarter = quarters.chosen(request.args.get("period"), offered) or abort(404)
    keystore, actor = current_app.extensions["voice.keystore"], f"worker:{g.worker.id}"
    made = summary(engine_of(current_app), keystore, quarter, _config().threshold, actor)
    return render_template(
        "panel/page.html",
        made=made,
        offered=offered,
        title_of=_title_of,
        in_words=_in_words,
        locale_of=locale,
        languages=[locale(code) for code in _config().languages],
        big=request.args.get("size") == "big",
    )


def _title_of(theme: str) -> str:
    return say(codebook().theme(theme).child_title)


def _in_words(quarter: Quarter) -> str:
    code = current().code
    first, last = month_in_words(quarter.since, code), month_in_words(quarter.until, code)
    months = say("%(first)s to %(last)s %(year)s")
    return months % {"first": first, "last": last, "year": quarter.year}


def _config() -> Config:
    found: Config = current_app.extensions["voice.config"]
    return found
