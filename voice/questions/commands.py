"""Check and publish question sets from a terminal."""

from __future__ import annotations

import click

from voice.config import Config
from voice.i18n.catalogues import compile_stale, speaker
from voice.questions.publish import publish
from voice.questions.shelf import BadLibrary, library
from voice.storage.session import open_engine, transaction


@click.group()
def questions() -> None:
    """Check and publish the question sets."""


@questions.command()
def check() -> None:
    """Read every set of the library and name all that is wrong (exit 1)."""
    try:
        sets = library()
    except BadLibrary as wrong:
        raise click.ClickException("\n" + "\n".join(wrong.errors)) from wrong
    for each in sets.values():
        click.echo(f"{each.key:6} version {each.version}: {len(each.questions)} questions")


@questions.command("publish")
def publish_command() -> None:
    """Freeze the library's newest versions in every language offered."""
    config = Config.from_environment()
    compile_stale()
    languages = {code: speaker(code) for code in config.languages}
    with transaction(open_engine(config.main_database)) as session:
        for each in library().values():
            publish(session, each, languages, "command")
            click.echo(f"{each.key} version {each.version}")
