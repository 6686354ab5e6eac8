"""The safeguards are really on, and only a request that succeeded leaves a trace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask, abort
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from tests.build import a_team
from voice.people.models import Team
from voice.people.permissions import anyone
from voice.storage import session as storage
from voice.storage.session import open_engine, transaction

WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "secure_delete": 1,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "temp_store": 2,  # MEMORY
    "busy_timeout": 10_000,
}


@pytest.mark.parametrize("pragma", WANTED)
def test_every_safeguard_of_sqlite_is_on(engine: Engine, pragma: str) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == WANTED[pragma]


def test_every_connection_has_the_safeguards(engine: Engine) -> None:
    reading = engine.execution_options(writing=False)
    with reading.connect() as one, reading.connect() as two:
        for connection in (one, two):
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_only_the_owner_may_read_the_database(engine: Engine) -> None:
    with engine.connect():
        path = Path(str(engine.url.database))
        files = [each for each in path.parent.iterdir() if each.name.startswith(path.name)]
        assert not any(each.stat().st_mode & 0o077 for each in files)


def test_a_folder_made_for_the_database_is_closed_to_others(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        open_engine(f"sqlite:///{tmp_path / 'new' / 'voice.db'}").dispose()
    finally:
        os.umask(old)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "new" / "voice.db").stat().st_mode & 0o777 == 0o600


def test_a_database_in_memory_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for address in ("sqlite://", "sqlite:///:memory:"):
        engine = open_engine(address)
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1
        engine.dispose()
    assert not list(tmp_path.iterdir())


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with engine.begin(), Session(engine.execution_options(writing=False)) as reader:
        assert reader.scalar(select(func.count()).select_from(Team)) == 0


def test_two_writers_take_turns(engine: Engine) -> None:
    with engine.connect() as other:
        other.exec_driver_sql("PRAGMA busy_timeout=1")
        other.rollback()
        with engine.begin(), pytest.raises(OperationalError, match="locked"):
            other.exec_driver_sql("SELECT 1")
    engine.dispose()


@pytest.mark.postgresql
def test_a_plain_postgresql_address_is_opened_with_psycopg(postgresql: str) -> None:
    engine = open_engine(postgresql)
    with engine.connect() as connection:
        assert connection.dialect.driver == "psycopg"
    engine.dispose()


def test_a_transaction_is_kept_when_it_ends_well(either_engine: str, engine: Engine) -> None:
    with transaction(engine) as own:
        a_team(own)
    assert _teams(engine) == 1


def test_a_transaction_that_fails_leaves_nothing(either_engine: str, engine: Engine) -> None:
    def _fails() -> None:
        with transaction(engine) as own:
            a_team(own, "one")
            a_team(own, "one")

    with pytest.raises(IntegrityError):
        _fails()
    assert _teams(engine) == 0


def test_a_request_that_succeeds_is_kept(either_engine: str, app: Flask, engine: Engine) -> None:
    _add_views(app)
    assert app.test_client().post("/team/200").status_code == 200
    assert _teams(engine) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 422])
def test_a_request_that_is_refused_leaves_nothing(app: Flask, engine: Engine, status: int) -> None:
    _add_views(app)
    app.test_client().post(f"/team/{status}")
    assert _teams(engine) == 0


def test_a_request_that_breaks_leaves_nothing(app: Flask, engine: Engine) -> None:
    _add_views(app)
    app.testing = False
    assert app.test_client().post("/team/500").status_code == 500
    assert _teams(engine) == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_never_leaves_a_trace(
    either_engine: str, app: Flask, engine: Engine, method: str
) -> None:
    _add_views(app)
    app.test_client().open("/team/200", method=method)
    assert _teams(engine) == 0


def test_a_request_has_one_session(app: Flask) -> None:
    with app.test_request_context():
        assert storage.session() is storage.session()


def test_outside_a_request_a_session_can_write(app: Flask, engine: Engine) -> None:
    with app.app_context():
        a_team(storage.session())
        storage.session().commit()
    assert _teams(engine) == 1


def _teams(engine: Engine) -> int:
    with Session(engine.execution_options(writing=False)) as session:
        return session.scalar(select(func.count()).select_from(Team)) or 0


def _add_views(app: Flask) -> None:
    @app.route("/team/<int:status>", methods=["GET", "POST", "OPTIONS"])
    @anyone
    def _team(status: int) -> tuple[str, int]:
        a_team(storage.session())
        if status == 500:
            raise RuntimeError("broken on purpose")
        if status >= 400:
            abort(status)
        return "", status
