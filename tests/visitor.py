"""A child's browser without JavaScript, over a plain connection: quick, and it never gives up."""

from __future__ import annotations

import http.client
import re
import threading
import time
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

_TICKET = re.compile(rb'name="ticket"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="ticket"')
_THANKS = b"/thanks"
_LONGEST_WAIT = 30.0


class GaveUp(RuntimeError):
    """The server did not answer for longer than any restart takes."""


class Visitor:
    """One connection to a child's form, opened anew whenever it breaks."""

    def __init__(self, port: int, path: str) -> None:
        self._port, self._path = port, path
        self._line: http.client.HTTPConnection | None = None
        #: How often something had to be sent again.
        self.retries = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def open_form(self) -> str:
        """Open the form until it comes; the ticket inside."""
        status, body = self._until_answered("GET", "")
        found = _TICKET.search(body)
        if status != 200 or found is None:
            raise GaveUp(f"no form: {status}")
        return (found[1] or found[2]).decode()

    def send(self, ticket: str, **fields: str) -> None:
        """Send one submission until it is acknowledged with a thank-you."""
        body = urlencode({"ticket": ticket, **fields})
        latest = time.monotonic() + _LONGEST_WAIT
        while time.monotonic() < latest:
            status, answer = self._until_answered("POST", body)
            if status == 303 and answer.endswith(_THANKS):
                return
            if status < 500:
                raise GaveUp(f"refused: {status}")
            self.retries += 1
        raise GaveUp("no thank-you")

    def _until_answered(self, method: str, body: str) -> tuple[int, bytes]:
        pause, latest = threading.Event(), time.monotonic() + _LONGEST_WAIT
        while time.monotonic() < latest:
            try:
                return self._ask(method, body)
            except (OSError, http.client.HTTPException):
                self._hang_up()
                self.retries += 1
                pause.wait(0.02)
        raise GaveUp("no answer")

    def _ask(self, method: str, body: str) -> tuple[int, bytes]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self._line.request(method, self._path, body or None, headers)
        answer = self._line.getresponse()
        body_told = answer.read()
        return answer.status, (answer.headers["Location"] or "").encode() or body_told

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
