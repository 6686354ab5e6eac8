"""The file of an export: a workbook with a sheet for each form, or one table as CSV. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voice.answers.export_columns import Layout, Told
from voice.i18n.catalogues import say
from voice.i18n.days import local
from voice.web.sheets import Table, csv_text, xlsx

#: What may be fetched, and what a browser is told it is.
KINDS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself."""

    request: str
    made_at: datetime
    rows: int
    left_out: int


@dataclass(frozen=True, slots=True)
class File:
    """A file as a browser saves it."""

    name: str
    kind: str
    body: bytes


def made(kind: str, layout: Layout, told: Sequence[Told], about: About) -> File:
    """The file in one of KINDS; a name that says no more than that it holds answers."""
    name = f"answers-{local(about.made_at):%Y-%m-%d-%H%M}.{kind}"
    if kind == "csv":
        return File(name, KINDS[kind], csv_text(layout.in_one(told, "answers")).encode())
    # A sheet cannot be called by the form's long title; its key is what staff call it.
    tables = (*layout.by_form(told, {}), _about(about))
    return File(name, KINDS[kind], xlsx(tables))


def _about(about: About) -> Table:
    made_at = f"{local(about.made_at):%Y-%m-%d %H:%M}"
    return Table(
        say("About this file"),
        (say("What"), say("Says")),
        [
            (say("Export"), about.request),
            (say("Made"), made_at),
            (say("Answers in it"), str(about.rows)),
            (say("Left out, because an alert waits for a decision"), str(about.left_out)),
            (
                say("Please"),
                say(
                    "These are children's own words. Keep the file where only you can open it, "
                    "and delete it when you have done what you asked it for."
                ),
            ),
        ],
    )
