"""Hide part of a child's drawing before others see it."""

from __future__ import annotations

from uuid import UUID

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

from voice.answers import attachments, covers, listing, read
from voice.i18n.catalogues import say
from voice.people.permissions import needs
from voice.quotes.forms import CoverForm
from voice.storage import trail
from voice.storage.keystore import LostKey
from voice.storage.session import session, transaction
from voice.web import house

blueprint = Blueprint("covering", __name__)


@blueprint.route("/work/answers/<uuid:response_id>/cover/<question>", methods=["GET", "POST"])
@needs("quotes.propose")
def cover(response_id: UUID, question: str) -> str | Response:
    """Boxes over a drawing, and how others will see it."""
    place = _place(response_id, question)
    drawing = covers.original(session(), house.keystore(), place) or abort(404)
    form, boxes = CoverForm(), covers.boxes_of(session(), place)
    if form.validate_on_submit() and _kept(place, form):
        return redirect(url_for("covering.cover", response_id=response_id, question=question))
    return render_template(
        "quotes/cover.html",
        place=place,
        form=form,
        boxes=boxes,
        lines=attachments.lines(drawing),
        seen=covers.lines_without(drawing, boxes),
    )


@blueprint.errorhandler(read.NoSuchResponse)
@blueprint.errorhandler(LostKey)
def _gone(_error: Exception) -> tuple[str, int]:
    return render_template("answers/gone.html"), 404


def _place(response_id: UUID, question: str) -> tuple[str, str]:
    """Where the drawing is, for whom it is there; the opening is in the trail first."""
    answer = listing.reached(session(), g.worker, "quotes.propose", response_id)
    if request.method == "GET":  # what is sent in is an act of its own, in its own transaction
        with transaction(house.engine()) as own:
            actor, told = f"worker:{g.worker.id}", {"question": question}
            trail.write(own, actor, "answers.opened", f"response:{answer}", **told)
    return answer, question


def _kept(place: tuple[str, str], form: CoverForm) -> bool:
    try:
        covers.keep(session(), place, form.found(), g.worker.id)
    except ValueError:
        flash(say("A box is four numbers on the paper: left, top, width, height."))
        return False
    flash(say("Kept. Others see the drawing without what lies under the boxes."))
    return True
