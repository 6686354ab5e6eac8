"""Look after the trail from a terminal."""

from __future__ import annotations

import click
from sqlalchemy.orm import Session

from voice.config import Config
from voice.storage import trail as chain
from voice.storage.session import open_engine


@click.group()
def trail() -> None:
    """Check the trail of who did what."""


@trail.command()
def verify() -> None:
    """Walk the whole chain; exit 1 and name the place where it breaks."""
    engine = open_engine(Config.from_environment().main_database)
    with Session(engine.execution_options(writing=False)) as session:
        broken = chain.verify(session)
    if broken:
        raise click.ClickException(f"Entry {broken.number}: {broken.why}.")
    click.echo("The trail is whole.")
