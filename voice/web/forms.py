"""The base of every staff form: Flask-WTF with CSRF, and messages in the reader's language."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import Field

from voice.i18n.catalogues import say, say_many


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


def typed(field: Field) -> str:
    """What was typed into a field of text; empty for nothing."""
    return str(field.data or "")
