"""Let go from a terminal what was kept long enough."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from voice.answers import purge as letting_go
from voice.config import Config
from voice.storage.session import open_engine
from voice.storage.types import now


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
def purge(dry_run: bool) -> None:
    """Let go marks of answers taken back (1 year) and answers set aside (3 months).

    `voice worker` does the same every hour.
    """
    engine = open_engine(Config.from_environment().main_database)
    if dry_run:
        with Session(engine.execution_options(writing=False)) as session:
            old = letting_go.look(session, now())
    else:
        old = letting_go.purge(engine, now(), "command")
    engine.dispose()
    click.echo(f"{'Would go' if dry_run else 'Gone'}:")
    click.echo(f"  {old.tombstones} marks of answers that children took back")
    click.echo(f"  {old.quarantined} answers set aside, {old.unsettled} of them never settled")
