"""The base of every staff form: Flask-WTF with CSRF, and messages in the reader's language."""

from __future__ import annotations

from typing import Any

from flask import abort
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field

from voice.i18n.catalogues import say, say_many

#: No table of a council comes near so many digits, and every database takes fewer.
_LONGEST_ID = 9


class _Messages:
    """WTForms' own few messages, through our catalogue."""

    def gettext(self, text: str) -> str:
        """One message in the reader's language."""
        return say(text)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The message that fits a count."""
        return say_many(singular, plural, count)


class BaseForm(FlaskForm):  # type: ignore[misc]
    """Every staff form is one of these."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Use our catalogue rather than the library's."""

        def get_translations(self, _form: object) -> _Messages:
            """Where WTForms looks for its messages."""
            return _Messages()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            """The token without an id: a page may hold many small forms."""
            if field.name == self.csrf_field_name:
                render_kw = {**render_kw, "id": False}
            shown: Markup = super().render_field(field, render_kw)
            return shown


class Press(BaseForm):
    """A button and its token."""


def pressed() -> None:
    """Go on where one of our own buttons was pressed; anything else is a bad request."""
    if not Press().validate_on_submit():
        abort(400)


def row_id(text: str) -> int | None:
    """The id of a row that an address or a hidden field names; None for what can be none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_ID else None


def typed(field: Field) -> str:
    """What was typed into a field of text; empty for nothing."""
    return str(field.data or "")
