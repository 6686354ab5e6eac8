"""You said, we did, we couldn't because: a page for everybody, without a sign-in or a cookie."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, request

from voice.actions import told
from voice.actions.forms import FORMS
from voice.child import welcome
from voice.i18n.catalogues import current, speak
from voice.i18n.locales import locale
from voice.people.permissions import anyone
from voice.storage.session import session
from voice.themes import for_children
from voice.web import house

blueprint = Blueprint("told", __name__)


@blueprint.before_request
def _choose_language() -> None:
    speak(welcome.language(request, house.config().languages))


@blueprint.get("/you-said", defaults={"form": ""})
@blueprint.get("/you-said/<form>")
@anyone
def page(form: str) -> Response:
    """What changed, about every form or about one ("CP", or a whole key: "CP-Y")."""
    about = form.partition("-")[0]
    if about not in FORMS or (form and not about):
        abort(404)
    code, home = current().code, house.config().languages[0]
    body = render_template(
        "child/told.html",
        locale=current(),
        answers=told.answers(session(), code, home, about),
        form=form,
        title_of=lambda theme: for_children.title_in(theme, code),
        locale_of=locale,
        languages=[locale(each) for each in house.config().languages],
    )
    return make_response(body)
