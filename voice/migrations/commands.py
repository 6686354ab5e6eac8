"""Bring the database to the newest shape, or check that it has it.

Alembic is set up here in code; there is no ini file. SQLite and PostgreSQL run the same steps.
"""

from __future__ import annotations

from importlib import resources

import click
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from voice.config import Config
from voice.storage.session import open_engine


def alembic_config(connection: Connection) -> AlembicConfig:
    """Alembic's settings for one open connection."""
    config = AlembicConfig()
    folder = resources.files("voice.migrations")
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run every step up to `to`, in one transaction."""
    with engine.begin() as connection:
        command.upgrade(alembic_config(connection), to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Run the steps back to `to`."""
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), to)


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest shape."""
    with engine.begin() as connection:
        script = ScriptDirectory.from_config(alembic_config(connection))
        found = MigrationContext.configure(connection).get_current_revision()
    return found == script.get_current_head()


@click.group()
def db() -> None:
    """Bring the database up to date, or check it."""


@db.command("upgrade")
def upgrade_command() -> None:
    """Run the migrations that are missing."""
    upgrade(open_engine(Config.from_environment().main_database))
    click.echo("The database is up to date.")


@db.command("check")
def check_command() -> None:
    """Say whether the database has the newest shape (exit 1 if not)."""
    if not is_current(open_engine(Config.from_environment().main_database)):
        raise click.ClickException("The database is not up to date: run `voice db upgrade`.")
    click.echo("The database is up to date.")
