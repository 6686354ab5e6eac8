"""Play what a child said aloud, and keep what is typed of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from voice.answers import listing, spoken
from voice.answers.read import NoSuchResponse
from voice.i18n.catalogues import later, say
from voice.people.permissions import needs
from voice.questions.kinds import LONGEST_TEXT
from voice.storage.keystore import LostKey
from voice.storage.session import session
from voice.web import house, security
from voice.web.forms import BaseForm, typed

_: Any = later


class TypedForm(BaseForm):
    """What was heard, word for word."""

    text = TextAreaField(
        _("What the child says, word for word"),
        validators=[
            InputRequired(message=_("Type something first.")),
            Length(max=LONGEST_TEXT, message=_("That is too long. Save it in two parts.")),
        ],
    )


def add_to(blueprint: Blueprint) -> None:
    """Give these pages their addresses."""
    address = "/work/answers/<uuid:response_id>/recording/<question>"
    blueprint.add_url_rule(address, "recording", recording)
    blueprint.add_url_rule(f"{address}/typed", "type_up", type_up, methods=["POST"])


@needs("answers.read")
def recording(response_id: UUID, question: str) -> Response:
    """The sound, as it came; each time it is fetched stands in the trail."""
    answer = listing.reached(session(), g.worker, "answers.read", response_id)
    sound, kind = spoken.play(
        house.engine(), house.keystore(), answer, question, f"worker:{g.worker.id}"
    )
    return current_app.response_class(sound, mimetype=kind)


@needs("answers.read")
def type_up(response_id: UUID, question: str) -> Response | tuple[str, int]:
    """Keep what was typed; the safety lists look at it at once."""
    answer = listing.reached(session(), g.worker, "answers.read", response_id)
    form = TypedForm()
    if not form.validate_on_submit() or not typed(form.text).strip():
        return _once_more(response_id, question, form), 422
    try:
        raised = spoken.type_up(
            session(), house.keystore(), answer, question, typed(form.text), g.worker.id
        )
    except LostKey as gone:
        raise NoSuchResponse(answer) from gone
    flash(say("Kept. Somebody was called: look at the top.") if raised else say("Kept."))
    query: dict[str, Any] = request.args.to_dict()
    return redirect(url_for("answers.page", response_id=response_id, **query))


def beside(response_id: str) -> dict[str, object]:
    """What the page of an answer shows of recordings; a page that plays them may play sound."""
    try:
        found = spoken.typed(session(), house.keystore(), response_id)
    except LostKey:
        found = {}
    if found:
        security.let_play()
    return {"aloud": found, "typed_form": TypedForm(formdata=None)}


def _once_more(response_id: UUID, question: str, form: TypedForm) -> str:
    """The words as they were typed, with what is wrong; the recording beside them."""
    security.let_play()
    return render_template(
        "answers/typed.html", form=form, response_id=response_id, question=question
    )
