"""Forms of the tracker: a promise, an update, an ending, a sentence in another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from voice.actions.models import Action
from voice.actions.promise import Promise, Update
from voice.actions.told import Ending
from voice.actions.tracker import State
from voice.i18n.catalogues import later, say
from voice.people.models import Body, Worker
from voice.themes.codebook import codebook
from voice.web.forms import BaseForm, row_id, typed

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
#: Forms an action can be about, by how the key of a set begins.
FORMS: Final = {
    "": later("Every form"),
    "GS": later("How things are"),
    "CPB": later("Before a child protection conference"),
    "CP": later("After a child protection conference"),
    "RVB": later("Before a review"),
    "RV": later("After a review"),
}


def _needed(message: str, most: int) -> list[Any]:
    return [InputRequired(message=_(message)), Length(max=most, message=_("Make it shorter."))]


class PromiseForm(BaseForm):
    """What somebody promises to do."""

    title = StringField(
        _("Title, in words the panel can read"),
        validators=_needed(later("Write a short title."), 120),
    )
    what = TextAreaField(
        _("What will be done?"), validators=_needed(later("Write what will be done."), 1000)
    )
    theme = SelectField(_("Theme"))
    lead_id = SelectField(_("Lead"), default="")
    lead_name = StringField(_("Lead, by name or role"), validators=[Length(max=120)])
    agency = StringField(_("Agency"), validators=_needed(later("Write which agency leads."), 120))
    due = DateField(_("Done by"), validators=[InputRequired(message=_("Choose a day."))])
    update_days = IntegerField(
        _("Days between updates"),
        default=30,
        validators=[
            InputRequired(message=_("Write a number of days.")),
            NumberRange(1, 366, message=_("Write a number of days from 1 to 366.")),
        ],
    )
    form = SelectField(_("About which form?"), default="")
    since = DateField(
        _("Tell children who spoke of it from"),
        validators=[InputRequired(message=_("Choose a day."))],
    )
    until = DateField(_("until"), validators=[InputRequired(message=_("Choose a day."))])
    pack_id = HiddenField(validators=[Optional()])
    body = HiddenField(validators=[Length(max=20)])

    def offer(self, leads: tuple[Worker, ...]) -> None:
        """The themes (an action may stand under one no longer used), forms and people there are."""
        self.theme.choices = [(each.key, each.title) for each in codebook().ever_made]
        self.form.choices = [SelectChoice(key, name) for key, name in FORMS.items()]
        nobody = SelectChoice("", say("Somebody who does not sign in here"))
        self.lead_id.choices = [nobody, *((str(each.id), each.name) for each in leads)]
        self._names = {str(each.id): each.name for each in leads}

    def show(self, action: Action) -> None:
        """Fill the form with what was promised."""
        for name in ("title", "what", "theme", "agency", "due", "update_days", "form"):
            self[name].data = getattr(action, name)
        self.since.data, self.until.data = action.since, action.until
        self.lead_id.data = str(action.lead_id or "")
        self.lead_name.data = action.lead_name

    def validate_lead_name(self, field: Field) -> None:
        """Somebody leads it."""
        if not self.lead_id.data and not typed(field).strip():
            raise ValidationError(say("Choose a lead, or write a name or a role."))

    def validate_until(self, field: Field) -> None:
        """The days are in order."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(say("The last day is before the first one."))

    def promised(self) -> Promise:
        """The promise as plain values."""
        return Promise(
            **self.fields_told(),
            pack_id=row_id(typed(self.pack_id)),
            body=typed(self.body) if typed(self.body) in {*Body} else "",
        )

    def fields_told(self) -> dict[str, Any]:
        """What can be changed later, too."""
        lead = typed(self.lead_id)
        return {
            "title": typed(self.title).strip(),
            "what": typed(self.what).strip(),
            "theme": self.theme.data,
            "lead_id": int(lead) if lead else None,
            "lead_name": self._names[lead] if lead else typed(self.lead_name).strip(),
            "agency": typed(self.agency).strip(),
            "due": self.due.data,
            "update_days": self.update_days.data,
            "form": self.form.data,
            "since": self.since.data,
            "until": self.until.data,
        }


class UpdateForm(BaseForm):
    """How it goes."""

    text = TextAreaField(
        _("How does it go?"), validators=_needed(later("Write how it goes, in a sentence."), 2000)
    )
    said = RadioField(_("Is it worse than the rules say?"), default="")
    plan = TextAreaField(_("If it will be late: the plan"), validators=[Length(max=1000)])
    plan_due = DateField(_("Done by, with this plan"), validators=[Optional()])

    def offer(self, states: tuple[State, ...], names: Mapping[State, Any]) -> None:
        """The states that a person may set today."""
        usual = SelectChoice("", say("No, as the rules say"))
        self.said.choices = [usual, *(SelectChoice(each.value, names[each]) for each in states)]

    def validate_plan(self, field: Field) -> None:
        """A plan has a day, and a day has a plan."""
        if bool(typed(field).strip()) != bool(self.plan_due.data):
            raise ValidationError(say("A plan needs both: what will be done, and by when."))

    def told(self) -> Update:
        """The update as plain values."""
        said = State(self.said.data) if self.said.data else None
        plan = typed(self.plan).strip()
        return Update(typed(self.text).strip(), plan, self.plan_due.data, said)


class EndForm(BaseForm):
    """How it ended, and what children are told."""

    outcome = RadioField(
        _("How did it end?"),
        choices=[
            SelectChoice("did", later("It is done")),
            SelectChoice("could_not", later("We could not do it, and say why")),
        ],
        validators=[InputRequired(message=_("Choose how it ended."))],
    )
    evidence = TextAreaField(
        _("Evidence"),
        validators=_needed(
            later("Write how anybody can see that it happened, or why it cannot."), 2000
        ),
    )
    you_said = TextAreaField(
        _("You said"), validators=_needed(later("Write what children said, in one sentence."), 300)
    )
    we_did = TextAreaField(
        _("We did, or we could not because"),
        validators=_needed(later("Write the sentence that tells the children."), 600),
    )

    def told(self) -> Ending:
        """The ending as plain values."""
        return Ending(
            self.outcome.data,
            typed(self.evidence).strip(),
            typed(self.you_said).strip(),
            typed(self.we_did).strip(),
        )


class SentenceForm(BaseForm):
    """The sentence in another language."""

    you_said = TextAreaField(
        _("You said"), validators=_needed(later("Write what children said, in one sentence."), 300)
    )
    we_did = TextAreaField(
        _("We did, or we could not because"),
        validators=_needed(later("Write the sentence that tells the children."), 600),
    )


class CheckForm(BaseForm):
    """Somebody who speaks the language has read it."""

    checked_as = StringField(
        _("Who checked it, and how do they know the language?"),
        validators=_needed(later("Write who checked it."), 120),
    )
