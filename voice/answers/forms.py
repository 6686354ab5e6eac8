"""The filter as a form: read from an address, shown again above every list."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from voice.answers import labels
from voice.answers.listing import Choices
from voice.answers.reach import Reach
from voice.answers.wanted import SORTS, STATES, Wanted, usual_sort
from voice.i18n.catalogues import later
from voice.i18n.locales import all_locales
from voice.questions.kinds import Tier
from voice.web.forms import BaseForm

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
_ANY: tuple[str, Any] = ("", _("Any"))
_LAST_PAGE = 1_000_000


def just_read(query: MultiDict[str, str]) -> str | None:
    """The answer that was marked as read a moment ago, as an address names it."""
    try:
        return str(UUID(query.get("done", "")))
    except ValueError:
        return None


class WantedForm(BaseForm):
    """Which answers to show; a choice that does not exist is left out, and said so."""

    class Meta(BaseForm.Meta):
        """A filter changes nothing, so it needs no token."""

        csrf = False

    set_key = SelectField(_("Form"), validators=[Optional()])
    team_id = SelectField(_("Team"), validators=[Optional()])
    tier = SelectField(_("Age"), validators=[Optional()])
    language = SelectField(_("Language"), validators=[Optional()])
    helped = SelectField(_("How it was answered"), validators=[Optional()])
    since = DateField(_("Sent from"), validators=[Optional()])
    until = DateField(_("Sent up to"), validators=[Optional()])
    sort = SelectField(_("Order"), validators=[Optional()])
    state = HiddenField()
    page = IntegerField(validators=[Optional(), NumberRange(1, _LAST_PAGE)], default=1)

    @classmethod
    def of(cls, query: MultiDict[str, str], offered: Choices) -> Self:
        """The form of this address, offering what there is."""
        form = cls(formdata=query)
        form.set_key.choices = [_ANY, *((key, labels.FORMS.get(key, key)) for key in offered.sets)]
        form.team_id.choices = [_ANY, *((str(key), name) for key, name in offered.teams)]
        form.tier.choices = [_ANY, *((tier.value, tier.value) for tier in Tier)]
        known = all_locales().values()
        form.language.choices = [_ANY, *((each.code, each.english_name) for each in known)]
        form.helped.choices = [_ANY, *labels.HELPED.items()]
        form.sort.choices = [("", _("As usual")), *((key, labels.SORTS[key]) for key in SORTS)]
        form.validate()
        return form

    def wanted(self, reach: Reach, state: str | None = "unread") -> Wanted:
        """What was chosen, as far as `reach`; `state` is what an address without one means."""
        names = Wanted.__dataclass_fields__.keys() - {"reach"}
        chosen = {name: self._sound(name) for name in names}
        asked, team = chosen.pop("state") or state, chosen.pop("team_id")
        shown = asked if asked in STATES else None
        chosen["sort"] = chosen["sort"] or usual_sort(shown)
        return Wanted(
            **{name: value for name, value in chosen.items() if value},
            team_id=int(team) if team else None,
            state=shown,
            reach=reach,
        )

    def _sound(self, name: str) -> Any:
        field = self[name]
        return None if field.errors else field.data
