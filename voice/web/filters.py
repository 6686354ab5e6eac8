"""What templates may ask for: dates in words, links to this page, charts, the GOV.UK macros.

The macros come from `govuk_frontend_jinja`, under its own name, beside our own templates.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, current_app, get_flashed_messages, request, url_for
from flask_wtf.csrf import generate_csrf
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from wtforms import Field

from voice.i18n.catalogues import current, day_in_words, say
from voice.i18n.days import day_of, local
from voice.storage.types import now
from voice.web import charts, house

_GOVUK: Final = "govuk_frontend_jinja"


def init_app(app: Flask) -> None:
    """Give the templates of this app their macros, filters and globals."""
    govuk = PrefixLoader({_GOVUK: PackageLoader(_GOVUK)})
    own = [app.jinja_loader] if app.jinja_loader else []
    app.jinja_loader = ChoiceLoader([*own, govuk])
    app.add_template_filter(day)
    app.add_template_filter(moment)
    for name, given in _GLOBALS.items():
        app.add_template_global(given, name)


def day(value: date | datetime) -> str:
    """A day in words; the year only where it is not this year's."""
    shown = day_of(value) if isinstance(value, datetime) else value
    words = day_in_words(shown, current().code)
    return words if shown.year == day_of(now()).year else f"{words} {shown.year}"


def moment(value: datetime) -> str:
    """A day in words and the time of day, by the council's clock."""
    return say("%(day)s at %(time)s") % {"day": day(value), "time": f"{local(value):%H:%M}"}


def url_exists(endpoint: str) -> bool:
    """Whether this app has such a page, so that nothing links to a room not yet built."""
    return endpoint in current_app.view_functions


def here(**changes: object) -> str:
    """This page's address with some of its query changed; None takes a part out."""
    query: dict[str, object] = {**request.args.to_dict(flat=False), **changes}
    kept = urlencode({k: v for k, v in query.items() if v is not None}, doseq=True)
    # The query never reaches url_for, which would obey a visitor's "_external" or "_scheme".
    path = url_for(request.endpoint, **(request.view_args or {})) if request.endpoint else ""
    return f"{path}?{kept}" if kept else path or "?"


def told(field: Field, hint: str = "", **extra: str) -> dict[str, Any]:
    """The attributes that tie a field to its hint and its error, and what else is not empty."""
    about = [f"{field.id}-hint"] if hint else []
    if field.errors:
        about.append(f"{field.id}-error")
        extra["aria-invalid"] = "true"
    return {k: v for k, v in {**extra, "aria-describedby": " ".join(about)}.items() if v}


def council() -> str:
    """The council's name, as people read it."""
    return house.config().council


_GLOBALS: Final = {
    "url_exists": url_exists,
    "here": here,
    "council": council,
    "told": told,
    "csrf_token": generate_csrf,
    "flashed": get_flashed_messages,
    "stacked": charts.stacked,
    "dots_of": charts.dots,
    "unit_for": charts.unit_for,
    "trend_of": charts.trend,
}
