"""An installation that is no demonstration, and people who can really sign in to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.apps import an_app
from tests.people.steps import PASSWORD, Member
from voice.config import Config
from voice.people import accounts, passwords
from voice.people.accounts import Held
from voice.people.models import Role
from voice.storage.session import engine_of, transaction

_LEAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(autouse=True)
def least_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hash with as little work as it can be; `full_work` is for who measures the work."""
    monkeypatch.setattr(passwords, "_HASHER", _LEAST)
    monkeypatch.setattr(passwords, "_NOBODY", _LEAST.hash("nobody has this password"))


@pytest.fixture
def full_work(least_work: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords hashed as in earnest."""
    monkeypatch.undo()


@pytest.fixture
def real(app: Flask, config: Config) -> Iterator[Flask]:
    """The same database as `app`, without the demonstration."""
    with an_app(replace(config, demo=False)) as made:
        yield made


@pytest.fixture
def visitor(real: Flask) -> FlaskClient:
    """A browser without JavaScript, nobody signed in."""
    return real.test_client()


@pytest.fixture
def officer_in(real: Flask) -> Member:
    """A participation officer with a password and a code app."""
    return member(real, Role.OFFICER)


@pytest.fixture
def admin_in(real: Flask) -> Member:
    """An administrator with a password and a code app."""
    return member(real, Role.ADMIN)


def member(app: Flask, role: Role) -> Member:
    """Somebody with this role, a password and a code app."""
    with transaction(engine_of(app)) as db:
        worker = accounts.add(db, "test", f"A {role}", f"{role}@demo.example", [Held(role)])
        accounts.set_password(db, worker, PASSWORD)
        made = Member(worker.id, worker.email or "", app)
    made.enrol()
    return made


@pytest.fixture
def own(app: Flask) -> Iterator[Session]:
    """A session that sees what is committed now."""
    with Session(engine_of(app).execution_options(writing=False)) as session:
        yield session
