"""The real server as a process of its own, for browsers and for those who pull its plug.

`python -m tests.served FOLDER PORT` is that process.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voice.config import Config
from voice.storage.keystore import Keystore
from voice.storage.session import open_engine

_PATIENCE = 30.0


class Served:
    """One server: its address, and the same data seen from here; starts and stops as a context."""

    #: What is run; a control runs one that is built worse.
    program = "tests.served"

    def __init__(self, config: Config, *, demo: bool = True) -> None:
        self.config = replace(config, demo=demo, https=False)
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.engine: Engine = open_engine(config.main_database)
        self.keystore = Keystore(config.data)
        self._process: subprocess.Popen[bytes] | None = None
        self._log = config.data / "server.log"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.end()  # nobody looks at it any more: a farewell would only take time
        self.engine.dispose()
        self.keystore._engine.dispose()

    def session(self) -> Session:
        """A session of one's own on the server's database."""
        return Session(self.engine, expire_on_commit=False)

    @property
    def pid(self) -> int:
        """The process to which the server's own processes belong."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """What the server wrote to its terminal."""
        return self._log.read_text("utf-8")

    def start(self) -> None:
        """Start, and wait until it answers."""
        environment = {
            **os.environ,
            "VOICE_DATABASE_URL": self.config.database_url,
            "VOICE_SAY_IT": " ".join(self.config.say_it),
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.program, *self._told()],
                stdin=subprocess.PIPE,  # closed when we end, however: none is left behind
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
        _until_it_answers(self.port, self._process, self._log)

    def _told(self) -> tuple[str, str, str]:
        kind = "demo" if self.config.demo else "earnest"
        return str(self.config.data), str(self.port), kind

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End the server and all its processes; by default without a word of warning."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)
        self._process.wait(_PATIENCE)
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    try:
        line.request("GET", "/help")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def _until_it_answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    pause, latest = threading.Event(), time.monotonic() + _PATIENCE
    while time.monotonic() < latest and process.poll() is None:
        if _answers(port):
            return
        pause.wait(0.02)
    raise RuntimeError(f"the server did not start:\n{log.read_text('utf-8')}")


def _end_with_whoever_started_us() -> None:
    sys.stdin.buffer.read()
    os.killpg(os.getpgid(0), signal.SIGKILL)


def serve(folder: str, port: str, kind: str) -> None:
    """Be that process."""
    from voice.running import run_server

    address = os.environ.get("VOICE_DATABASE_URL", "")
    aloud = tuple(os.environ.get("VOICE_SAY_IT", "").split())
    config = Config(
        data=Path(folder), database_url=address, say_it=aloud, demo=kind == "demo", https=False
    )
    threading.Thread(target=_end_with_whoever_started_us, daemon=True).start()
    run_server(config, int(port))


if __name__ == "__main__":
    serve(*sys.argv[1:])
