"""Write down what a child's words say in the language of the staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, Optional

from voice.answers import labels, listing, translating
from voice.answers.translating import Given, NothingToTranslate
from voice.i18n.catalogues import later, say, say_many
from voice.people.permissions import needs
from voice.storage.keystore import LostKey
from voice.storage.session import session
from voice.web import house
from voice.web.forms import BaseForm

_: Any = later
_SOURCES = [SelectChoice(code, text) for code, text in labels.TRANSLATED.items()]


class TranslationForm(BaseForm):
    """A translation, and who made it."""

    translation = TextAreaField(
        _("What it says in English"),
        [Optional(), Length(max=translating.LONGEST, message=_("Please make it shorter."))],
    )
    source = RadioField(_("Who translated it"), choices=_SOURCES, default="officer")


def add_to(blueprint: Blueprint) -> None:
    """Give this page its address."""
    address = "/work/answers/<uuid:response_id>/translation/<question>"
    blueprint.add_url_rule(address, "translate", translate, methods=["POST"])


@needs("answers.translate")
def translate(response_id: UUID, question: str) -> Response:
    """Keep a translation; what it shows may raise an alert."""
    answer = listing.reached(session(), g.worker, "answers.translate", response_id)
    form = TranslationForm()
    if form.validate_on_submit():
        given = Given(form.translation.data or "", form.source.data, house.home())
        flash(_kept((answer, question), given))
    else:
        flash(str(next(iter(form.errors.values()))[0]))
    query: dict[str, Any] = request.args.to_dict()
    anchor = f"translation-{question}"
    return redirect(url_for("answers.page", response_id=response_id, _anchor=anchor, **query))


def beside(response_id: str) -> dict[str, object]:
    """What the page of an answer shows of translations."""
    try:
        found = translating.translations(session(), house.keystore(), response_id)
    except LostKey:
        found = {}
    return {"translations": found, "translation_form": TranslationForm(formdata=None)}


def _kept(place: tuple[str, str], given: Given) -> str:
    try:
        alerts = translating.keep(session(), house.keystore(), place, given, g.worker.id)
    except ValueError:
        return say("Write the translation, or say that none is needed.")
    except (NothingToTranslate, LostKey):
        return say("There are no words here to translate.")
    if not alerts:
        return say("The translation is kept beside the child's words.")
    return say_many(
        "Kept. What it says calls for a look now: %(num)s alert was raised.",
        "Kept. What it says calls for a look now: %(num)s alerts were raised.",
        alerts,
    ) % {"num": alerts}
