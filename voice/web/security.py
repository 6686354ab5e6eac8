"""Headers on every response, errors included: nothing from elsewhere, nothing kept or told."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask.sessions import NullSession, SessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

from voice.web import assets

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types voice-worker",
    )
)
#: What a browser could do for a page; a page that records asks for its one power itself.
_POWERS = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{each}=()" for each in _POWERS),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class _NoSession(SessionInterface):
    """A server of the child's pages alone does not even read a cookie that staff may have."""

    def open_session(self, _app: Flask, _request: object) -> NullSession:
        return self.null_session_class()

    def save_session(self, _app: Flask, _session: object, _response: Response) -> None:
        """Nothing is kept, so nothing is set."""


def forget_sessions(app: Flask) -> None:
    """Neither read nor set the cookie of a sign-in."""
    app.session_interface = _NoSession()


def believe_proxies(app: Flask, count: int) -> None:
    """Take a visitor's address and https from so many proxies in front, and from nobody else."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=0, x_port=0, x_prefix=0
        )


def init_app(app: Flask, *, https: bool) -> None:
    """Set cookies' flags, and headers on all that leaves."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-voice" if https else "voice",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=1024 * 1024,
        MAX_FORM_PARTS=500,
    )
    app.after_request(_protect)
    if https:
        app.after_request(_insist_on_https)


def from_elsewhere() -> bool:
    """Whether another site's page sent this, as the browser says; one that says nothing is ours."""
    return request.headers.get("Sec-Fetch-Site") in {"same-site", "cross-site"}


def let_record() -> None:
    """Give this one page the microphone; the browser still asks whoever sits before it."""
    powers = _HEADERS["Permissions-Policy"].replace("microphone=()", "microphone=(self)")
    g.own_headers = {"Permissions-Policy": powers}


def let_play() -> None:
    """Let this one page play sound that comes from here."""
    g.own_headers = {"Content-Security-Policy": f"{_POLICY}; media-src 'self'"}


def _protect(response: Response) -> Response:
    response.headers.update({**_HEADERS, **g.pop("own_headers", {})})
    if not assets.may_be_kept(response):
        response.headers["Cache-Control"] = "no-store"
    return response


def _insist_on_https(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response
