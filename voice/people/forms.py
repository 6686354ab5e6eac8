"""Forms of the people room."""

from __future__ import annotations

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired

from voice.i18n.catalogues import later
from voice.web.forms import BaseForm


class DemoSignIn(BaseForm):
    """Sign in as one of the demonstration's people, without a password."""

    worker = IntegerField(
        validators=[InputRequired(message=later("Choose who you are."))],
    )
    next = HiddenField()


class SignOut(BaseForm):
    """A button and its token."""
