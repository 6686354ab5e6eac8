"""The control of the test of the logs: our server as it would be without its allow-list of keys.

`python -m tests.careless FOLDER PORT` logs what any program logs that nobody thought about: the
whole address, who sent it, what was posted, and libraries' messages in full.
"""

from __future__ import annotations

import logging
import sys

import structlog
from flask import Response, request

from tests.served import Served, serve
from voice.web import logs


class Careless(Served):
    """A server whose log is worth stealing."""

    program = "tests.careless"


_log = structlog.wrap_logger(logs._Terminal(), processors=[structlog.processors.JSONRenderer()])


def _tell(response: Response) -> Response:
    _log.info(
        "request",
        address=request.full_path,
        headers=dict(request.headers),
        posted=request.form.to_dict(),
        body=request.get_data(as_text=True)[:2_000],
        status=response.status_code,
    )
    return response


class _Whole(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        _log.error("library", message=record.getMessage())


if __name__ == "__main__":
    logs._tell = _tell
    logs._Reduced = _Whole  # type: ignore[misc,assignment]
    serve(*sys.argv[1:])
