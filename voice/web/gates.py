"""Too many tries at a door: wait a little, without anybody's address being kept.

A neighbourhood of the network and, for a child's link, the link itself are counted in memory. What
comes from this very machine is not: it is either a person at it, or a proxy that `VOICE_PROXIES`
does not name, behind which everybody would share one count.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from voice.web.limits import Gate


@dataclass(frozen=True, slots=True)
class Most:
    """So many tries in `seconds`: from one neighbourhood, and from everybody."""

    each: int
    everyone: int
    seconds: int = 600


#: A class of thirty sends at once; a link on a poster serves a whole borough.
LINK: Final = Most(each=120, everyone=1000)
_SIGN_IN: Final = Most(each=60, everyone=1200)
_BY_ENDPOINT: Final = {
    "people.sign_in": _SIGN_IN,
    "people.code": _SIGN_IN,
    "passkeys.sign_in": _SIGN_IN,
    "joining.join": _SIGN_IN,
    "oidc.back": _SIGN_IN,
}


def init_app(app: Flask) -> None:
    """Count each try to come in; the error page says kindly when there were too many."""
    app.before_request(_count)


def may_try(door: str, most: Most, about: str = "") -> bool:
    """Count one more try at a door, or at one thing behind it; False when there were too many."""
    if _is_here(request.remote_addr):
        return True
    kept = current_app.extensions.setdefault("voice.gates", {})
    gate: Gate = kept.setdefault(door, Gate(most.each, most.everyone, most.seconds))
    return gate.lets(request.remote_addr, about)


def _count() -> None:
    most = _BY_ENDPOINT.get(request.endpoint or "")
    if most is None or (request.method != "POST" and request.endpoint != "oidc.back"):
        return
    if not may_try(str(request.endpoint), most):
        raise TooManyRequests(retry_after=most.seconds)


def _is_here(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False
