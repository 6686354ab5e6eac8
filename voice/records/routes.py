"""Who looked: the trail, filtered, and whether it is whole."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from voice.people.permissions import needs
from voice.records import looked
from voice.records.forms import LookedForm
from voice.storage import trail as chain
from voice.storage.session import session

blueprint = Blueprint("records", __name__)


@blueprint.get("/work/trail")
@needs("trail.see")
def trail() -> str:
    """Acts, newest first; `verify=1` walks the whole chain and says where it breaks."""
    form = LookedForm.of(request.args, looked.people(session()), looked.acts(session()))
    wanted = form.wanted()
    verified = "verify" in request.args
    return render_template(
        "records/trail.html",
        form=form,
        wanted=wanted,
        found=looked.looked(session(), wanted),
        verified=verified,
        broken=chain.verify(session()) if verified else None,
    )
