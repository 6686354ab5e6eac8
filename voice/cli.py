"""The command `voice`: one group, to which every room adds its own commands."""

from __future__ import annotations

import click

from voice.answers.commands import purge
from voice.codes.commands import book as codebook
from voice.demo.commands import demo
from voice.i18n.commands import i18n
from voice.migrations.commands import db
from voice.panel.commands import panel
from voice.people.commands import people
from voice.questions.commands import questions
from voice.running import serve, worker
from voice.storage.commands import trail
from voice.themes.commands import analyse, themes


@click.group()
@click.version_option(package_name="voice")
def main() -> None:
    """Children's words, heard and acted on."""


for each in (
    analyse,
    codebook,
    db,
    demo,
    i18n,
    panel,
    people,
    purge,
    questions,
    serve,
    themes,
    trail,
    worker,
):
    main.add_command(each)
