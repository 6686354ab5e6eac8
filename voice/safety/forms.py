"""What a person does with an alert, as forms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from wtforms import BooleanField, DateTimeLocalField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from voice.i18n.catalogues import later, say
from voice.i18n.days import LONDON
from voice.safety.decisions import Decision
from voice.safety.told import DECISIONS
from voice.web.forms import BaseForm

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later


class DecideForm(BaseForm):
    """What was decided, and why."""

    decision = RadioField(
        _("What did you decide?"),
        choices=[SelectChoice(key, text) for key, text in DECISIONS.items()],
        validators=[InputRequired(message=_("Choose what you decided."))],
    )
    reason = TextAreaField(
        _("Why?"),
        validators=[
            InputRequired(message=_("Write why, in a sentence.")),
            Length(max=2000, message=_("Make it shorter: 2,000 characters at most.")),
        ],
    )
    # Without "Optional", which would stop before the rule that a referral needs them.
    to = StringField(_("Referred to whom?"), validators=[Length(max=200)])
    when = DateTimeLocalField(
        _("When?"), format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], validators=[Optional()]
    )
    others = BooleanField(_("Decide the other alerts of this answer the same way"))

    def validate_to(self, field: Field) -> None:
        """A referral needs somebody."""
        if self.decision.data == "referred" and not (field.data or "").strip():
            raise ValidationError(say("Write to whom you referred it."))

    def validate_reason(self, field: Field) -> None:
        """Spaces are no reason."""
        if not (field.data or "").strip():
            raise ValidationError(say("Write why, in a sentence."))

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form; and a referral without a day has its error beside the day."""
        sound: bool = super().validate(extra_validators)
        if self.decision.data == "referred" and self.when.data is None:
            self.when.errors = [*self.when.errors, say("Say when you referred it.")]
            return False
        return sound

    def decided(self) -> Decision:
        """The decision as plain values; times are London's."""
        when: datetime | None = self.when.data
        return Decision(
            self.decision.data,
            self.reason.data or "",
            self.to.data or "",
            when.replace(tzinfo=LONDON).astimezone(UTC) if when else None,
        )
