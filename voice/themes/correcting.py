"""Where officers correct us: one answer, the ten in most doubt, and reading without seeing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voice.answers import listing
from voice.answers.forms import WantedForm
from voice.answers.opened import Span
from voice.answers.reach import Reach
from voice.answers.read import NoSuchResponse
from voice.answers.wanted import Wanted
from voice.people.permissions import needs
from voice.storage.session import session
from voice.themes import blind as blindly
from voice.themes import checking, stops
from voice.themes.codebook import codebook
from voice.themes.deciding import NoSuchCoding
from voice.themes.forms import BlindForm, DecideForm
from voice.web import house

blueprint = Blueprint("correcting", __name__)


@blueprint.app_template_global()
def all_themes() -> list[tuple[str, str]]:
    """Every theme by key and title, for lists to choose from."""
    return [(each.key, each.title) for each in codebook().themes]


@blueprint.app_template_global()
def span(theme: str, start: int, end: int) -> Span:
    """A stretch of words, for `pieces`."""
    return Span(theme, start, end)


@blueprint.app_template_global()
def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """Places of the sentences of an answer; none where it is only one."""
    return stops.parts(text)


@blueprint.app_template_global()
def titles_of(said: Iterable[checking.Said]) -> dict[str, str]:
    """Titles by key, for marking words."""
    return {each.theme: each.title for each in said}


@blueprint.app_template_global()
def step_id(response_id: str, question: str) -> str:
    """Where an answer stands on a page."""
    return f"s-{response_id}-{question}"


@blueprint.get("/work/themes/answers/<uuid:response_id>")
@needs("themes.correct")
def page(response_id: UUID) -> str:
    """One answer's themes, sentence by sentence, to keep, remove and add."""
    answer = listing.reached(session(), g.worker, "themes.correct", response_id)
    found = checking.of_response(house.engine(), house.keystore(), answer, _reader())
    return render_template(
        "themes/correct.html", items=found, response_id=response_id, wanted=_list()
    )


@blueprint.post("/work/themes/answers/<uuid:response_id>")
@needs("themes.correct")
def decide(response_id: UUID) -> Response:
    """One tap: keep, remove, add, undo, or all right as it stands."""
    form = DecideForm()
    if not form.validate_on_submit():
        abort(400)
    answer = listing.reached(session(), g.worker, "themes.correct", response_id)
    form.act_on(session(), answer, g.worker.id)
    return redirect(form.way_back(url_for("correcting.page", response_id=response_id)))


@blueprint.get("/work/themes/check")
@needs("themes.correct")
def check() -> str:
    """The ten answers most worth a look."""
    found = checking.ten(house.engine(), house.keystore(), _reach(), _reader())
    progress = checking.progress(session(), _reach())
    return render_template("themes/check.html", items=found, progress=progress)


@blueprint.get("/work/themes/blind/<kind>")
@needs("themes.correct")
def blind(kind: str) -> str:
    """The next answer to read without seeing what was found."""
    waits = _waiting(kind)
    shown = checking.items(house.engine(), house.keystore(), waits[:1], _reader())
    return render_template(
        "themes/blind.html",
        kind=kind,
        item=shown[0] if shown else None,
        waiting=len(waits),
        done=blindly.done(session(), kind),
        form=BlindForm(),
    )


@blueprint.post("/work/themes/blind/<kind>")
@needs("themes.correct")
def read_blind(kind: str) -> Response:
    """Keep what this reader saw, and go on."""
    form = BlindForm()
    if not form.validate_on_submit() or form.place() not in _waiting(kind):
        abort(400)
    blindly.save(session(), kind, form.place(), form.themes.data or [], g.worker.id)
    return redirect(url_for("correcting.blind", kind=kind))


@blueprint.errorhandler(NoSuchCoding)
@blueprint.errorhandler(NoSuchResponse)
def _gone(_error: LookupError) -> tuple[str, int]:
    return render_template("answers/gone.html"), 404


def _waiting(kind: str) -> list[tuple[str, str]]:
    if kind not in blindly.KINDS:
        abort(404)
    return blindly.waiting(session(), kind, g.worker.id, _reach())


def _list() -> Wanted | None:
    """The list of answers that is being read meanwhile; None where somebody came another way."""
    if "state" not in request.args:
        return None
    return WantedForm.of(request.args, listing.choices(session())).wanted(_reach())


def _reach() -> Reach:
    return Reach.of(g.worker, "themes.correct")


def _reader() -> str:
    return f"worker:{g.worker.id}"
