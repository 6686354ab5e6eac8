"""The themes board, and the evidence behind each of its numbers."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date
from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voice.answers import listing
from voice.answers.forms import WantedForm
from voice.answers.heard import lend
from voice.answers.reach import Reach
from voice.i18n.catalogues import current
from voice.people.permissions import may, needs
from voice.storage.session import session
from voice.themes import board as boards
from voice.themes import evidence as proof
from voice.themes import learnt, sources
from voice.themes.forms import asked
from voice.themes.labels import CONTROLS, title_of
from voice.web import house

blueprint = Blueprint("themes", __name__)
blueprint.record(lambda state: lend(state.app, proof.heard_in))


@blueprint.app_template_filter()
def quarter(day: date) -> str:
    """A quarter by its first and last month."""
    return _quarter(day, current().code)


@lru_cache(maxsize=256)
def _quarter(day: date, code: str) -> str:
    """Every card of a board says the same few."""
    last = day.replace(month=day.month + 2)
    first, final = (format_date(each, "LLL", locale=code) for each in (day, last))
    return f"{first} - {final} {day.year}"


@blueprint.app_template_global()
def phrases_alone() -> bool:
    """Whether themes are found without likeness, so that the board says so."""
    return learnt.absent()


@blueprint.get("/work/themes")
@needs("themes.see")
def board() -> str | Response:
    """What many children say, theme by theme; who may not see evidence reads released figures."""
    if not may(g.worker, "themes.evidence"):
        return redirect(url_for("released.board"))
    form = WantedForm.of(request.args, listing.choices(session()))
    wanted = form.wanted(_reach(), state=None)
    found = boards.board(session(), wanted, house.home())
    quoted = boards.with_quotes(
        found, house.engine(), house.keystore(), wanted, house.home(), _reader()
    )
    return render_template(
        "themes/board.html",
        board=quoted,
        form=form,
        wanted=wanted,
        controls=CONTROLS.values(),
        sources=sources.of_filter(session(), wanted),
    )


@blueprint.get("/work/themes/<key>")
@needs("themes.evidence")
def evidence(key: str) -> str:
    """Every answer behind a number, with the words it rests on."""
    if not proof.exists(key):
        abort(404)
    form = WantedForm.of(request.args, listing.choices(session()))
    wanted, which = form.wanted(_reach(), state=None), asked(key, request.args)
    return render_template(
        "themes/evidence.html",
        theme=title_of(key),
        asked=which,
        wanted=wanted,
        found=proof.evidence(
            house.engine(), house.keystore(), which, wanted, house.home(), _reader()
        ),
    )


def _reach() -> Reach:
    return Reach.of(g.worker, "themes.evidence")


def _reader() -> str:
    return f"worker:{g.worker.id}"
