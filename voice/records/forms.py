"""The filter of the trail as a form, read from an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from voice.i18n.catalogues import later
from voice.records.looked import Wanted
from voice.web.forms import BaseForm

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
_ANY: tuple[str, Any] = ("", _("Any"))
_LAST_PAGE = 1_000_000


class LookedForm(BaseForm):
    """Which acts to show; a choice that does not exist is left out, and said so."""

    class Meta(BaseForm.Meta):
        """A filter changes nothing, so it needs no token."""

        csrf = False

    actor = SelectField(_("Who"), validators=[Optional()])
    act = SelectField(_("What was done"), validators=[Optional()])
    subject = StringField(_("On what (for instance alert:12)"), validators=[Length(max=120)])
    since = DateField(_("From"), validators=[Optional()])
    until = DateField(_("Up to"), validators=[Optional()])
    page = IntegerField(validators=[Optional(), NumberRange(1, _LAST_PAGE)], default=1)

    @classmethod
    def of(cls, query: MultiDict[str, str], names: Mapping[str, str], acts: Sequence[str]) -> Self:
        """The form of this address, offering what there is."""
        form = cls(formdata=query)
        others = [("child", _("A child")), ("command", _("A command"))]
        machine = ("worker process", _("The worker process"))
        form.actor.choices = [_ANY, *names.items(), *others, machine]
        form.act.choices = [_ANY, *((act, act) for act in acts)]
        form.validate()
        return form

    def wanted(self) -> Wanted:
        """What was chosen and is sound."""
        sound = {name: self[name].data for name in self.data if not self[name].errors}
        return Wanted(
            actor=sound.get("actor") or None,
            act=sound.get("act") or None,
            subject=(sound.get("subject") or "").strip() or None,
            since=sound.get("since"),
            until=sound.get("until"),
            page=sound.get("page") or 1,
        )
