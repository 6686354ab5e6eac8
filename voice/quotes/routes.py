"""The desk of quotes: what to prepare, what waits for a second person, what may be shown."""

from __future__ import annotations

from datetime import date
from typing import Any

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
from werkzeug.wrappers import Response

from voice.answers.reach import Reach
from voice.i18n.catalogues import say
from voice.i18n.days import day_of
from voice.people.permissions import may, needs
from voice.quotes import desk, quoting
from voice.quotes.desk import Offered, Shown
from voice.quotes.forms import DecideForm
from voice.quotes.quoting import CannotBeQuoted, NoSuchQuote
from voice.storage import trail
from voice.storage.keystore import LostKey
from voice.storage.session import session, transaction
from voice.storage.types import now
from voice.themes import quarters
from voice.themes.codebook import codebook
from voice.themes.labels import QUOTE_STATES, WHY_NOT, title_of
from voice.web import house

blueprint = Blueprint("quotes", __name__)
#: How many quarters back quotes may be looked for.
_QUARTERS = 5


@blueprint.get("/work/quotes", endpoint="desk")
@needs("quotes.approve")
def desk_page() -> str:
    """What waits, what to prepare for one theme and quarter, and what was decided."""
    days, theme = _days(), _theme()
    return render_template(
        "quotes/desk.html",
        waiting=_listed(("proposed",)),
        decided=_listed(("approved", "refused")),
        offered=_offered(theme, days),
        theme=theme,
        themes=codebook().themes,
        days=days,
        quarters=_quarters(),
        title_of=title_of,
        states=QUOTE_STATES,
        form=DecideForm(),
    )


@blueprint.post("/work/quotes/<quote_id>")
@needs("quotes.approve")
def decide(quote_id: str) -> Response:
    """Approve or refuse a quote that somebody else proposed."""
    form = DecideForm()
    if not form.validate_on_submit() or form.do.data not in {"approve", "refuse"}:
        abort(400)
    try:
        approve, reason = form.do.data == "approve", form.reason.data or ""
        at = session(), house.keystore(), quote_id, g.worker.id
        quoting.decide(*at, approve=approve, reason=reason)
        flash(say("It may be shown from now on.") if approve else say("Refused, with your reason."))
    except CannotBeQuoted as why:
        flash(str(WHY_NOT[str(why)]))
    return redirect(_back())


@blueprint.post("/work/quotes/<quote_id>/back")
@needs("quotes.propose")
def withdraw(quote_id: str) -> Response:
    """Take a quote back."""
    if not DecideForm().validate_on_submit():
        abort(400)
    quoting.withdraw(session(), quote_id, g.worker.id)
    flash(say("Taken back. It is not shown any more."))
    return redirect(_back())


@blueprint.errorhandler(NoSuchQuote)
@blueprint.errorhandler(LostKey)
def _gone(_error: Exception) -> tuple[str, int]:
    return render_template("answers/gone.html"), 404


def _back() -> str:
    """The desk, at the theme and quarter where one was."""
    query: dict[str, Any] = request.args.to_dict()
    return url_for("quotes.desk", **query)


def _listed(states: tuple[str, ...]) -> list[Shown]:
    """Quotes that were redacted to the end: those who decide read them, and that is traced."""
    found = desk.listed(session(), house.keystore(), states, _reach())
    if found and states == ("proposed",):
        with transaction(house.engine()) as own:
            ids = [each.id for each in found]
            trail.write(own, _reader(), "quotes.opened", "quotes:waiting", quotes=ids)
    return found


def _offered(theme: str, days: tuple[date, date]) -> tuple[Offered, ...]:
    if not theme or not may(g.worker, "quotes.propose"):
        return ()
    at = house.engine(), house.keystore()
    return desk.offered(*at, theme, days, _reach(), _reader())


def _theme() -> str:
    wanted = request.args.get("theme", "")
    return wanted if any(each.key == wanted for each in codebook().themes) else ""


def _quarters() -> list[tuple[date, date]]:
    return [each.days for each in quarters.back_from(quarters.of(day_of(now())), _QUARTERS)]


def _days() -> tuple[date, date]:
    """The quarter that an address names; the last whole one unless said."""
    offered = _quarters()
    wanted = request.args.get("from", "")
    return next((each for each in offered if each[0].isoformat() == wanted), offered[1])


def _reach() -> Reach:
    return Reach.of(g.worker, "quotes.approve")


def _reader() -> str:
    return f"worker:{g.worker.id}"
