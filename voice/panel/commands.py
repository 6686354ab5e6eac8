"""Write a published pack to files from the command line."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.config import Config
from voice.panel import files
from voice.panel.models import AUDIENCES, Pack
from voice.storage import trail
from voice.storage.session import open_engine, transaction
from voice.themes import in_use

_NAMES = {kind: f"pack.{kind}" for kind in files.KINDS} | {
    "poster": "poster.pdf",
    "easy": "pack-easy.pdf",
}


@click.group()
def panel() -> None:
    """What the panel and the boards read."""


@panel.command()
@click.option("--period", required=True, help='The quarter, for instance "2026-Q3".')
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="youth_panel", show_default=True)
@click.option("--language", default="", help="Language of the words; that of the pack by default.")
def pack(period: str, out: Path, audience: str, language: str) -> None:
    """Write pack.html, pack.pdf, pack.pptx, pack.xlsx, pack.json, poster.pdf and pack-easy.pdf."""
    config = Config.from_environment()
    engine = open_engine(config.main_database)
    with Session(engine.execution_options(writing=False)) as session:
        found = _published(session, period, audience)
    if language and language not in config.languages:
        raise click.ClickException(f"{language} is not offered: {' '.join(config.languages)}.")
    code = language or found.language
    out.mkdir(parents=True, exist_ok=True)
    with in_use.of(engine):
        for kind, name in _NAMES.items():
            (out / name).write_bytes(files.made(found, kind, code).body)
    with transaction(engine) as own:
        trail.write(own, "command", "panel.pack_taken", f"pack:{found.id}", kind="all")
    click.echo(f"Seven files of {period} are in {out}.")


def _published(session: Session, period: str, audience: str) -> Pack:
    query = select(Pack).filter_by(period=period, audience=audience, state="published")
    found = session.scalars(query.order_by(Pack.id)).first()
    if found is None:
        raise click.ClickException(f"No pack for {audience} is published for {period}.")
    return found
