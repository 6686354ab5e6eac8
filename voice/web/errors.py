"""When something is wrong, say so kindly, in the reader's language, and give nothing away.

A page never shows a stack trace, and the log never holds what a person typed: of an exception only
its kind and its lines are written, because its message may quote a child.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from flask import Flask, Response, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from voice.i18n.catalogues import current, later, speak
from voice.web import house, logs

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is said about one kind of trouble."""

    title: Any
    #: To a child: what to do now, in one or two short sentences.
    child: Any
    #: To an adult.
    adult: Any


_UNKNOWN: Final = Problem(
    later("Something went wrong"),
    later("It is not your fault. Please go back and try again."),
    later("Go back and try again. If it happens again, tell the person who looks after Voice."),
)
_TOO_OLD: Final = Problem(
    later("This page was open for too long"),
    later("Nothing is lost. Go back, and your words will be there. Then send them again."),
    later("Nothing is lost: press Back, and what you typed is still there. Then send it again."),
)
_PROBLEMS: Final = {
    400: Problem(
        later("We could not read that page"),
        later("Please go back and try again."),
        later("Something was missing from what was sent. Press Back, check it, and send it again."),
    ),
    403: Problem(
        later("This page is not open to you"),
        later("Ask the person who gave you the link for a new one."),
        later("Your role does not include this page. If you need it, ask your administrator."),
    ),
    404: Problem(
        later("We can't find this page"),
        later("Ask the person who gave you the link for a new one."),
        later("The address may be mistyped, or what it showed may have been removed."),
    ),
    405: Problem(
        later("This page can't be opened like that"),
        later("Please go back and try again."),
        later("It only answers when a form is sent. Go back to the form and send it again."),
    ),
    409: Problem(
        later("Someone was here just before you"),
        later("Please go back and look again."),
        later("This was changed while you had it open. Go back, look at it again, then decide."),
    ),
    413: Problem(
        later("That was too big to send"),
        later("Please go back and make it smaller."),
        later("What was sent is larger than Voice takes. Press Back and send less at once."),
    ),
    422: Problem(
        later("We could not use that"),
        later("Please go back and try again."),
        later("Something that was sent does not fit. Press Back, check it, and send it again."),
    ),
    429: Problem(
        later("Please wait a little"),
        later("There were too many tries. Wait a few minutes, then try again."),
        later("There were too many tries in a short time. Wait a few minutes, then try again."),
    ),
}


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours, and keep words out of the log."""
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(HTTPException, _wrong)

    def _log(exc_info: _ExcInfo) -> None:
        kind, _, lines = exc_info
        logs.trouble(kind, lines, _reference())

    app.log_exception = _log  # type: ignore[method-assign]


def _too_old(error: CSRFError) -> Response:
    return _page(error, _TOO_OLD)


def _wrong(error: HTTPException) -> Response:
    return _page(error, _PROBLEMS.get(error.code or 500, _UNKNOWN))


def _page(error: HTTPException, problem: Problem) -> Response:
    """The error's own headers (Allow, Retry-After), with our words as its body."""
    child = _is_a_childs()
    shown = render_template(
        "child/problem.html" if child else "web/problem.html",
        code=error.code,
        title=str(problem.title),
        message=str(problem.child if child else problem.adult),
        reference=_reference() if (error.code or 500) >= 500 else None,
        locale=current(),
    )
    answer = error.get_response()
    headers = {k: v for k, v in answer.headers if k not in {"Content-Type", "Content-Length"}}
    return Response(shown, error.code, headers, content_type="text/html; charset=utf-8")


def _is_a_childs() -> bool:
    """Whether a child may be looking: at one of their pages, or one asked for in a wrong way."""
    config = house.config()
    if request.blueprint == "child":
        return True
    if config.face != "child" and not _meant().startswith("child."):
        return False
    if "locale" not in g:
        speak(request.accept_languages.best_match(config.languages) or config.fallback_language)
    return True


def _meant() -> str:
    """The page that answers at this address to another method; empty if there is none."""
    refused = request.routing_exception
    if not isinstance(refused, MethodNotAllowed) or not refused.valid_methods:
        return ""
    adapter = current_app.create_url_adapter(request)
    method = sorted(refused.valid_methods)[0]
    return str(adapter.match(method=method)[0]) if adapter else ""


def _reference() -> str:
    """A short word by which a person can name this trouble, the same in page and log."""
    if "reference" not in g:
        g.reference = secrets.token_hex(3).upper()
    return str(g.reference)
