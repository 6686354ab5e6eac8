"""Keep the catalogues in step with the product, and say where each language stands."""

from __future__ import annotations

import click

from voice.config import Config
from voice.i18n import extract as texts
from voice.i18n.locales import locale

#: Offered languages other than the one the texts are written in.
_SOURCE = "en"


@click.group()
def i18n() -> None:
    """Extract, update and check the translations."""


@i18n.command("extract")
def extract_command() -> None:
    """Write the templates of both catalogues anew."""
    for domain, catalogue in texts.catalogues().items():
        path = texts.template_path(domain)
        path.write_bytes(texts.written(catalogue))
        click.echo(f"{path.name}: {len(catalogue)} texts")


@i18n.command()
def update() -> None:
    """Bring new texts into every language's catalogue and take gone ones out."""
    for domain, template in texts.catalogues().items():
        for code in _languages(domain):
            path = texts.catalogue_path(domain, code)
            catalogue = texts.read(path, code)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(texts.written(catalogue))


@i18n.command()
def check() -> None:
    """Fail when a template is stale or a child's catalogue is not complete."""
    faults = [*_stale(), *_incomplete(), *_broken()]
    if faults:
        raise click.ClickException("\n" + "\n".join(faults))
    click.echo("The catalogues are complete and up to date.")


@i18n.command()
def status() -> None:
    """Say how far each language is."""
    for code in Config.from_environment().languages:
        spoken = locale(code)
        parts = [f"{domain} {_done(domain, code)}" for domain in ("child", "messages")]
        click.echo(f"{code:8} {spoken.english_name:20} {spoken.state:14} {'  '.join(parts)}")


def _languages(domain: str) -> list[str]:
    """The staff's catalogue is kept for languages that have begun one; the child's for all."""
    offered = [code for code in Config.from_environment().languages if code != _SOURCE]
    if domain == "child":
        return offered
    return [code for code in offered if texts.catalogue_path(domain, code).exists()]


def _stale() -> list[str]:
    return [
        f"{domain}.pot is not up to date: run `voice i18n extract` and `voice i18n update`"
        for domain, catalogue in texts.catalogues().items()
        if texts.read(texts.template_path(domain)) is None
        or _ids(texts.read(texts.template_path(domain))) != _ids(catalogue)
    ]


def _incomplete() -> list[str]:
    faults = []
    wanted = _ids(texts.catalogues()["child"])
    for code in _languages("child"):
        catalogue = texts.read(texts.catalogue_path("child", code), code)
        have = {str(message.id) for message in catalogue if message.id and message.string}
        faults += [f"{code}: not translated: {text!r}" for text in sorted(wanted - have)]
    return faults


def _broken() -> list[str]:
    """A translation that lost or gained a placeholder would break the page."""
    faults = []
    for code in _languages("child"):
        catalogue = texts.read(texts.catalogue_path("child", code), code)
        faults += [
            f"{code}: placeholders differ: {message.id!r}"
            for message in catalogue
            if message.id and message.string and _holes(message.id) != _holes(message.string)
        ]
    return faults


def _holes(text: object) -> list[str]:
    return sorted(part.split(")")[0] for part in str(text).split("%(")[1:])


def _ids(catalogue: object) -> set[str]:
    return {str(message.id) for message in catalogue if message.id}  # type: ignore[attr-defined]


def _done(domain: str, code: str) -> str:
    if code == _SOURCE:
        return "source"
    catalogue = texts.read(texts.catalogue_path(domain, code), code)
    total = len(_ids(texts.catalogues()[domain]))
    have = sum(1 for message in catalogue if message.id and message.string)
    return f"{have}/{total}"
