"""The inbox, and one answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from babel.dates import format_date
from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from voice.answers import (
    labels,
    listing,
    read,
    reply_routes,
    spoken_routes,
    to_read,
    translation_routes,
)
from voice.answers.alerted import open_for_alert
from voice.answers.forms import WantedForm, just_read
from voice.answers.heard import heard_in
from voice.answers.opened import pieces
from voice.answers.reach import Reach
from voice.answers.wanted import Wanted
from voice.i18n.catalogues import current
from voice.i18n.locales import locale
from voice.people.permissions import needs
from voice.safety import context
from voice.storage.session import session
from voice.storage.types import now
from voice.web import house
from voice.web.forms import Press, pressed

blueprint = Blueprint("answers", __name__)
blueprint.add_app_template_global(pieces, "pieces")
reply_routes.add_to(blueprint)
spoken_routes.add_to(blueprint)
translation_routes.add_to(blueprint)
blueprint.record(lambda state: context.lend(state.app, open_for_alert))


@blueprint.app_template_filter()
def brief(moment: datetime) -> str:
    """A day as short as a table needs it."""
    return format_date(moment, "EEE d MMM", locale=current().code)


@blueprint.app_context_processor
def _words() -> dict[str, object]:
    return {"labels": labels.EVERY, "locale_of": locale, "now": now}


@blueprint.get("/work/answers")
@needs("answers.list")
def inbox() -> str:
    """What waits to be read, grouped, filtered, 50 a page."""
    form = WantedForm.of(request.args, listing.choices(session()))
    wanted = form.wanted(_reach())
    return render_template(
        "answers/inbox.html",
        form=form,
        wanted=wanted,
        done=just_read(request.args),
        groups=listing.groups(session(), wanted, house.home()),
        by_language=to_read.by_language(session(), now(), wanted.reach),
        listing=listing.listing(session(), wanted, house.home()),
    )


@blueprint.get("/work/answers/<uuid:response_id>")
@needs("answers.read")
def page(response_id: UUID) -> str:
    """One answer: the child's words, and what was heard in them."""
    wanted = _wanted(response_id)
    opened = read.open_response(house.engine(), house.keystore(), str(response_id), _reader())
    return render_template(
        "answers/page.html",
        opened=opened,
        heard=heard_in(current_app, session(), opened.id),
        theme=request.args.get("theme"),
        wanted=wanted,
        around=listing.around(session(), wanted, house.home(), opened.id),
        form=Press(),
        done=just_read(request.args),
        **reply_routes.beside(opened.id, opened.language),
        **spoken_routes.beside(opened.id),
        **translation_routes.beside(opened.id),
    )


@blueprint.post("/work/answers/<uuid:response_id>/read")
@needs("answers.read")
def have_read(response_id: UUID) -> Response:
    """Mark an answer as read, and go to the next one of the list."""
    pressed()
    wanted = _wanted(response_id)
    read.mark_read(session(), str(response_id), _reader())
    after = listing.around(session(), wanted, house.home(), str(response_id)).after
    query = wanted.query(done=str(response_id))
    if after is None:
        return redirect(url_for("answers.inbox", **query))
    return redirect(url_for("answers.page", response_id=after, **query))


@blueprint.errorhandler(read.NoSuchResponse)
def _gone(_error: read.NoSuchResponse) -> tuple[str, int]:
    return render_template("answers/gone.html"), 404


def _wanted(response_id: UUID) -> Wanted:
    """The list an answer is met in; NoSuchResponse where it is not for this person."""
    listing.reached(session(), g.worker, "answers.read", response_id)
    return WantedForm.of(request.args, listing.choices(session())).wanted(_reach())


def _reach() -> Reach:
    return Reach.of(g.worker, "answers.read")


def _reader() -> str:
    return f"worker:{g.worker.id}"
