"""Run the app and its worker: for one small machine together, for bigger ones apart."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from voice.actions import remind
from voice.answers import purge
from voice.app import create_app
from voice.config import FACES, Config, variable
from voice.migrations.commands import is_current
from voice.safety import screen, watch
from voice.storage.keystore import Keystore
from voice.storage.session import open_engine
from voice.themes import learnt
from voice.themes.meaning import Meaning
from voice.themes.run import work_forever
from voice.web import logs

#: Seconds between two looks for answers not yet themed, and for alerts that climbed.
_PAUSE = 2.0
#: Seconds between two looks for leads to remind and children to tell.
_REMINDED = 30.0
#: Seconds that a message on its way may take when the worker is stopped; then it is sent again.
_PATIENCE = 5.0


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told in code what it would otherwise read from a file."""

    def __init__(self, config: Config, port: int, processes: int, host: str) -> None:
        self._config, self._port, self._processes, self._host = config, port, processes, host
        super().__init__()

    def load_config(self) -> None:
        """Threads, because requests wait for the disk; few processes: SQLite has one pen."""
        self.cfg.set("bind", f"{self._host}:{self._port}")
        self.cfg.set("workers", self._processes)
        self.cfg.set("threads", 8)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("worker_tmp_dir", _memory_folder())
        self.cfg.set("accesslog", None)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("control_socket_disable", True)
        # Whom to believe about addresses and https is said once, by VOICE_PROXIES.
        self.cfg.set("forwarded_allow_ips", "")
        self.cfg.set("graceful_timeout", 5)

    def load(self) -> Any:
        """The app, made in the serving process: no database connection crosses a fork."""
        app = create_app(self._config)
        logs.begin()
        # So that no child waits for it; the server answers meanwhile.
        languages = self._config.languages
        threading.Thread(target=screen.make_ready, args=(languages,), daemon=True).start()
        return app


def _memory_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn's heartbeat


def run_server(config: Config, port: int, processes: int = 1, host: str = "127.0.0.1") -> None:
    """Serve until stopped."""
    _Server(config, port, processes, host).run()


@contextmanager
def worker_beside(config: Config) -> Iterator[None]:
    """A worker in a process of its own, for as long as this one lives, however it ends."""
    told = {variable("data"): str(config.data), variable("database_url"): config.database_url}
    command = [sys.executable, "-m", "voice", "worker", "--until-input-ends"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ | told)  # noqa: S603
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=10)


@click.command()
@click.option("--port", default=8000, show_default=True, help="Where to listen.")
@click.option("--host", default="127.0.0.1", show_default=True, help="On which address.")
@click.option("--processes", default=1, show_default=True, help="How many server processes.")
@click.option("--face", type=click.Choice(FACES), help="Whose pages; else as VOICE_FACE says.")
def serve(port: int, host: str, processes: int, face: str | None) -> None:
    """Serve the app; run `voice worker` beside it."""
    config = Config.from_environment()
    config = replace(config, face=face or config.face)
    engine = open_engine(config.main_database)
    if not is_current(engine):
        raise click.ClickException("The database is not up to date: run `voice db upgrade`.")
    engine.dispose()
    run_server(config, port, processes, host)


@click.command()
@click.option("--until-input-ends", is_flag=True, hidden=True)
def worker(until_input_ends: bool) -> None:
    """Theme answers as they come, call people to alerts, let go what is old, until stopped.

    Any number may run.
    """
    config = Config.from_environment()
    logs.begin()
    sender, ladder = watch.sender_of(config), watch.ladder_of(config)
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    if until_input_ends:
        threading.Thread(target=_stop_at_end, args=(stop,), daemon=True).start()
    engine = open_engine(config.main_database)
    watching = threading.Thread(
        target=watch.keep_watch, args=(engine, sender, ladder, stop, _PAUSE), daemon=True
    )
    watching.start()
    about = (engine, Keystore(config.data), sender, stop, _REMINDED)
    threading.Thread(target=remind.keep_reminding, args=about, daemon=True).start()
    threading.Thread(target=purge.keep_tidy, args=(engine, stop), daemon=True).start()
    known = _learnt_beside(config.data, stop)
    work_forever(engine, Keystore(config.data), stop, _PAUSE, known)
    watching.join(timeout=_PATIENCE)


def _learnt_beside(data: Path, stop: threading.Event) -> Meaning | None:
    """What likeness needs, learnt again if its lists have changed; that may be stopped."""
    found: list[Meaning | None] = []
    learning = threading.Thread(target=lambda: found.append(learnt.beside(data)), daemon=True)
    learning.start()
    while learning.is_alive() and not stop.is_set():
        learning.join(timeout=0.5)
    return found[0] if found else None


def _stop_at_end(stop: threading.Event) -> None:
    """Whoever started us holds our input open; when it ends, they are gone."""
    sys.stdin.read()
    stop.set()
