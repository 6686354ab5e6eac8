"""What every test may ask for: settings in a folder of its own, an app, a client, a database.

A test that asks for `either_engine` runs twice, on SQLite and on PostgreSQL; the other fixtures
follow. In continuous integration (the variable CI) nothing that the house promises may be skipped.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, make_url
from sqlalchemy.orm import Session

from tests import databases, memory
from tests.apps import an_app
from tests.chromium import browser, opener, playwright
from tests.served import Served
from voice.config import Config
from voice.storage.keystore import Keystore
from voice.storage.session import engine_of

__all__ = ["browser", "opener", "playwright"]
_NEVER_SKIPPED = ("browser", "postgresql")


def pytest_configure() -> None:
    """Before anything is written."""
    memory.lend()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, pytest.TestReport]:
    """In continuous integration, a browser or PostgreSQL test that did not run has failed."""
    report: pytest.TestReport = yield
    needed = any(item.get_closest_marker(name) for name in _NEVER_SKIPPED)
    if report.skipped and needed and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in continuous integration: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the newest shape with the library published: copy it, never change it."""
    return databases.make_folder(tmp_path_factory.mktemp("furnished"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of this test process's own."""
    with databases.postgresql_server() as address:
        yield address


@pytest.fixture(scope="session")
def furnished_postgresql(postgresql: str) -> Iterator[str]:
    """The name of a database of the newest shape with the library published: a template."""
    with databases.postgresql_database(postgresql) as address:
        databases.furnish(address)
        yield str(make_url(address).database)


@pytest.fixture
def empty_postgresql(postgresql: str) -> Iterator[str]:
    """The address of a database without tables."""
    with databases.postgresql_database(postgresql) as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def either_engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Run the test on both engines; the address, empty for SQLite in the data folder."""
    if request.param == "sqlite":
        yield ""
        return
    server = request.getfixturevalue("postgresql")
    template = request.getfixturevalue("furnished_postgresql")
    with databases.postgresql_database(server, template) as address:
        yield address


@pytest.fixture
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """Settings of a fresh installation."""
    both = "either_engine" in request.fixturenames
    address = request.getfixturevalue("either_engine") if both else ""
    return Config(data=tmp_path / "var", database_url=address, demo=True, https=False)


@pytest.fixture
def app(config: Config, furnished: Path) -> Iterator[Flask]:
    """An app with an empty database of the newest shape and the library published."""
    databases.copy_folder(furnished, config.data)
    with an_app(config) as made:
        yield made


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The app's database."""
    return engine_of(app)


@pytest.fixture
def keystore(app: Flask) -> Keystore:
    """The app's keys."""
    found: Keystore = app.extensions["voice.keystore"]
    return found


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session of one's own."""
    with Session(engine, expire_on_commit=False) as own:
        yield own


@pytest.fixture
def served(config: Config, furnished: Path) -> Iterator[Served]:
    """The real server, in a process and a data folder of its own."""
    databases.copy_folder(furnished, config.data)
    with Served(config) as running:
        yield running
