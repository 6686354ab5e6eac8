"""A tablet: a Chromium with a profile of its own on the disk, whose plug can be pulled."""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from playwright.sync_api import Error, Page, Playwright

from tests.browser import chromium

_PATIENCE = 30.0
#: Tries to start, and milliseconds until a browser that started must answer.
_STARTS, _ANSWERS = 3, 20_000
Found = TypeVar("Found")
SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be")


class Tablet:
    """Starts as a context; `kill` ends every process without a word, `start` begins again."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._playwright, self.folder = playwright, folder
        self._process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self, *, restore: bool = False) -> None:
        """Start the browser on the profile as it was left, if wanted with the tabs it had."""
        for _ in range(_STARTS - 1):
            # A browser that was killed now and then comes up without answering: plug it in again.
            with contextlib.suppress(Error):
                return self._start(restore=restore)
            self._unplug()
        return self._start(restore=restore)

    def _start(self, *, restore: bool) -> None:
        if self._process is not None:
            return
        path = chromium.find()
        assert path is not None
        note = self.folder / "DevToolsActivePort"
        note.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [
                path,
                *chromium.ARGUMENTS,
                "--headless=new",
                "--remote-debugging-port=0",
                f"--user-data-dir={self.folder}",
                "--restore-last-session" if restore else "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = _port(note)
        self._browser = self._playwright.chromium.connect_over_cdp(
            f"http://127.0.0.1:{port}", timeout=_ANSWERS
        )
        self._context = self._browser.contexts[0]
        self._context.set_default_timeout(20_000)

    def page(self) -> Page:
        """A fresh tab."""
        return self._context.new_page()

    def pages(self) -> list[Page]:
        """Every open tab."""
        return self._context.pages

    def quit(self) -> None:
        """Close the browser as its own menu does: it writes down what it wants to remember."""
        assert self._process is not None
        self._browser.new_browser_cdp_session().send("Browser.close")
        self._process.wait(_PATIENCE)
        self._process = None

    def kill(self) -> None:
        """Pull the plug."""
        if self._process is not None:
            self._unplug()
            self.kills += 1

    def _unplug(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_PATIENCE)
            self._process = None

    def holding(self, canary: str) -> list[str]:
        """The profile's files in which a text lies readable, in any of several spellings."""
        wanted = [canary.encode(each) for each in SPELLINGS]
        wanted.append(base64.b64encode(canary.encode())[:-4])
        return [
            path.name for path in self._files() if any(each in path.read_bytes() for each in wanted)
        ]

    def _files(self) -> Iterator[Path]:
        return (path for path in self.folder.rglob("*") if path.is_file())


def until(found: Callable[[], Found]) -> Found:
    """What is found, as soon as it is there; the empty answer when it never comes."""
    pause = threading.Event()
    for _ in range(int(_PATIENCE / 0.05)):
        if seen := found():
            return seen
        pause.wait(0.05)
    return found()


def _port(note: Path) -> int:
    lines = until(lambda: note.read_text().splitlines() if note.exists() else [])
    if not lines:
        raise RuntimeError("the browser did not start")
    return int(lines[0])
