"""Write back to a child who asked for an answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from voice.answers import listing, reply
from voice.i18n.catalogues import later, say
from voice.i18n.locales import all_locales, locale
from voice.people.permissions import needs
from voice.storage.keystore import LostKey
from voice.storage.session import session
from voice.web import house
from voice.web.forms import BaseForm

_LONGEST = 2000
_: Any = later


class ReplyForm(BaseForm):
    """A short answer to a child, in a language we offer."""

    text = TextAreaField(
        _("Your answer to the child"),
        validators=[
            InputRequired(message=_("Write something first.")),
            Length(max=_LONGEST, message=_("Please make it shorter: a child reads it.")),
        ],
    )
    language = SelectField(_("Language"))

    @classmethod
    def for_child(cls, spoken: str) -> ReplyForm:
        """The form, in the child's language unless another is chosen."""
        config = house.config()
        offered = dict.fromkeys((*config.languages, *({spoken} & all_locales().keys())))
        form = cls(language=spoken)
        form.language.choices = [(code, locale(code).name) for code in offered]
        return form


def add_to(blueprint: Blueprint) -> None:
    """Give these pages their addresses."""
    address = "/work/answers/<uuid:response_id>/reply"
    blueprint.add_url_rule(address, "write_back", write_back, methods=["POST"])


@needs("answers.reply")
def write_back(response_id: UUID) -> Response:
    """Keep the reply; the child finds it by the pictures."""
    answer = listing.reached(session(), g.worker, "answers.reply", response_id)
    form = ReplyForm.for_child(request.form.get("language", "")[:12])
    if not form.validate_on_submit():
        flash(str(next(iter(form.errors.values()))[0]))
        return _page(response_id)
    try:
        said, code = (form.text.data or "").strip(), form.language.data
        reply.write(session(), house.keystore(), answer, said, code, g.worker.id)
    except (LostKey, ValueError):
        abort(422)
    flash(say("Your answer is kept. The child finds it with the five pictures."))
    return _page(response_id)


def beside(response_id: str, language: str) -> dict[str, object]:
    """What the page of an answer shows of replies."""
    try:
        replies = reply.written(session(), house.keystore(), response_id)
    except LostKey:
        replies = ()
    return {"replies": replies, "reply_form": ReplyForm.for_child(language)}


def _page(response_id: UUID) -> Response:
    query: dict[str, Any] = request.args.to_dict()
    return redirect(url_for("answers.page", response_id=response_id, **query))
