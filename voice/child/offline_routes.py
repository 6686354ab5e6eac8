"""What a browser asks for by itself: what follows a first screen, the service worker, its files."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, make_response, render_template

from voice.child import links, offline, welcome
from voice.child.pictures import PICTURES
from voice.i18n.catalogues import current
from voice.i18n.days import day_of
from voice.people.permissions import anyone
from voice.safety import clock
from voice.storage.session import session
from voice.storage.types import now
from voice.web import assets, house


def add_to(blueprint: Blueprint) -> None:
    """Give these their addresses."""
    blueprint.add_url_rule("/rest/<stamp>", "rest", rest)
    blueprint.add_url_rule("/sw.js", "service_worker", service_worker)
    blueprint.add_url_rule("/offline/<token>.json", "offline", needed)
    blueprint.add_url_rule("/next.json", "next_steps", next_steps)


@anyone
def rest(stamp: str) -> Response:
    """What follows the first screen of every form; kept for good under the newest stamp."""
    body = render_template("child/rest.html", locale=current(), pictures=PICTURES)
    answer = make_response(body)
    if stamp == offline.version():
        answer.cache_control.public = True
        answer.cache_control.max_age = assets.YEAR
        answer.cache_control.immutable = True
    return answer


@anyone
def service_worker() -> Response:
    """The script that answers in the network's stead."""
    answer = make_response(offline.worker_script())
    answer.mimetype = "text/javascript"
    return answer


@anyone
def needed(token: str) -> Response:
    """Everything that this link needs without a network."""
    link = links.find(session(), token)
    if link is None or not links.is_open(link, now()):
        abort(404)
    opened = welcome.opened(session(), link, current().code, house.config().council)
    return jsonify(version=offline.version(), urls=offline.pages(token, opened.offered()))


@anyone
def next_steps() -> Response:
    """The three steps, with the days as they are counted now."""
    read = clock.add_working_days(now(), house.config().read_days)
    day = day_of(read)
    steps = welcome.what_happens_next(day, current().code)
    return jsonify([{"when": when, "what": what} for when, what in steps])
