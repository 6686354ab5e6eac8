"""A pack as a page: the whole of it, or with `?version=easy` the easy-read version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for

from voice.i18n.catalogues import current
from voice.panel.easy import easy
from voice.panel.speech import speech
from voice.panel.told import told


def page(contents: Mapping[str, Any], fingerprint: str, **more: Any) -> str:
    """The page that was asked for, in the reader's language."""
    plain = request.args.get("version") == "easy"
    spoken = speech(current().code)
    words = (easy if plain else told)(contents, spoken, fingerprint)
    template = "panel/easy.html" if plain else "panel/page.html"
    return render_template(template, told=words, picture=picture, hear=True, **more)


def picture(name: str) -> str:
    """The address of one of our pictures."""
    return url_for("static", filename=f"pictures/{name}.svg")
