"""Ask for an export of answers, and let a second person look at it before anything leaves."""

from __future__ import annotations

from typing import Any
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
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from voice.answers import export_listing, exports, listing
from voice.answers.agreement import MOST, Person
from voice.answers.export_forms import AskForm, FetchForm, RefuseForm
from voice.answers.forms import WantedForm
from voice.i18n.catalogues import say
from voice.people.permissions import needs
from voice.storage.session import session
from voice.web import house
from voice.web.forms import pressed

blueprint = Blueprint("exports", __name__)
Page = str | Response | tuple[str, int]
_CODES = {exports.NoSuchExport: 404, exports.NotYours: 403, exports.TooLate: 409}


@blueprint.get("/work/exports")
@needs("answers.export_agree")
def requests() -> str:
    """What was asked, what waits for a second person, what became of it."""
    rows = export_listing.requests(session(), _person())
    return render_template("answers/exports.html", rows=rows)


@blueprint.route("/work/exports/new", methods=["GET", "POST"])
@needs("answers.export")
def ask() -> Page:
    """How many answers the filter leaves, what would be in the file, and why it is wanted."""
    narrow, form, person = _narrow(request.args), AskForm(), _person()
    wanted = narrow.wanted(person.reach(None), state=None)
    counted = exports.count(session(), person, wanted, house.home())
    if not (counted.fits and form.validate_on_submit()):
        page = render_template(
            "answers/export_ask.html",
            narrow=narrow,
            wanted=wanted,
            form=form,
            counted=counted,
            most=MOST,
        )
        return page, 422 if form.is_submitted() else 200
    asked = exports.ask(
        session(), house.keystore(), person, wanted, form.reason.data or "", house.home()
    )
    flash(say("Asked. Somebody else has a day to agree."))
    return redirect(url_for("exports.one", export_id=asked))


@blueprint.get("/work/exports/<uuid:export_id>")
@needs("answers.export_agree")
def one(export_id: UUID) -> Page:
    """One request: agree, refuse or fetch."""
    return _page(export_id, RefuseForm(formdata=None))


@blueprint.post("/work/exports/<uuid:export_id>/agree")
@needs("answers.export_agree")
def agree(export_id: UUID) -> Page:
    """Let it go."""
    pressed()
    exports.agree(session(), _person(), str(export_id))
    flash(say("You have agreed. The person who asked has a day to fetch the file."))
    return redirect(url_for("exports.requests"))


@blueprint.post("/work/exports/<uuid:export_id>/refuse")
@needs("answers.export_agree")
def refuse(export_id: UUID) -> Page:
    """Say no, and why."""
    form = RefuseForm()
    if not form.validate_on_submit():
        return _page(export_id, form), 422
    exports.refuse(session(), house.keystore(), _person(), str(export_id), form.why.data or "")
    flash(say("You have refused it. The person who asked can read why."))
    return redirect(url_for("exports.requests"))


@blueprint.post("/work/exports/<uuid:export_id>/file")
@needs("answers.export")
def fetch(export_id: UUID) -> Response:
    """The file, made now."""
    form, person = FetchForm(), _person()
    if not form.validate_on_submit():
        abort(400)
    # The fetching is traced in a transaction of its own, for which a POST must let go of the pen.
    session().commit()
    engine = house.engine()
    file = exports.fetch(
        engine, house.keystore(), person, str(export_id), form.kind.data, house.home()
    )
    answer = Response(file.body, mimetype=file.kind)
    answer.headers.set("Content-Disposition", "attachment", filename=file.name)
    return answer


@blueprint.errorhandler(exports.NoSuchExport)
@blueprint.errorhandler(exports.NotYours)
@blueprint.errorhandler(exports.TooLate)
def _no(error: Exception) -> tuple[str, int]:
    session().rollback()
    code = _CODES[type(error)]
    return render_template("answers/export_no.html", code=code), code


def _page(export_id: UUID, form: RefuseForm) -> str:
    case = export_listing.request(session(), house.keystore(), _person(), str(export_id))
    told = {name: str(value) for name, value in case.row.wanted.items() if name != "teams"}
    return render_template(
        "answers/export.html",
        case=case,
        row=case.row,
        narrow=_narrow(MultiDict(told)),
        form=form,
        fetching=FetchForm(formdata=None),
    )


def _narrow(query: MultiDict[str, Any]) -> WantedForm:
    return WantedForm.of(query, listing.choices(session()))


def _person() -> Person:
    return Person.of(g.worker)
