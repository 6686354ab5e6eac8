"""The migrations make exactly the tables of the models, and go back and forth with data inside."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from click.testing import CliRunner
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker
from voice.answers.models import Answer, Response
from voice.config import Config
from voice.migrations.commands import db, downgrade, is_current, upgrade
from voice.people.models import Role, Seat
from voice.safety.models import Alert
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import open_engine
from voice.tables import TABLES, metadata


def _differences(engine: Engine) -> list[Any]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [each for each in compare_metadata(context, metadata) if not _is_own(each)]


def _is_own(difference: Any) -> bool:
    """Alembic's own table is in no model."""
    return "alembic_version" in repr(difference)


def _counts(engine: Engine) -> dict[str, int]:
    with Session(engine.execution_options(writing=False)) as session:
        return {
            model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in TABLES
        }


def test_the_migrations_make_the_tables_of_the_models(either_engine: str, engine: Engine) -> None:
    assert _differences(engine) == []


def test_every_table_of_the_models_is_listed() -> None:
    assert {each.__tablename__ for each in TABLES} == set(metadata.tables)


def test_every_table_says_how_long_it_is_kept() -> None:
    assert [each.__tablename__ for each in TABLES if not getattr(each, "kept", "")] == []


def test_a_step_back_and_forth_loses_nothing(
    either_engine: str, engine: Engine, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, "Dad hit me again.")
    session.close()
    before = _counts(engine)
    assert min(before[model.__tablename__] for model in (Response, Answer, Alert)) >= 1
    downgrade(engine, "-1")
    assert not is_current(engine)
    upgrade(engine)
    assert is_current(engine)
    assert _counts(engine) == before
    with Session(engine.execution_options(writing=False)) as own:
        assert trail.verify(own) is None


def test_who_was_of_the_panel_before_there_were_bodies_is_of_the_youth_panel(
    either_engine: str, engine: Engine, session: Session
) -> None:
    a_worker(session)
    young = a_worker(session, Role.PANEL_MEMBER).id
    session.commit()
    session.close()
    downgrade(engine, "0016")
    upgrade(engine)
    with Session(engine.execution_options(writing=False)) as own:
        seats = own.execute(select(Seat.worker_id, Seat.body)).all()
    assert [tuple(each) for each in seats] == [(young, "youth_panel")]


def test_all_the_way_back_leaves_no_table(
    either_engine: str, engine: Engine, session: Session, keystore: Keystore
) -> None:
    a_response(session, keystore, "Good.")
    session.close()
    downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    assert _differences(engine) == []


@pytest.mark.postgresql
def test_an_empty_postgresql_database_is_brought_up(empty_postgresql: str) -> None:
    engine = open_engine(empty_postgresql)
    upgrade(engine)
    assert _differences(engine) == []
    engine.dispose()


def test_the_command_checks_and_upgrades(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    runner = CliRunner()
    stale = runner.invoke(db, ["check"])
    assert stale.exit_code == 1
    assert "voice db upgrade" in stale.output
    assert runner.invoke(db, ["upgrade"]).exit_code == 0
    assert runner.invoke(db, ["check"]).output == "The database is up to date.\n"
