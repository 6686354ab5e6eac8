"""Forms by which an administrator looks after people and teams, and a facilitator the panel."""

from __future__ import annotations

from typing import Any, Final

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from voice.i18n.catalogues import later
from voice.people.accounts import Held, spread
from voice.people.forms import refuse_weak
from voice.people.models import Body, Membership, Role, Team
from voice.people.roster import BODIES, ROLES, STAFF
from voice.web.forms import BaseForm

#: Good enough to catch a slip; whether it is the right address, the invitation shows.
EMAIL: Final = r"^[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\"]{2,}$"
REASONS: Final = {
    "lost": later("The phone is lost or stolen"),
    "new": later("They have a new phone"),
    "broken": later("The app does not work any more"),
    "suspected": later("Somebody else may know the codes"),
}
_NAME = [
    InputRequired(message=later("Type a name.")),
    Length(max=120, message=later("Use at most 120 letters.")),
]


class Ticks(SelectMultipleField):
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RolesForm(BaseForm):
    """What a person may do: roles, and where they hold."""

    roles = Ticks(
        later("Roles"),
        choices=[SelectChoice(str(role), ROLES[role]) for role in STAFF],
        validators=[InputRequired(message=later("Choose at least one role."))],
    )
    teams = Ticks(later("Teams"), coerce=int)

    def offer(self, teams: tuple[Team, ...]) -> None:
        """The teams to choose from."""
        self.teams.choices = [SelectChoice(team.id, team.name) for team in teams]

    def held(self) -> list[Held]:
        """The roles: those of teams in each chosen team, the others everywhere."""
        return spread([Role(role) for role in self.roles.data or []], self.teams.data or [])

    def show(self, memberships: list[Membership]) -> None:
        """What the person has now."""
        self.roles.data = sorted({each.role for each in memberships})
        self.teams.data = sorted({each.team_id for each in memberships if each.team_id})


class AddPerson(RolesForm):
    """A new member of staff."""

    name = StringField(later("Name"), validators=_NAME, render_kw={"autocomplete": "off"})
    email = StringField(
        later("E-mail address"),
        validators=[
            InputRequired(message=later("Type an e-mail address.")),
            Length(max=200, message=later("Use at most 200 letters.")),
            Regexp(EMAIL, message=later("That does not look like an e-mail address.")),
        ],
        filters=[lambda typed: typed.strip() if typed else typed],
        render_kw={"autocomplete": "off", "type": "email", "spellcheck": "false"},
    )


class ResetSecond(BaseForm):
    """Why a second factor is taken away."""

    reason = SelectField(
        later("Why?"),
        choices=[
            SelectChoice("", later("Choose a reason")),
            *(SelectChoice(key, words) for key, words in REASONS.items()),
        ],
        validators=[InputRequired(message=later("Choose a reason: it stands in the trail."))],
    )


class TeamForm(BaseForm):
    """A team's name and what it does."""

    name = StringField(later("Name of the team"), validators=_NAME)
    service = StringField(
        later("What it does"),
        validators=[
            InputRequired(message=later("Say what the team does.")),
            Length(max=40, message=later("Use at most 40 letters.")),
        ],
    )


class ImportFile(BaseForm):
    """A CSV file of staff or teams."""

    file = FileField(later("CSV file"), validators=[FileRequired(later("Choose a file."))])
    kind = SelectField(
        later("What is in it?"),
        choices=[SelectChoice("staff", later("Staff")), SelectChoice("teams", later("Teams"))],
    )

    def not_readable(self) -> None:
        """Say that the file is too big, or no text."""
        self.file.errors = [
            later("This file cannot be read. Save it as “CSV UTF-8”, with at most 2,000 rows.")
        ]


class ImportNow(BaseForm):
    """Do what the dry run showed."""

    text = TextAreaField(later("The file"), validators=[InputRequired()])
    kind = SelectField(choices=[SelectChoice("staff"), SelectChoice("teams")])
    partly = BooleanField(later("Import the good rows, and leave out the others"))


class YoungPerson(BaseForm):
    """A young person of the panel: a nickname and a short passphrase, no e-mail."""

    nickname = StringField(
        later("Nickname"),
        validators=[
            InputRequired(message=later("Type a nickname.")),
            Length(min=2, max=40, message=later("Use 2 to 40 letters.")),
            Regexp(r"^[^@]*$", message=later("A nickname has no @ in it: it is not an e-mail.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    passphrase = PasswordField(
        later("Passphrase"),
        validators=[InputRequired(message=later("Type a passphrase."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_passphrase(self, field: Field) -> None:
        """Shorter than a member of staff's, and still not easy to guess."""
        refuse_weak(field.data or "", (self.nickname.data or "",), panel=True)


class Seats(BaseForm):
    """The bodies that a young person belongs to: one or both."""

    bodies = Ticks(
        later("Belongs to"),
        choices=[SelectChoice(str(body), BODIES[body]) for body in Body],
        validators=[InputRequired(message=later("Say where they belong: to one or to both."))],
    )

    def chosen(self) -> list[Body]:
        """What was ticked."""
        return [Body(each) for each in self.bodies.data or []]


def taken(field: Any) -> None:
    """Say that somebody has this name already."""
    field.errors = [later("Somebody has this already.")]


def last_admin(field: Any) -> None:
    """Say why the last administrator stays one."""
    field.errors = [later("This is the last administrator. Add another one first.")]
