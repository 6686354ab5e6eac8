"""The forms of a hand-over: what to prepare, and the PIN before and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from wtforms import BooleanField, DateField, PasswordField, SelectField
from wtforms.validators import InputRequired, Optional, Regexp

from voice.child.prepared import Visit
from voice.i18n.catalogues import later, say
from voice.i18n.locales import locale
from voice.questions.kinds import Tier
from voice.storage.types import now
from voice.web.forms import BaseForm

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
_SIX = Regexp(r"^[0-9]{6}$", message=_("Type six digits."))
_PIN = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"}


class Go(BaseForm):
    """The PIN with which the tablet is taken back."""

    pin = PasswordField(
        _("Choose six digits, to take the tablet back"),
        validators=[InputRequired(message=_("Type six digits.")), _SIX],
        render_kw=_PIN,
    )


class Back(BaseForm):
    """The PIN, typed again."""

    pin = PasswordField(
        _("Your six digits"),
        validators=[InputRequired(message=_("Type six digits.")), _SIX],
        render_kw=_PIN,
    )


class Prepare(BaseForm):
    """What is prepared for a visit."""

    what = SelectField(_("Form and age"))
    language = SelectField(_("Language"))
    interpreter = BooleanField(_("An interpreter will be there"))
    month = DateField(
        _("Day of the meeting, or today"),
        validators=[InputRequired(message=_("Choose a day."))],
    )
    team = SelectField(_("Team"), validators=[Optional()])

    @classmethod
    def for_worker(
        cls,
        forms: Iterable[tuple[str, Tier, str]],
        languages: Iterable[str],
        teams: Iterable[tuple[int, str]],
    ) -> Self:
        """The form, offering what this person may prepare."""
        form = cls(month=now().date())
        form.what.choices = [
            (f"{key} {tier}", say("%(title)s (age %(tier)s)") % {"title": title, "tier": tier})
            for key, tier, title in forms
        ]
        form.language.choices = [
            (code, f"{locale(code).name} · {locale(code).english_name}") for code in languages
        ]
        form.team.choices = [(str(key), name) for key, name in teams]
        if not form.team.choices:
            del form.team
        return form

    def visit(self) -> Visit:
        """What was chosen."""
        key, tier = self.what.data.split(" ")
        team = self["team"].data if "team" in self else None
        return Visit(
            set_key=key,
            tier=Tier(tier),
            language=self.language.data,
            interpreter=self.interpreter.data,
            month=self.month.data or now().date(),
            team_id=int(team) if team else None,
        )
