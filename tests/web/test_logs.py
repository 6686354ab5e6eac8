"""Logs say that something happened and never what was sent: 300 canaries, and none is found.

The real server writes its log; the canaries go in by every way that a browser, a child or a
stranger has: valid, invalid, too large, into an error of ours, and with the database down.
"""

from __future__ import annotations

import http.client
import json
import logging
import socket
import sqlite3
import sys
import threading
import uuid
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_link, a_worker, signed_in
from tests.databases import copy_folder
from tests.served import Served
from voice.config import Config
from voice.people.models import Role
from voice.web import logs

_HOME: Final = "203.0.113.77"


class Canaries:
    """Words that occur nowhere else, each used once."""

    def __init__(self) -> None:
        self._count, self.sung = count(1), list[str]()

    def one(self) -> str:
        """The next canary."""
        self.sung.append(f"kanari{next(self._count):04d}{uuid.uuid4().hex[:6]}")
        return self.sung[-1]

    def found_in(self, text: str) -> list[str]:
        """Those that somebody heard."""
        return [each for each in self.sung if each in text]


class Line:
    """Requests to a server, each with canaries in all that a browser may send."""

    def __init__(self, server: Served, birds: Canaries, token: str) -> None:
        self._port, self._birds, self._token = server.port, birds, token

    def send(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> int:
        """One request; its status."""
        headers = {
            "User-Agent": self._birds.one(),
            "Referer": f"http://x.example/{self._birds.one()}",
            "Cookie": f"voice={self._birds.one()}",
            "X-Forwarded-For": _HOME,
            "Content-Type": kind or "application/x-www-form-urlencoded",
        }
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            line.request(method, f"{path}?lang={self._birds.one()}", body, headers)
            answer = line.getresponse()
            answer.read()
            return answer.status
        except (ConnectionError, http.client.HTTPException):
            return 0  # refused before it was read to the end
        finally:
            line.close()

    def every_door(self) -> set[int]:
        """Words to each page that takes any; the statuses that came back."""
        say = self._birds.one
        words = urlencode({"a-going_well": say(), "ticket": say(), "contact": say()}).encode()
        who = urlencode({"name": say(), "password": say(), "code": say()}).encode()
        sealed, envelope = "application/voice-sealed", say().encode() * 9
        parts = b'--x\r\nContent-Disposition: form-data; name="a-going_well"\r\n\r\n'
        parts += say().encode() + b"\r\n--x--\r\n"
        return {
            self.send("GET", f"/f/{self._token}"),
            self.send("POST", f"/f/{self._token}", words),
            self.send("POST", f"/f/{self._token}", parts, "multipart/form-data; boundary=x"),
            self.send("GET", f"/f/{say()}"),
            self.send("POST", f"/f/{say()}", words),
            self.send("GET", f"/{say()}/{say()}"),
            self.send("POST", "/in", envelope, sealed),
            self.send("POST", "/in", envelope, "text/plain"),
            self.send("POST", "/receipt", who),
            self.send("POST", "/sign-in", who),
            self.send("POST", "/sign-in/code", who),
            self.send("GET", f"/join/{say()}"),
            self.send("GET", f"/work/answers/{say()}"),
            self.send("PUT", f"/static/{say()}", words),
        }

    def too_large(self) -> set[int]:
        """More than is taken."""
        lump = (f"a-going_well={self._birds.one()}" + "x" * 1_200_000).encode()
        doors = (f"/f/{self._token}", "/sign-in", "/receipt")
        sealed = self.send("POST", "/in", lump, "application/voice-sealed")
        return {sealed, *(self.send("POST", door, lump) for door in doors)}

    def not_http(self) -> None:
        """What gunicorn itself refuses."""
        say = self._birds.one
        for raw in (
            f"GET /{say()} NONSENSE/{say()}\r\n\r\n",
            f"{say()} \x00 {say()}\r\n\r\n",
            f"POST /f/{say()} HTTP/1.1\r\nHost: a\r\nContent-Length: {say()}\r\n\r\n",
            f"GET / HTTP/1.1\r\nHost: a\r\n{say()} : {say()}\r\n\r\n",
            f"POST /in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: {say()}\r\n\r\n",
            f"{say().upper()} / HTTP/1.1\r\nHost: a\r\n\r\n",
            f"POST /in HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n{say()}",
        ):
            with socket.create_connection(("127.0.0.1", self._port), timeout=10) as line:
                line.sendall(raw.encode("latin-1"))
                line.shutdown(socket.SHUT_WR)
                line.recv(4096)


def _sent_whole(server: Served, birds: Canaries, token: str) -> None:
    """A child's form that is kept."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", f"/f/{token}")
    page = line.getresponse().read().decode()
    ticket = page.split('name="ticket"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    body = urlencode({"ticket": ticket, "a-going_well": f"My dog is {birds.one()}."})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", f"/f/{token}", body, kind)
    assert line.getresponse().status == 303
    line.close()


def _break_tables(server: Served) -> None:
    """From here on, whatever keeps an answer or asks who signs in is an error of ours."""
    with sqlite3.connect(server.config.data / "voice.db") as database:
        for table in ("answers", "links", "tries", "sign_ins", "receipt_marks", "invites"):
            database.execute(f"ALTER TABLE {table} RENAME TO gone_{table}")
    database.close()


def _lines(log: str) -> Iterator[dict[str, object]]:
    for line in log.splitlines():
        found = json.loads(line)
        assert isinstance(found, dict)
        yield found


def _everything(server: Served) -> str:
    assert _HOME not in server.log
    for line in _lines(server.log):
        assert set(line) <= set(logs.KEYS), line
    return server.log


@pytest.fixture
def birds() -> Canaries:
    return Canaries()


def test_three_hundred_canaries_leave_no_trace_in_any_log(
    served: Served, birds: Canaries, tmp_path: Path, furnished: Path
) -> None:
    with served.session() as session, session.begin():
        token = a_link(session).token
    line = Line(served, birds, token)
    for _ in range(2):
        _sent_whole(served, birds, token)
        assert max(line.every_door()) < 500
    assert 413 in line.too_large()
    line.not_http()
    _break_tables(served)
    assert 500 in line.every_door()
    log = _everything(served)

    down = tmp_path / "down"
    copy_folder(furnished, down)
    nowhere = "postgresql://voice:secret@127.0.0.1:1/voice"
    with Served(Config(data=down, database_url=nowhere)) as fallen:
        beside = Line(fallen, birds, token)
        assert 500 in beside.every_door()
        assert 500 in beside.every_door()
        beside.too_large()
        log += _everything(fallen)
        assert "secret" not in fallen.log

    assert len(birds.sung) >= 300
    assert birds.found_in(log) == []
    events = {str(each["event"]) for each in _lines(log)}
    assert {"request", "trouble"} <= events


def test_a_request_is_one_line_with_its_template_and_its_time(
    app: Flask, client: FlaskClient, session: Session, capfd: pytest.CaptureFixture[str]
) -> None:
    token = a_link(session).token
    signed_in(client, session, a_worker(session, Role.OFFICER))
    capfd.readouterr()
    client.get(f"/f/{token}")
    client.get("/work")
    client.get("/no/such/page")
    client.open("/work", method="KANARI")
    lines = list(_lines(capfd.readouterr().err))
    assert [(each["route"], each["status"], each["role"]) for each in lines] == [
        ("/f/<token>", 200, "child"),
        ("/work", 200, "officer"),
        ("none", 404, "officer"),
        ("none", 405, "officer"),
    ]
    assert lines[3]["method"] == "other"
    assert all(isinstance(each["ms"], float) for each in lines)


def test_an_error_has_the_same_reference_on_the_page_and_in_the_log(
    app: Flask, client: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    def _fall() -> str:
        raise ValueError("kanari said something")

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["people.sign_in"] = _fall
    page = client.get("/sign-in")
    told = capfd.readouterr().err
    trouble, asked = list(_lines(told))
    assert page.status_code == 500
    assert trouble["event"] == "trouble"
    assert trouble["kind"] == "ValueError"
    assert str(trouble["reference"]) in page.text
    assert asked["reference"] == trouble["reference"]
    assert any("_fall" in frame for frame in trouble["trace"])  # type: ignore[attr-defined]
    assert "kanari" not in told + page.text


@pytest.fixture
def begun() -> Iterator[None]:
    """A process as the server begins it, put back afterwards."""
    root, hooks = logging.root, (sys.excepthook, sys.unraisablehook, threading.excepthook)
    handlers, level = root.handlers[:], root.level
    names = {
        name: (each.handlers[:], each.propagate)
        for name in root.manager.loggerDict
        for each in [logging.getLogger(name)]
    }
    shown = warnings.showwarning
    logs.begin()
    yield
    logging.captureWarnings(capture=False)
    warnings.showwarning = shown
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, (own, propagate) in names.items():
        logging.getLogger(name).handlers[:] = own
        logging.getLogger(name).propagate = propagate
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


@pytest.mark.usefixtures("begun")
def test_what_a_library_logs_is_cut_down_to_its_place(capfd: pytest.CaptureFixture[str]) -> None:
    try:
        raise KeyError("kanari")
    except KeyError:
        logging.getLogger("gunicorn.error").exception("Invalid request from ip=%s", "kanari")
    logging.getLogger("some.library").info("kanari")
    found = list(_lines(capfd.readouterr().err))
    assert len(found) == 1
    assert (found[0]["logger"], found[0]["kind"]) == ("gunicorn.error", "KeyError")
    assert "kanari" not in json.dumps(found)


@pytest.mark.usefixtures("begun")
def test_whatever_falls_says_only_where(capfd: pytest.CaptureFixture[str]) -> None:
    def _fall() -> None:
        raise ValueError("kanari")

    thread = threading.Thread(target=_fall)
    thread.start()
    thread.join()
    try:
        _fall()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    found = list(_lines(capfd.readouterr().err))
    assert [(each["event"], each["kind"]) for each in found] == [("fallen", "ValueError")] * 2
    assert "kanari" not in json.dumps(found)
