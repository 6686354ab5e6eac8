"""What was set aside, and files rescued from tablets: an officer's two ways to lose no word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from flask import (
    Blueprint,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from voice.answers import quarantine
from voice.answers.receive import BadArrival, OtherContent, TakenBack
from voice.child import desk_aside, desk_rescue, sealed_routes
from voice.child.desk_rescue import Became
from voice.i18n.catalogues import later, say
from voice.people.permissions import needs
from voice.storage.session import session
from voice.storage.types import now
from voice.web import house
from voice.web.forms import BaseForm, Press, pressed

blueprint = Blueprint("aside", __name__)
_: Any = later
WHY: Final = {
    "other_content": later("It came a second time with other words"),
    "unfit": later("Something in it does not fit the form"),
}
LET_GO: Final = {
    "same": later("It says the same as an answer that is here"),
    "trial": later("Somebody was trying things out"),
    "empty": later("There is nothing in it"),
    "closed": later("It cannot be opened any more"),
}
BECAME: Final = {
    Became.KEPT: later("Kept"),
    Became.HERE: later("Was here already"),
    Became.ASIDE: later("Set aside: a person has to look at it"),
    Became.TAKEN_BACK: later("The child has taken it back: not kept"),
    Became.CLOSED: later("Its form was closed for good, or is too old: not kept"),
    Became.UNREADABLE: later("No sealed answer of ours, or its key is gone: not kept"),
}


class LetGoForm(BaseForm):
    """Why it may go."""

    reason = RadioField(
        _("Why may it go?"),
        choices=[SelectChoice(value, text) for value, text in LET_GO.items()],
        validators=[InputRequired(message=_("Choose why."))],
    )


class RescueForm(BaseForm):
    """A file that "Save them to a file" made on a tablet."""

    file = FileField(
        _("The file from the tablet"), validators=[FileRequired(message=_("Choose a file."))]
    )


@blueprint.get("/work/aside")
@needs("answers.aside")
def waiting() -> str:
    """What waits for somebody, and what was settled lately; closed."""
    rows = quarantine.waiting(session())
    secret = house.secret()
    return render_template(
        "child/desk/aside.html",
        rows=[(each, desk_aside.came_from(session(), secret, each)) for each in rows],
        settled=quarantine.settled(session()),
        why=WHY,
        outcomes={quarantine.KEPT: say("Kept as an answer of its own"), **LET_GO},
    )


@blueprint.get("/work/aside/<int:aside_id>")
@needs("answers.aside")
def page(aside_id: int) -> str:
    """One of them, opened."""
    return _page(aside_id, LetGoForm())


@blueprint.post("/work/aside/<int:aside_id>/keep")
@needs("answers.aside")
def keep(aside_id: int) -> Response:
    """Keep it as an answer of its own, and read that."""
    pressed()
    secret, keys = house.secret(), sealed_routes.post_keys()
    try:
        kept = desk_aside.keep(
            session(), house.keystore(), keys, secret, aside_id, g.worker.id, _within()
        )
    except TakenBack:
        flash(say("The child has taken this answer back, so it cannot be kept."))
        return redirect(url_for("aside.page", aside_id=aside_id))
    except (desk_aside.Shut, BadArrival, OtherContent):
        flash(say("It could not be kept. It stays here."))
        return redirect(url_for("aside.page", aside_id=aside_id))
    flash(say("Kept. This is the answer now."))
    return redirect(url_for("answers.page", response_id=kept))


@blueprint.post("/work/aside/<int:aside_id>/let-go")
@needs("answers.aside")
def let_go(aside_id: int) -> Response | tuple[str, int]:
    """Let it go, and say why."""
    form = LetGoForm()
    if not form.validate_on_submit():
        session().commit()  # the page writes its opening in the trail, and there is one pen
        return _page(aside_id, form), 422
    quarantine.settle(session(), aside_id, form.reason.data, g.worker.id)
    flash(say("Let go. That you did it, and why, stays in the trail."))
    return redirect(url_for("aside.waiting"))


@blueprint.route("/work/rescue", methods=["GET", "POST"])
@needs("answers.rescue")
def rescue() -> str | tuple[str, int]:
    """Take in what was saved on a tablet, line by line."""
    request.max_content_length = desk_rescue.LARGEST
    form = RescueForm()
    if not form.validate_on_submit():
        return render_template("child/desk/rescue.html", form=form), 422 if form.errors else 200
    secret, keys = house.secret(), sealed_routes.post_keys()
    content: bytes = form.file.data.read()
    lines = desk_rescue.take_file(
        session(), house.keystore(), keys, secret, content, now(), _within(), g.worker.id
    )
    return render_template("child/desk/rescued.html", lines=lines, became=BECAME)


@blueprint.app_template_global()
def set_aside_waiting() -> int:
    """How many answers that were set aside wait for somebody."""
    return quarantine.count(session())


@blueprint.errorhandler(quarantine.Settled)
def _settled(_error: quarantine.Settled) -> tuple[str, int]:
    return render_template("child/desk/gone.html"), 404


def _page(aside_id: int, form: LetGoForm) -> str:
    aside, opened = desk_aside.look(
        house.engine(),
        sealed_routes.post_keys(),
        house.secret(),
        aside_id,
        f"worker:{g.worker.id}",
    )
    return render_template(
        "child/desk/page.html", aside=aside, opened=opened, form=form, keep=Press(), why=WHY
    )


def _within() -> timedelta:
    return timedelta(days=house.config().read_days)
