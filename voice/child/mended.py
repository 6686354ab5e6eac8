"""Make a form of what fits, where something in it does not: as much of a child's words as can be.

Pure but for the form. Words too long for us are cut at the end, half characters are replaced, and
what was never offered is left out; each field that was changed is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict
from wtforms import StringField
from wtforms.validators import Length

from voice.child.forms import ChildForm, form_class
from voice.questions.sets import QuestionSet

_ODD: Final = "\ufffd"
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mended:
    """A form that fits, and the names of the fields that were changed for it."""

    form: ChildForm
    changed: tuple[str, ...]


def mended(asked: QuestionSet, fields: Fields) -> Mended:
    """The form of these fields, changed as little as can be."""
    whole = [(name, readable(value)) for name, value in fields]
    first = form_class(asked)(formdata=MultiDict(whole))
    first.validate()
    wrong = frozenset(first.errors)
    fitting = MultiDict(_fitting(first, whole, wrong))
    odd = {name for (name, value), (_, was) in zip(whole, fields, strict=True) if value != was}
    form = form_class(asked)(formdata=fitting)
    form.validate()
    return Mended(form, tuple(sorted(wrong | odd)))


def readable(value: str) -> str:
    """The same text without halves of characters, which no database takes."""
    joined = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return joined.replace("\0", _ODD)


def _fitting(form: ChildForm, fields: Fields, wrong: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name, value in fields:
        if name not in wrong:
            yield name, value
        elif isinstance(form[name], StringField) and (most := _longest(form, name)):
            yield name, value[:most]


def _longest(form: ChildForm, name: str) -> int:
    """How long the words in a field may be; 0 for what holds no words."""
    return next((each.max for each in form[name].validators if isinstance(each, Length)), 0)
