"""What one officer's hour costs the server: `python -m tests.bench.hour FOLDER`.

FOLDER is a copy of the demo's data (`VOICE_DATA=FOLDER voice demo`); what the acts change stays
changed there. Prints for each page and act the middle of five after one to warm up: our own
processor time in ms, the clock in ms (others may share the machine), and the statements asked of
the database.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.build import signed_in
from tests.forms import token
from voice.app import create_app
from voice.config import Config
from voice.people.models import Worker
from voice.storage.session import engine_of

_OFFICER = "officer@demo-borough.example"
_RUNS = 5
_CODE = "/work/themes/codebook"
_PAGES = (
    "/work/answers",
    "/work/answers?state=unread&language=so",
    "/work/answers?state=untranslated",
    "/work/themes",
    "/work/themes?language=so",
    "/work/themes?language=so&tier=younger",
    "/work/themes?language=en&tier=older&set_key=GS-P",
    "/work/themes?since=2026-04-01&until=2026-06-30",
    "/work/themes/listened",
    "/work/themes/listened?way=rated",
    "/work/themes/listened?way=unsure",
    "/work/themes/not_assigned",
    "/work/themes/new",
    "/work/themes/check",
    "/work/themes/blind/second",
    "/work/themes/how",
    _CODE,
    f"{_CODE}?q=listen",
    f"{_CODE}/code/listened",
    f"{_CODE}/code/listened/phrases",
    f"{_CODE}/history",
    "/work/quotes",
    "/work/quotes?theme=listened",
    "/work/packs",
    "/work/packs/1",
    "/work/themes/released",
)
_ANSWER = re.compile(r'href="(/work/answers/[0-9a-f-]{36}\?[^"]*)"')
_CORRECT = re.compile(
    r'action="(/work/themes/answers/[0-9a-f-]{36})".*?'
    r'name="question" value="(\w+)".*?value="kept:(\d+)"',
    re.DOTALL,
)

Ask = Callable[[], TestResponse]


class _Hour:
    """An officer who is signed in, and the scales."""

    def __init__(self, app: Flask) -> None:
        engine = engine_of(app)
        self._client: FlaskClient = app.test_client()
        self._asked = 0
        event.listen(engine, "before_cursor_execute", self._count)
        with Session(engine) as session:
            named = select(Worker).where(Worker.email == _OFFICER)
            signed_in(self._client, session, session.scalars(named).one())

    def _count(self, *_about: object) -> None:
        self._asked += 1

    def html(self, path: str) -> str:
        """A page, not weighed."""
        return self._client.get(path).text

    def page(self, path: str) -> None:
        """A page, asked for again and again."""
        self._line(path, [lambda: self._client.get(path)] * (_RUNS + 1))

    def act(self, name: str, sent: Iterable[tuple[str, dict[str, str]]]) -> None:
        """One act on one thing after another."""
        self._line(name, (self._sender(path, about) for path, about in sent))

    def _sender(self, path: str, about: dict[str, str]) -> Ask:
        return lambda: self._client.post(path, data=about)

    def _line(self, name: str, asks: Iterable[Ask]) -> None:
        spent, clock = [], []
        for ask in asks:
            self._asked, begun, cpu = 0, time.perf_counter(), time.process_time()
            answer = ask()
            spent.append(1000 * (time.process_time() - cpu))
            clock.append(1000 * (time.perf_counter() - begun))
            if answer.status_code not in {200, 302}:
                raise SystemExit(f"{name}: {answer.status}")
        middles = (f"{statistics.median(each[1:]):.0f}" for each in (spent, clock))
        print(f"| {name} | {' | '.join(middles)} | {self._asked} |", flush=True)


def _acts(hour: _Hour) -> Iterator[tuple[str, list[tuple[str, dict[str, str]]]]]:
    unread = [unescape(each) for each in _ANSWER.findall(hour.html("/work/answers?state=unread"))]
    doubtful = hour.html("/work/themes/check")
    pressed = {"csrf_token": token(doubtful)}
    found = _CORRECT.findall(doubtful)[: _RUNS + 1]
    yield "I have read this", [(each.replace("?", "/read?", 1), pressed) for each in unread[:6]]
    for act in ("kept:{}", "undo:{}", "removed:{}", "add", "right"):
        about = {**pressed, "theme": "rights", "place": "0-5"}
        yield (
            f"theme: {act.partition(':')[0]}",
            [(path, {**about, "question": q, "act": act.format(n)}) for path, q, n in found],
        )


def main(folder: str) -> None:
    """Print the table."""
    hour = _Hour(create_app(Config(data=Path(folder), demo=True, https=False)))
    print("| page or act | ms of CPU | ms | statements |\n| --- | --- | --- | --- |")
    for path in _PAGES:
        hour.page(path)
    opened = unescape(_ANSWER.findall(hour.html("/work/answers?state=unread"))[0])
    own = opened.partition("?")[0].rpartition("/")[2]
    hour.page(opened)
    hour.page(f"/work/themes/answers/{own}?state=unread")
    prepared = re.search(r'href="(/work/answers/[^"]+/redact/\w+)"', hour.html(_PAGES[-4]))
    if prepared:
        hour.page(prepared[1])
    for name, sent in _acts(hour):
        hour.act(name, sent)


if __name__ == "__main__":
    main(sys.argv[1])
