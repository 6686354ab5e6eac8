"""What a person says about an export, as forms."""

from __future__ import annotations

from typing import Any

from wtforms import Field, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError

from voice.answers.export_file import KINDS
from voice.i18n.catalogues import later, say
from voice.web.forms import BaseForm

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
_SHORTER = Length(max=500, message=_("Make it shorter: 500 characters at most."))


class AskForm(BaseForm):
    """Why these answers should leave the house."""

    reason = TextAreaField(
        _("What do you need them for?"),
        validators=[InputRequired(message=_("Write what you need them for.")), _SHORTER],
    )

    def validate_reason(self, field: Field) -> None:
        """Spaces are no reason."""
        if not (field.data or "").strip():
            raise ValidationError(say("Write what you need them for."))


class RefuseForm(BaseForm):
    """Why they should not."""

    why = TextAreaField(
        _("Why not?"),
        validators=[InputRequired(message=_("Write why not, in a sentence.")), _SHORTER],
    )

    def validate_why(self, field: Field) -> None:
        """Spaces are no reason."""
        if not (field.data or "").strip():
            raise ValidationError(say("Write why not, in a sentence."))


class FetchForm(BaseForm):
    """Which file."""

    kind = RadioField(
        _("Which file?"),
        choices=[
            SelectChoice("xlsx", _("Excel (XLSX): the words exactly as they were written")),
            SelectChoice("csv", _("CSV: an apostrophe before words that look like a formula")),
        ],
        default=next(iter(KINDS)),
        validators=[InputRequired(message=_("Choose a file."))],
    )
