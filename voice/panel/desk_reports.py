"""The page of the boards' reports: when, of which pack, who prepared it, who signed it off."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voice.i18n.catalogues import later, say
from voice.i18n.days import day_of
from voice.panel import reports
from voice.panel.desk_forms import NAMES
from voice.people.permissions import needs
from voice.storage.session import session
from voice.storage.types import now
from voice.themes import quarters
from voice.web.forms import pressed, row_id

blueprint = Blueprint("reports", __name__)
Page = Response | str | tuple[str, int]
BOARDS = {
    "corporate_parenting": later("Corporate parenting panel"),
    "partnership": later("Safeguarding partnership"),
    "improvement_board": later("Improvement board"),
    "committee": later("Committee"),
}


@blueprint.get("/work/reports", endpoint="reports")
@needs("reports.see")
def reports_page() -> str:
    """Every report, the newest quarter first."""
    return render_template(
        "panel/desk_reports.html",
        rows=reports.rows(session(), day_of(now())),
        packs=reports.packs(session()),
        quarter=quarters.whole(day_of(now()))[0],
        boards=BOARDS,
        audiences=NAMES,
    )


@blueprint.post("/work/reports/plan")
@needs("reports.prepare")
def plan() -> Response:
    """Put the last whole quarter's reports on the list."""
    pressed()
    count = reports.plan(session(), g.worker.id, quarters.whole(day_of(now()))[0])
    return _said(say("The quarter's reports are on the list.") if count else say("All are there."))


@blueprint.post("/work/reports/<int:report_id>/prepare")
@needs("reports.prepare")
def prepare(report_id: int) -> Response:
    """Say which pack this board reads."""
    pressed()
    pack = row_id(request.form.get("pack", ""))
    if pack is None:
        return _said(say("Choose a pack first."))
    try:
        reports.prepare(session(), g.worker.id, report_id, pack, now())
    except reports.NotNow:
        abort(409)
    return _said(say("Prepared. Somebody else signs it off."))


@blueprint.post("/work/reports/<int:report_id>/sign")
@needs("reports.sign")
def sign(report_id: int) -> Response:
    """Sign it off, if somebody else prepared it."""
    pressed()
    try:
        reports.sign(session(), g.worker.id, report_id, now())
    except reports.NotNow:
        return _said(say("It is signed off by somebody who did not prepare it."))
    return _said(say("Signed off."))


def _said(text: str) -> Response:
    flash(text)
    return redirect(url_for("reports.reports"))
