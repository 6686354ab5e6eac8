"""One line of JSON for each request, with nothing in it that a child or a browser sent.

Only the keys of KEYS ever reach a log: the template of a route and never its address, the kind of
an exception and never its message. What libraries log is cut down in the same way, because their
messages may quote what was posted. gunicorn's own access log stays off.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final

import structlog
from flask import Flask, Response, g, request, request_started

#: The whole of what a log may hold.
KEYS: Final = (
    "at",
    "level",
    "event",
    "method",
    "route",
    "status",
    "ms",
    "role",
    "reference",
    "kind",
    "logger",
    "where",
    "trace",
)
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"})
_Event = structlog.typing.EventDict


class _Terminal:
    """Where lines go: the standard error of now, not the one of when this was imported."""

    def line(self, text: str) -> None:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    info = warning = error = critical = line


def _only_known(_logger: object, _name: str, event: _Event) -> _Event:
    return {key: event[key] for key in KEYS if key in event}


_log: Final = structlog.wrap_logger(
    _Terminal(),
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True, key="at"),
        _only_known,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
)


def init_app(app: Flask) -> None:
    """Log each request once, when its transaction has ended; call this before all others."""
    request_started.connect(_begin, app)
    app.after_request(_tell)


def note_role() -> None:
    """Before each request, once it is known who asks: a transaction undone forgets them later."""
    worker = g.get("worker")
    if request.blueprint == "child":
        g.role = "child"
    elif worker is not None:
        g.role = "+".join(sorted(str(role) for role in worker.roles))


def trouble(kind: type[BaseException] | None, lines: TracebackType | None, reference: str) -> None:
    """An exception: its kind, where it came through, and the word by which a person names it."""
    _log.error(
        "trouble", kind=_name(kind), route=_route(), reference=reference, trace=_frames(lines)
    )


def begin() -> None:
    """From here on, nothing that this process logs by any way holds what it was sent."""
    handler = _Reduced()
    names = list(logging.root.manager.loggerDict)
    for known in (logging.getLogger(name) for name in names):
        known.handlers.clear()
        known.propagate = True
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    sys.excepthook = lambda kind, _error, lines: _fallen(kind, lines)
    sys.unraisablehook = lambda found: _fallen(found.exc_type, found.exc_traceback)
    threading.excepthook = lambda found: _fallen(found.exc_type, found.exc_traceback)


class _Reduced(logging.Handler):
    """What a library logged, without its message."""

    def emit(self, record: logging.LogRecord) -> None:
        kind, _, lines = record.exc_info or (None, None, None)
        told: dict[str, Any] = {
            "logger": record.name,
            "where": f"{record.module}:{record.lineno}",
            "kind": _name(kind),
            "trace": _frames(lines),
        }
        _log.log(
            max(record.levelno, logging.INFO),
            "library",
            **{key: value for key, value in told.items() if value},
        )


def _fallen(kind: type[BaseException] | None, lines: TracebackType | None) -> None:
    _log.error("fallen", kind=_name(kind), trace=_frames(lines))


def _begin(_app: Flask) -> None:
    g.begun = time.perf_counter()


def _tell(response: Response) -> Response:
    took = (time.perf_counter() - g.begun) * 1000
    told: dict[str, Any] = {"reference": g.reference} if "reference" in g else {}
    _log.info(
        "request",
        method=request.method if request.method in _METHODS else "other",
        route=_route(),
        status=response.status_code,
        ms=round(took, 1),
        role=g.get("role", "nobody"),
        **told,
    )
    return response


def _route() -> str:
    return request.url_rule.rule if request.url_rule else "none"


def _name(kind: type[BaseException] | None) -> str:
    return kind.__qualname__ if kind else ""


def _frames(lines: TracebackType | None) -> list[str]:
    """Files and lines only: no code, no values."""
    found: Iterable[traceback.FrameSummary] = traceback.extract_tb(lines)
    return [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in found]


def _short(path: str) -> str:
    return "/".join(path.replace("\\", "/").split("/")[-3:])
