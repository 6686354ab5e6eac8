"""Start the demonstration, or print what can be opened in it."""

from __future__ import annotations

import json
import shutil
import socket
from dataclasses import replace
from pathlib import Path

import click
from sqlalchemy.orm import Session

from voice.config import Config
from voice.demo import children, fill, packs, people, quotes, rounds
from voice.i18n.catalogues import compile_stale
from voice.migrations.commands import upgrade
from voice.running import run_server, worker_beside
from voice.storage.keystore import Keystore
from voice.storage.session import open_engine, transaction
from voice.themes.run import code_pending

_NOTE = "demo.json"
#: The forms on which the children of Demo Borough may say an answer aloud.
_SAY_IT = ("GS-Y", "GS-P")
#: Answers themed at a time while the borough is filled.
_BATCH = 100


@click.command()
@click.option("--port", default=5000, show_default=True, help="Where to listen.")
@click.option("--fresh", is_flag=True, help="Throw the old demonstration away first.")
@click.option("--links", is_flag=True, help="Print the running demonstration's addresses as JSON.")
def demo(port: int, fresh: bool, links: bool) -> None:
    """Start Demo Borough: made-up people, two years of made-up answers."""
    config = replace(Config.from_environment(), demo=True, https=False)
    config = replace(config, say_it=config.say_it or _SAY_IT)
    if links:
        click.echo(json.dumps(_links(config), indent=2))
        return
    if fresh:
        _throw_away(config)
    _refuse_busy(port)
    _prepare(config)
    (config.data / _NOTE).write_text(json.dumps({"port": port}))
    _say_what_to_open(config, port)
    with worker_beside(config):
        run_server(config, port)


def _prepare(config: Config) -> None:
    """A database of the newest shape with the borough in it, and no connection left open."""
    compile_stale()
    engine, keystore = open_engine(config.main_database), Keystore(config.data)
    upgrade(engine)
    if not fill.is_filled(engine):
        with click.progressbar(length=children.COUNT, label="Filling Demo Borough") as bar:
            fill.fill(engine, keystore, config, lambda: bar.update(1))
        with click.progressbar(length=children.COUNT, label="Finding the themes  ") as bar:
            while done := code_pending(engine, keystore, _BATCH):
                bar.update(done)
        fill.hear_some_again(engine)
    with transaction(engine) as session:
        people.give_passwords(session)
    quotes.quote(engine, keystore, config.data)
    packs.publish_last_quarter(engine, keystore, config)
    rounds.begin(engine, keystore)
    engine.dispose()
    keystore.close()


def _links(config: Config) -> dict[str, object]:
    note = config.data / _NOTE
    if not note.exists():
        raise click.ClickException(
            "There is no demonstration here yet: start it with `voice demo`."
        )
    base = f"http://127.0.0.1:{json.loads(note.read_text())['port']}"
    engine = open_engine(config.main_database)
    with Session(engine.execution_options(writing=False)) as session:
        return {
            "child": {key: f"{base}/f/{token}" for key, token in fill.child_links(session).items()},
            "staff": f"{base}/sign-in",
            "panel": f"{base}/panel",
            "accounts": people.accounts(session),
        }


def _say_what_to_open(config: Config, port: int) -> None:
    found = _links(config)
    child = found["child"]
    click.echo(f"\n  Voice in {config.council}: open one of these.\n")
    click.echo(f"  A child's form        {child['GS-Y']}")  # type: ignore[index]
    click.echo(f"  A young person's      {child['GS-P']}")  # type: ignore[index]
    click.echo(f"  In Arabic             {child['CP-P']}?lang=ar")  # type: ignore[index]
    click.echo(f"  Staff and panel       {found['staff']}")
    click.echo("\n  All links: voice demo --links     Stop: Ctrl+C\n")


def _refuse_busy(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as wrong:
            raise click.ClickException(
                f"Something else is using port {port}. Try: make run PORT={port + 1}"
            ) from wrong


def _throw_away(config: Config) -> None:
    if config.database_url:
        raise click.ClickException("--fresh only works with the demonstration's own SQLite file.")
    if config.data.exists():
        _refuse_real(config.data)
        shutil.rmtree(config.data)


def _refuse_real(folder: Path) -> None:
    """Never delete a folder that no demonstration made."""
    if any(folder.iterdir()) and not (folder / _NOTE).exists():
        raise click.ClickException(f"{folder} was not made by the demonstration; it stays.")
