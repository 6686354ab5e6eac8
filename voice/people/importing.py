"""The pages of an import of staff or teams: choose a file, look at what it would do, do it.

The file travels in the page between looking and doing, so that nothing half-imported lies about.
"""

from __future__ import annotations

from flask import Blueprint, abort, g, render_template

from voice.people import bulk, csv_rows, roster
from voice.people.bulk import NotWhole
from voice.people.permissions import needs
from voice.people.staffing import ImportFile, ImportNow
from voice.storage.session import session
from voice.web import house
from voice.web.forms import typed

blueprint = Blueprint("importing", __name__)


@blueprint.route("/work/people/import", methods=["GET", "POST"])
@needs("people.manage")
def look() -> str:
    """Choose a file, and see row by row what it would do."""
    form = ImportFile()
    if not form.validate_on_submit():
        return render_template("people/import.html", form=form, roles=roster.STAFF)
    content: bytes = form.file.data.read(csv_rows.LARGEST + 1)
    text = csv_rows.decoded(content)
    if text is None:
        form.not_readable()
        return render_template("people/import.html", form=form, roles=roster.STAFF)
    return _looked(text, typed(form.kind))


@blueprint.post("/work/people/import/now")
@needs("people.manage")
def do() -> str:
    """Import what the dry run showed; the file is read and checked anew."""
    form = ImportNow()
    if not form.validate_on_submit() or len(typed(form.text)) > csv_rows.LARGEST:
        abort(400)
    found = bulk.look(session(), typed(form.text), typed(form.kind))
    secret = house.secret()
    try:
        actor = f"worker:{g.worker.id}"
        added = bulk.run(session(), secret, actor, found, partly=form.partly.data)
    except NotWhole:
        return _looked(typed(form.text), typed(form.kind))
    return render_template("people/imported.html", added=added, found=found)


def _looked(text: str, kind: str) -> str:
    found = bulk.look(session(), text, kind)
    form = ImportNow(formdata=None, data={"text": text, "kind": kind})
    return render_template("people/import_look.html", form=form, found=found, kind=kind)
