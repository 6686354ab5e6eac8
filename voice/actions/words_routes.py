"""The translation inbox: what children of one language cannot read yet, and who checked it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from voice.actions import measure, tell, told, view
from voice.actions.forms import CheckForm, SentenceForm
from voice.actions.models import Sentence
from voice.i18n.catalogues import say
from voice.i18n.locales import all_locales, locale
from voice.people.permissions import needs
from voice.storage.session import session
from voice.storage.types import now
from voice.web import house
from voice.web.forms import typed

Page = Response | str | tuple[str, int]


def add_to(blueprint: Blueprint) -> None:
    """Give these pages their addresses."""
    both = ["GET", "POST"]
    one = "/work/actions/<int:action_id>/words/<language>"
    blueprint.add_url_rule("/work/actions/words", "words", inbox)
    blueprint.add_url_rule(one, "sentence", sentence, methods=both)
    blueprint.add_url_rule(f"{one}/check", "check", check, methods=["POST"])


@needs("actions.translate")
def inbox() -> str:
    """What waits for words in another language, where most children wait first."""
    found = view.missing(session(), house.config().languages, measure.waiting(session()))
    return render_template("actions/words.html", missing=found, locale_of=locale)


@needs("actions.translate")
def sentence(action_id: int, language: str) -> Page:
    """Write the sentence in this language, beside the one of the house."""
    form = SentenceForm()
    if not form.validate_on_submit():
        body = _body(action_id, language, form)
        return (body, 422) if form.is_submitted() else body
    _known(action_id, language)
    said, did = typed(form.you_said).strip(), typed(form.we_did).strip()
    told.translate(session(), g.worker.id, action_id, language, said, did, now())
    flash(say("The draft is kept. Now somebody who speaks the language reads it."))
    return redirect(url_for("actions.sentence", action_id=action_id, language=language))


@needs("actions.translate")
def check(action_id: int, language: str) -> Page:
    """A speaker has checked it; children who wait for it are told."""
    form = CheckForm()
    if not form.validate_on_submit():
        return _body(action_id, language, SentenceForm(formdata=None), form), 422
    _known(action_id, language)
    try:
        told.check(session(), g.worker.id, action_id, language, typed(form.checked_as), now())
    except told.NothingToTell:
        abort(409)
    tell.tell(session(), house.keystore(), told.closed(session(), action_id))
    flash(say("Checked. Children who wait for it are told, each in turn."))
    return redirect(url_for("actions.words"))


def _body(
    action_id: int, language: str, form: SentenceForm, check_form: CheckForm | None = None
) -> str:
    known = _known(action_id, language)
    draft, home = known.get(language), known[house.config().languages[0]]
    if draft is not None and not form.is_submitted():
        form.you_said.data, form.we_did.data = draft.you_said, draft.we_did
    return render_template(
        "actions/sentence.html",
        action=told.closed(session(), action_id),
        form=form,
        check=check_form or CheckForm(formdata=None),
        draft=draft,
        home=home,
        language=locale(language),
        home_language=locale(home.language),
    )


def _known(action_id: int, language: str) -> dict[str, Sentence]:
    """The sentences of an action, for a language we know that is not the house's own."""
    told.closed(session(), action_id)
    found = told.sentences(session(), [action_id])[action_id]
    home = house.config().languages[0]
    if language not in all_locales() or language == home or home not in found:
        abort(404)
    return found
