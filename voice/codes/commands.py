"""Take the codebook out and bring codes in, on the command line."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voice.codes import book_csv, book_qdc, brought, labels, recoding
from voice.codes.forms import LONGEST_WHY, brought_in
from voice.codes.recoding import Diff
from voice.config import Config
from voice.i18n.catalogues import compile_stale
from voice.storage.keystore import Keystore
from voice.storage.session import open_engine, transaction
from voice.themes import in_use
from voice.themes.changes import Change, Unfit
from voice.themes.codebook import codebook


@click.group("codebook")
def book() -> None:
    """The codebook of this installation."""


@book.command("export")
@click.option("--format", "kind", type=click.Choice(["csv", "qdc"]), default="csv")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="The file.")
def take_out(kind: str, to: Path | None) -> None:
    """Write the whole codebook: a spreadsheet with all phrases, or REFI-QDA without them."""
    with in_use.of(open_engine(Config.from_environment().main_database)):
        found = codebook()
        body = book_qdc.written(found) if kind == "qdc" else book_csv.written(found).encode()
    if to is None:
        click.echo(body, nl=False)
        return
    to.write_bytes(body)
    click.echo(f"{to}: version {found.number}, {len(found.every)} codes.")


@book.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Only say what it would move; the default.")
@click.option("--apply", "make", is_flag=True, help="Make the change.")
@click.option("--why", default="", help="Why it is made; needed with --apply.")
def bring_in(file: Path, preview: bool, make: bool, why: str) -> None:
    """Bring in codes from a CSV or .qdc file; what the file does not say stays as it is."""
    if preview and make:
        raise click.UsageError("Choose one: --preview or --apply.")
    if make and not 0 < len(why.strip()) <= LONGEST_WHY:
        raise click.UsageError("Say --why, in at most 300 letters.")
    compile_stale()
    config = Config.from_environment()
    engine = open_engine(config.main_database)
    with in_use.of(engine):
        try:
            change = _drafted(engine, config, file)
            if make:
                with transaction(engine) as own:
                    number = in_use.make(own, change, "command", why.strip())
                click.echo(f"Change {number} is made. Every answer is read again.")
        except Unfit as fault:
            raise click.ClickException(str(fault)) from fault


def _drafted(engine: Engine, config: Config, file: Path) -> Change:
    """The change that a file makes; says what it would move."""
    with file.open("rb") as opened:
        content = opened.read(brought.LARGEST + 1)
    with Session(engine.execution_options(writing=False)) as reading:
        taken = in_use.taken(reading)
        change = brought_in(content, file.name, codebook(), taken, labels.others(config))
        draft = in_use.draft(reading, change)
    for line in labels.lines(change, draft.new):
        click.echo(f"{line.what}: {line.detail}" if line.detail else line.what)
    _say(recoding.diff(engine, Keystore(config.data), draft.books, change))
    return change


def _say(diff: Diff) -> None:
    part = f" of the newest {diff.read} of {diff.total}" if diff.is_part else ""
    click.echo(f"This change moves {diff.moved} answers{part}.")
    for move in diff.moves:
        click.echo(f"  {move.theme}: {move.gained} more, {move.lost} fewer")
