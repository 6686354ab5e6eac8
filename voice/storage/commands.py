"""Look after the trail from a terminal."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.orm import Session

from voice.config import Config
from voice.storage import heads
from voice.storage import trail as chain
from voice.storage.session import open_engine
from voice.storage.types import now

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def trail() -> None:
    """Check the trail of who did what."""


@trail.command()
@click.option("--head", type=_FILE, help="Hold it against the signed heads in this file, too.")
def verify(head: Path | None) -> None:
    """Walk the whole chain; exit 1 and name the place where it breaks."""
    config = Config.from_environment()
    engine = open_engine(config.main_database)
    try:
        with Session(engine.execution_options(writing=False)) as session:
            broken = chain.verify(session)
            if head and not broken:
                broken = heads.verify(session, head, heads.key_in(config.data))
    except (heads.NoHead, OSError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if broken:
        raise click.ClickException(f"Entry {broken.number}: {broken.why}.")
    click.echo("The trail is whole.")


@trail.command("head")
@click.option("--out", type=_FILE, required=True, help="The file to add a line to.")
def write_head(out: Path) -> None:
    """Add a signed line on the trail's last entry to a file: daily, and kept elsewhere."""
    config = Config.from_environment()
    engine = open_engine(config.main_database)
    try:
        with Session(engine.execution_options(writing=False)) as session:
            found = heads.head(session, now())
        heads.append(out, found.line(heads.key_in(config.data)))
    except (heads.NoHead, OSError) as wrong:
        raise click.ClickException(str(wrong)) from wrong
    click.echo(f"Head {found.number} written to {out}.")
