"""The child's form as a Flask-WTF form, made from a question set.

It checks and keeps what was typed; the templates draw it. It needs no CSRF token of a session: a
child has none, and the signed ticket inside says for which form and which sitting it is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from voice.answers import recordings
from voice.answers.attachments import BadDrawing, parse
from voice.i18n.catalogues import later, say
from voice.questions.kinds import LONGEST_TEXT, Kind
from voice.questions.sets import Question, QuestionSet
from voice.web.forms import BaseForm

NOT_SURE = "_not_sure"
NO_SAY = "_no_say"
COMPANY = ("alone", "worker", "parent", "family", "friend", "other")
TAPS = ("me", "helped", "for_me", "interpreter")
SHARE = ("no", "ask", "yes")
ANSWER = ("no", "pictures", "contact")
_LONGEST_CONTACT = 200


class Ticks(SelectMultipleField):
    """Any number of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChildForm(BaseForm):
    """What every child's form holds, whatever the set."""

    class Meta(BaseForm.Meta):
        """A child has no session to protect; the ticket guards the form."""

        csrf = False


def form_class(asked: QuestionSet) -> type[ChildForm]:
    """The form for this set, tier and language."""
    return _made(asked.key, asked.version, _shape(asked))


def _shape(asked: QuestionSet) -> tuple[tuple[str, Kind, tuple[str, ...], bool], ...]:
    return tuple(
        (each.id, each.kind, tuple(option.value for option in each.options), _has_text(each))
        for each in asked.questions
    )


def _has_text(question: Question) -> bool:
    return question.more or question.kind is Kind.FEELINGS


@lru_cache(maxsize=256)
def _made(
    _key: str, _version: int, shape: tuple[tuple[str, Kind, tuple[str, ...], bool], ...]
) -> type[ChildForm]:
    fields: dict[str, Any] = {}
    for question_id, kind, values, has_text in shape:
        fields[f"a-{question_id}"] = _field(kind, values)
        if has_text and kind is not Kind.OPEN:
            fields[f"t-{question_id}"] = _words()
        if kind is Kind.OPEN or (has_text and kind is not Kind.FEELINGS):
            fields[f"d-{question_id}"] = HiddenField(validators=[_is_drawing])
            # Taken whether or not it is offered just now: what was said is not lost over a setting.
            fields[f"v-{question_id}"] = HiddenField(validators=[_is_recording])
    return type("SetForm", (ChildForm,), {**fields, **_closing()})


def _field(kind: Kind, values: tuple[str, ...]) -> Any:
    if kind is Kind.OPEN:
        return _words()
    if kind is Kind.CHOICE:
        return _one_of((*values, NOT_SURE, NO_SAY))
    return _some_of((*values, NOT_SURE, NO_SAY))


def _closing() -> dict[str, Any]:
    return {
        "with": _some_of(COMPANY),
        "taps": _one_of(TAPS),
        "share": _one_of(SHARE),
        "answer": _one_of(ANSWER),
        "advocate": _one_of(("yes", "no")),
        "call_me": _some_of(("yes",)),
        "contact": StringField(validators=[_no_longer_than(_LONGEST_CONTACT)]),
    }


def _words() -> Any:
    return TextAreaField(validators=[_no_longer_than(LONGEST_TEXT)])


def _no_longer_than(most: int) -> Length:
    return Length(max=most, message=later("That is too long for us. Please make it shorter."))


def _is_drawing(_form: ChildForm, field: Any) -> None:
    if not field.data:
        return
    try:
        parse(field.name, field.data)
    except BadDrawing as wrong:
        raise ValidationError(
            say("We could not keep this picture. You can draw it again, or leave it out.")
        ) from wrong


def _is_recording(_form: ChildForm, field: Any) -> None:
    if not field.data:
        return
    try:
        recordings.parse(field.name, field.data)
    except recordings.BadRecording as wrong:
        raise ValidationError(
            say("We could not keep this recording. You can say it again, or leave it out.")
        ) from wrong


def _one_of(values: tuple[str, ...]) -> Any:
    return RadioField(choices=_choices(values), validators=[Optional()])


def _some_of(values: tuple[str, ...]) -> Any:
    return Ticks(choices=_choices(values), validators=[Optional()])


def _choices(values: tuple[str, ...]) -> Any:
    """Values alone: the templates hold the words."""
    return list(values)
