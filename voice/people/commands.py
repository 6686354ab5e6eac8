"""Look after people from a terminal: the first administrator, and shutting somebody out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.config import Config, kept_secret
from voice.people import accounts, entering, invitations
from voice.people.accounts import Refused
from voice.people.models import Role, Team, Worker
from voice.storage.session import open_engine, transaction

_ACTOR = "command"


@click.group()
def people() -> None:
    """Add people, invite them, shut them out."""


@people.command("add")
@click.option("--email", required=True, help="What the person signs in with.")
@click.option("--name", required=True, help="As colleagues read it.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
)
@click.option("--team", default=None, help="Key of the team the roles hold in; without it, in all.")
def add_command(email: str, name: str, roles: tuple[Role, ...], team: str | None) -> None:
    """Add a person and print a link, good once within 72 hours, to choose a password."""
    config = Config.from_environment()
    secret = config.secret_key.encode() or kept_secret(config.data, "secret.key")
    with _writing(config) as db:
        team_id = _team(db, team)
        try:
            held = accounts.spread(map(Role, roles), [team_id] if team_id else [])
            worker = accounts.add(db, _ACTOR, name, email, held)
        except Refused as wrong:
            raise click.ClickException("Somebody has this e-mail address already.") from wrong
        link = invitations.make(db, secret, _ACTOR, worker)
    click.echo(f"{name} is added. Give them this link; it works once, within 72 hours:")
    click.echo(f"  <the address of your Voice>/join/{link}")


@people.command("disable")
@click.option("--email", required=True, help="What the person signs in with.")
def disable_command(email: str) -> None:
    """Shut a person out at once, wherever they are signed in."""
    with _writing(Config.from_environment()) as db:
        worker = db.scalar(select(Worker).where(Worker.email == entering.folded(email)))
        if worker is None:
            raise click.ClickException("Nobody has this e-mail address.")
        try:
            accounts.disable(db, _ACTOR, worker)
        except Refused as wrong:
            raise click.ClickException(
                "This is the last administrator: add another one first."
            ) from wrong
    click.echo(f"{worker.name} is shut out.")


@contextmanager
def _writing(config: Config) -> Iterator[Session]:
    engine = open_engine(config.main_database)
    try:
        with transaction(engine) as db:
            yield db
    finally:
        engine.dispose()


def _team(db: Session, key: str | None) -> int | None:
    if key is None:
        return None
    found = db.scalar(select(Team.id).where(Team.key == key))
    if found is None:
        raise click.ClickException(f"There is no team {key!r}.")
    return found
