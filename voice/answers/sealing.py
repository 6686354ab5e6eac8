"""Seal and open the texts of one response with its own key."""

from __future__ import annotations

from voice.answers.models import Response
from voice.storage.keys import Place, open_sealed, seal


def seal_text(key: bytes, response: Response, column: str, text: str) -> bytes | None:
    """A text sealed to its place in this response; None for no text."""
    return seal(key, text.encode(), _place(response, column)) if text else None


def open_text(key: bytes, response: Response, column: str, envelope: bytes | None) -> str:
    """The text that `seal_text` sealed; an empty string where there is none."""
    if envelope is None:
        return ""
    return open_sealed(key, envelope, _place(response, column)).decode()


def _place(response: Response, column: str) -> Place:
    table, _, name = column.partition(".")
    return Place(table, name, response.id, response.key_id)
