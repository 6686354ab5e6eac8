"""The forms of redaction and quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from voice.answers.covers import Box
from voice.answers.marks import LONGEST, Mark
from voice.i18n.catalogues import later
from voice.quotes.cues import cues
from voice.themes.codebook import codebook
from voice.themes.labels import KINDS_LEFT_OUT
from voice.web.forms import BaseForm

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
_KINDS = [SelectChoice(code, text) for code, text in KINDS_LEFT_OUT.items()]
#: Empty lines for what was not offered.
MORE = 4
_TICK = re.compile(r"(\d{1,5}):(\d{1,5}):([a-z]+):(\[.*\])", re.DOTALL)


class _Anything(SelectMultipleField):
    """Boxes whose values the page made; they are read against the text, not against a list."""

    def pre_validate(self, _form: object) -> None:
        """Whatever does not fit the text is refused there."""


class RedactForm(BaseForm):
    """What is left out: offers that were ticked, and words that somebody added."""

    text = _Anything(validate_choice=False)
    translation = _Anything(validate_choice=False)
    # Four lines: without JavaScript they are typed, with it a selection fills them.
    more_0 = StringField(_("Words to leave out"), [Optional(), Length(max=200)])
    more_1 = StringField(_("More words"), [Optional(), Length(max=200)])
    more_2 = StringField(_("More words"), [Optional(), Length(max=200)])
    more_3 = StringField(_("More words"), [Optional(), Length(max=200)])
    as_0 = SelectField(_("What it is"), choices=_KINDS, validate_choice=False)
    as_1 = SelectField(_("What it is"), choices=_KINDS, validate_choice=False)
    as_2 = SelectField(_("What it is"), choices=_KINDS, validate_choice=False)
    as_3 = SelectField(_("What it is"), choices=_KINDS, validate_choice=False)

    def lines(self) -> list[tuple[Any, Any]]:
        """The pairs of fields for what was not offered."""
        return [(self[f"more_{place}"], self[f"as_{place}"]) for place in range(MORE)]

    def marks(self, text: str, language: str, part: str) -> tuple[Mark, ...]:
        """What is left out of one text: "text" or "translation"."""
        ticked = [_mark(each) for each in self[part].data or []]
        added = [
            _left_out(span, kind.data, language)
            for words, kind in self.lines()
            if words.data and words.data.strip()
            for span in _places(text, words.data.strip())
        ]
        return tuple(each for each in (*ticked, *added) if each is not None)

    def unfound(self, texts: Sequence[str]) -> list[str]:
        """Words that were added and stand in none of these texts."""
        added = [words.data.strip() for words, _ in self.lines() if words.data]
        return [words for words in added if not any(_places(text, words) for text in texts)]


class FinishForm(BaseForm):
    """A person's word that nobody can be recognised, and what of it is to be quoted."""

    nobody = BooleanField(
        _("I have thought about this: nobody could tell who it is."),
        [InputRequired(message=_("Say first that nobody could tell who it is."))],
    )
    #: Asked where nobody has marked the answer as read.
    whole = BooleanField(_("I have read the whole answer."))
    theme = SelectField(_("What it is about"))
    text = SelectMultipleField(_("Sentences to quote"), coerce=int)
    translation = SelectMultipleField(_("Sentences of the translation"), coerce=int)
    do = HiddenField()

    @classmethod
    def for_words(cls, themes: Sequence[str], text: int, translation: int) -> FinishForm:
        """The form for so many sentences, the themes that were heard first."""
        titles = {each.key: each.title for each in codebook().themes}
        order = dict.fromkeys((*(key for key in themes if key in titles), *titles))
        form = cls()
        form.theme.choices = [SelectChoice(key, titles[key]) for key in order]
        form.text.choices = [SelectChoice(place, "") for place in range(text)]
        form.translation.choices = [SelectChoice(place, "") for place in range(translation)]
        return form


class DecideForm(BaseForm):
    """Approve, or refuse with a reason."""

    reason = StringField(_("Why not"), [Optional(), Length(max=300)])
    do = HiddenField()


class CoverForm(BaseForm):
    """Boxes over a drawing, in hundredths of the paper: left, top, width, height a line."""

    boxes = StringField(_("Boxes"), [Optional(), Length(max=600)])

    def found(self) -> list[Box]:
        """The boxes as whole numbers; ValueError for anything else."""
        parts = [each.split(",") for each in (self.boxes.data or "").split(";") if each.strip()]
        found = []
        for each in parts:
            x, y, width, height = (int(number) for number in each)
            found.append((x, y, width, height))
        return found


def _left_out(span: tuple[int, int], kind: str | None, language: str) -> Mark:
    known = kind if kind and kind in KINDS_LEFT_OUT else "other"
    return Mark(*span, known, cues(language).word_for(known))


def value(mark: Mark) -> str:
    """A mark as the value of a box."""
    return f"{mark.start}:{mark.end}:{mark.kind}:{mark.instead}"


def _mark(written: str) -> Mark | None:
    match = _TICK.fullmatch(written)
    if match is None or len(match[4]) > LONGEST:
        return None
    return Mark(int(match[1]), int(match[2]), match[3], match[4])


def _places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where these very words stand; where they are only part of a word, the whole word."""
    found = [match.span() for match in re.finditer(re.escape(wanted), text)]
    whole = [each for each in found if _widened(text, *each) == each]
    return whole or [_widened(text, *each) for each in found]


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """The same stretch up to where its first and its last word end; Chinese has no such ends."""
    while start > 0 and text[start - 1].isalnum() and _is_spaced(text[start]):
        start -= 1
    while end < len(text) and text[end].isalnum() and _is_spaced(text[end - 1]):
        end += 1
    return start, end


def _is_spaced(letter: str) -> bool:
    return letter.isalnum() and not "\u3000" <= letter <= "\u9fff"
