"""Where sealed envelopes arrive. No cookie, no page, nothing told but what became of it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy.exc import OperationalError

from voice.child import envelope, sealed
from voice.child.sealed import Outcome
from voice.child.sealed_keys import PostKeys
from voice.people.permissions import anyone
from voice.storage.session import session
from voice.storage.types import now
from voice.web import gates, house

_KIND = "application/voice-sealed"
#: So many envelopes in ten minutes from one neighbourhood, and from all: a tablet's whole queue.
_POSTS = gates.Most(each=3000, everyone=30_000)


def add_to(blueprint: Blueprint) -> None:
    """Give these their addresses."""
    blueprint.add_url_rule("/in", "sealed_in", take_in, methods=["POST"])
    blueprint.add_url_rule("/keys.json", "keys", keys)


@anyone
def take_in() -> Response:
    """Take one envelope in."""
    if request.mimetype != _KIND:
        return _answered(415)
    if (request.content_length or 0) > envelope.LARGEST:
        return _answered(413)
    if not gates.may_try("child.sealed_in", _POSTS):
        return _answered(429)
    posted, within = request.get_data(), timedelta(days=house.config().read_days)
    try:
        outcome = sealed.take(
            session(), house.keystore(), post_keys(), house.secret(), posted, now(), within
        )
        if outcome in {Outcome.OTHER_CONTENT, Outcome.ASIDE}:
            session().commit()  # set aside, though it is answered with a refusal
    except OperationalError:
        return _answered(503)
    return _answered(outcome)


@anyone
def keys() -> Response:
    """This month's public key."""
    key = post_keys().public(now())
    return jsonify(id=key.id, key=key.key)


def post_keys() -> PostKeys:
    """The key pairs of this installation."""
    found: PostKeys | None = current_app.extensions.get("voice.post_keys")
    if found is None:
        found = current_app.extensions["voice.post_keys"] = PostKeys(house.keystore())
    return found


def _answered(status: int) -> Response:
    answer = jsonify(state="kept" if status in {200, 202, 409, 410} else "not kept")
    answer.status_code = int(status)
    if status in {429, 503}:
        answer.headers["Retry-After"] = "30"
    return answer
