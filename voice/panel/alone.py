"""A pack's page as one file: the same templates as the page on the web, with everything inside."""

from __future__ import annotations

import base64
from typing import Final

from jinja2 import Environment, FileSystemLoader

from voice import paths
from voice.i18n.catalogues import speaker
from voice.i18n.locales import locale
from voice.panel.wording import Told

_STYLES: Final = ("tokens", "base", "panel")


def page(told: Told, code: str) -> bytes:
    """The file."""
    made = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(speaker(code), _one, newstyle=True)  # type: ignore[attr-defined]
    made.globals["current_locale"] = lambda: locale(code)
    found = made.get_template("panel/alone.html")
    return found.render(told=told, picture=_picture, style=_style()).encode()


def _one(singular: str, _plural: str, _count: int) -> str:
    """The panel's texts have no plurals."""
    return singular


def _style() -> str:
    sheets = (paths.STATIC / "css" / f"{name}.css" for name in _STYLES)
    return _inside("text/css", "\n".join(sheet.read_text("utf-8") for sheet in sheets).encode())


def _picture(name: str) -> str:
    drawn = (paths.STATIC / "pictures" / f"{name}.svg").read_bytes()
    return _inside("image/svg+xml", drawn)


def _inside(mime: str, what: bytes) -> str:
    return f"data:{mime};base64,{base64.b64encode(what).decode()}"
