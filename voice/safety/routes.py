"""The alert queue, one alert, the messages sent about them, and what the safety net can do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from voice.i18n.catalogues import say
from voice.i18n.days import local
from voice.people.permissions import may, needs
from voice.safety import clock, context, decisions, net, outbox, told, triage
from voice.safety.clock import Ladder
from voice.safety.context import Match
from voice.safety.forms import DecideForm
from voice.safety.line import Reader
from voice.safety.triage import Row
from voice.safety.watch import ladder_of
from voice.storage.session import session
from voice.storage.types import now
from voice.web import house
from voice.web.forms import pressed

blueprint = Blueprint("safety", __name__)


@blueprint.app_template_global()
def alerts_overdue() -> int:
    """How many alerts the signed-in person could act on are overdue: loud on every staff page."""
    worker = g.get("worker")
    if not may(worker, "alerts.decide"):
        return 0
    try:
        return triage.late(session(), Reader.of(worker), now(), _ladder())
    except SQLAlchemyError:
        return 0  # an error page must not fail over its banner


@blueprint.get("/work/alerts")
@needs("alerts.see")
def queue() -> str:
    """What waits, by how soon somebody must look; what is late first."""
    at, reader = now(), _reader()
    return render_template(
        "safety/queue.html",
        rows=triage.queue(session(), reader, at, _ladder()),
        done=triage.decided(session(), reader, at, _ladder()),
        checked=_hour(at),
        closed=clock.out_of_hours(at),
        names=told,
    )


@blueprint.get("/work/alerts/<int:alert_id>")
@needs("alerts.see")
def page(alert_id: int) -> str:
    """One alert: the child's words with what was noticed, who and where, and what to do."""
    return _page(alert_id, DecideForm(when=local(now()), others=True))


@blueprint.post("/work/alerts/<int:alert_id>/seen")
@needs("alerts.decide")
def seen(alert_id: int) -> Response:
    """Say that this person is on it; the clock of looking stops."""
    pressed()
    triage.see(session(), _reader(), alert_id, now(), _ladder())
    return redirect(url_for("safety.page", alert_id=alert_id))


@blueprint.post("/work/alerts/<int:alert_id>/decision")
@needs("alerts.decide")
def decide(alert_id: int) -> Response | tuple[str, int]:
    """Decide it, and the others of the same answer where that was asked."""
    form = DecideForm()
    if not form.validate_on_submit():
        return _page(alert_id, form), 422
    try:
        ids = _together(alert_id, everything=form.others.data)
        decisions.decide(
            session(), house.keystore(), _reader(), ids, form.decided(), now(), _ladder()
        )
    except decisions.AlreadyDecided:
        abort(409)
    flash(say("Decided. It stays in the records."))
    return redirect(url_for("safety.queue"))


@blueprint.get("/work/alerts/messages")
@needs("alerts.see")
def messages() -> str:
    """The newest messages that alerts sent: when, to whom, and whether they arrived."""
    return render_template(
        "safety/messages.html", messages=outbox.messages(session()), way=house.config().notify
    )


@blueprint.get("/work/safety-net", endpoint="net")
@needs("home.see")
def net_page() -> str:
    """What the safety net can and cannot do."""
    return render_template(
        "safety/net.html",
        lists=net.lists(house.config().languages),
        ladder=_ladder(),
        groups=clock.GROUPS,
        read_days=house.config().read_days,
        names=told,
    )


@blueprint.errorhandler(triage.NoSuchAlert)
def _gone(_error: triage.NoSuchAlert) -> tuple[str, int]:
    return render_template("safety/gone.html"), 404


def _page(alert_id: int, form: DecideForm) -> str:
    at, reader = now(), _reader()
    row = triage.row(session(), reader, alert_id, at, _ladder())
    same = triage.siblings(session(), reader, row, at, _ladder())
    # The opening is traced in a transaction of its own, for which a POST must let go of the pen.
    session().rollback()
    opened = context.opened(
        current_app, house.engine(), house.keystore(), row.response_id, reader.actor
    )
    return render_template(
        "safety/page.html",
        row=row,
        same=same,
        opened=opened,
        matches=_matches(same),
        decided=decisions.decided(session(), house.keystore(), row.id),
        form=form,
        names=told,
    )


def _matches(rows: tuple[Row, ...]) -> dict[str, list[Match]]:
    """Where each question's words raised an alert."""
    found: dict[str, list[Match]] = {}
    for row in rows:
        if row.question and row.span:
            found.setdefault(row.question, []).append(Match(row.kind, *row.span))
    return found


def _together(alert_id: int, *, everything: Any) -> list[int]:
    """This alert, and the undecided others of the same answer if they go with it."""
    if not everything:
        return [alert_id]
    at, reader = now(), _reader()
    mine = triage.row(session(), reader, alert_id, at, _ladder())
    same = triage.siblings(session(), reader, mine, at, _ladder())
    others = [row.id for row in same if row.state != "decided" and row.id != alert_id]
    return [alert_id, *others]


def _hour(at: datetime) -> str:
    return f"{local(at):%H:%M}"


def _reader() -> Reader:
    return Reader.of(g.worker)


def _ladder() -> Ladder:
    return ladder_of(house.config())
