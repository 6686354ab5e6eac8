"""The page of possible new themes: name one, and it begins a code of the council's; or say none."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voice.answers.reach import Reach
from voice.i18n.catalogues import say
from voice.people.permissions import needs
from voice.storage.session import session
from voice.themes import emerging, unnamed
from voice.web import house
from voice.web.forms import pressed

blueprint = Blueprint("unnamed", __name__)
#: Answers that one press may set aside.
_MOST: Final = 500


@blueprint.get("/work/themes/new")
@needs("themes.correct")
def page() -> str:
    """What many children say that no theme holds."""
    reach, reader = Reach.of(g.worker, "themes.evidence"), f"worker:{g.worker.id}"
    found = unnamed.unnamed(house.engine(), house.keystore(), reach, reader)
    return render_template("themes/unnamed.html", found=found, rules=emerging)


@blueprint.post("/work/themes/new/none")
@needs("themes.correct")
def none() -> Response:
    """These answers make no new theme."""
    pressed()
    places = [tuple(each.split("/", 1)) for each in request.form.getlist("answer")[:_MOST]]
    unnamed.dismiss(
        session(), [(each[0], each[1]) for each in places if len(each) == 2], g.worker.id
    )
    flash(say("Set aside. New answers of the kind will be looked at again."))
    return redirect(url_for("unnamed.page"))
