"""Forms by which people come in, and go."""

from __future__ import annotations

from typing import Any

from wtforms import Field, HiddenField, IntegerField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from voice.i18n.catalogues import later
from voice.people import passwords
from voice.web.forms import BaseForm, Press

_FAULTS = {
    "short": later("Use at least 12 characters."),
    "short_panel": later("Use at least 8 letters."),
    "long": later("Use at most 200 characters."),
    "easy": later(
        "That is easy to guess. Three or four words that do not belong together work well."
    ),
}


class DemoSignIn(BaseForm):
    """Sign in as one of the demonstration's people, without a password."""

    worker = IntegerField(
        validators=[InputRequired(message=later("Choose who you are."))],
    )
    next = HiddenField()
    carried = HiddenField()


class SignIn(BaseForm):
    """A name and a password."""

    name = StringField(
        later("E-mail address or nickname"),
        validators=[InputRequired(message=later("Type your e-mail address or nickname."))],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        later("Password"),
        validators=[InputRequired(message=later("Type your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    carried = HiddenField()


class Code(BaseForm):
    """Six digits from an app, or a recovery code."""

    code = StringField(
        later("Code"),
        validators=[
            InputRequired(message=later("Type the code.")),
            Length(max=40, message=later("That is too long for a code.")),
        ],
        render_kw={
            "autocomplete": "one-time-code",
            "autocapitalize": "none",
            "spellcheck": "false",
        },
    )
    next = HiddenField()
    carried = HiddenField()


class NewPassword(BaseForm):
    """A password of one's own, typed twice; `about` and `panel` set how strict it is."""

    password = PasswordField(
        later("Choose a password"),
        validators=[InputRequired(message=later("Choose a password."))],
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        later("The same again"),
        validators=[InputRequired(message=later("Type the password again."))],
        render_kw={"autocomplete": "new-password"},
    )

    def __init__(self, *args: Any, about: tuple[str, ...] = (), panel: bool = False) -> None:
        super().__init__(*args)
        self._about, self._panel = about, panel

    def validate_password(self, field: Field) -> None:
        """Refuse what is short or easy to guess."""
        refuse_weak(field.data or "", self._about, panel=self._panel)

    def validate_again(self, field: Field) -> None:
        """Both must be the same."""
        if field.data != self.password.data:
            raise ValidationError(later("The two passwords are not the same."))


def refuse_weak(password: str, about: tuple[str, ...], *, panel: bool) -> None:
    """ValidationError with the sentence that says what is wrong with a password."""
    fault = passwords.fault(password, about, panel=panel)
    if fault:
        raise ValidationError(_FAULTS["short_panel" if panel and fault == "short" else fault])


class SignOut(Press):
    """The button that signs out."""
