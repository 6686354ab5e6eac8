"""Which evidence an address asks for, and what an officer says of a theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session
from wtforms import HiddenField, SelectMultipleField, StringField

from voice.i18n.catalogues import later
from voice.themes import deciding
from voice.themes.codebook import codebook
from voice.themes.deciding import NoSuchCoding
from voice.themes.evidence import WAYS, Asked
from voice.themes.splits import Split
from voice.web.forms import BaseForm

#: The stubs of WTForms want plain strings where it takes anything that becomes one.
_: Any = later
#: Nobody is sent back to anywhere else.
_OURS = "/work/themes"


def asked(key: str, query: Mapping[str, str]) -> Asked:
    """The evidence of this theme that an address names; what does not exist is left out."""
    way, band = query.get("way", ""), query.get("feeling", "")
    return Asked(
        theme=key,
        way=way if way in WAYS else WAYS[0],
        band=band if band in Split().counts else None,
    )


class DecideForm(BaseForm):
    """One button of several: which one was pressed says what is meant ("kept:12", "add")."""

    act = HiddenField()
    question = HiddenField()
    theme = StringField(_("Theme"))
    #: "start-end" of the words that are meant.
    place = StringField(_("Which words"))
    back = HiddenField()

    def act_on(self, session: Session, response_id: str, officer: int) -> None:
        """Do what the button says; NoSuchCoding for what makes no sense."""
        verb, _colon, number = str(self.act.data or "").partition(":")
        question = str(self.question.data or "")
        if verb == "right":
            deciding.all_right(session, response_id, question, officer)
        elif verb == "add":
            theme = str(self.theme.data or "")
            deciding.add(session, response_id, question, theme, self._span(), officer)
        else:
            verbs = {"kept": deciding.keep, "removed": deciding.remove, "undo": deciding.undo}
            if verb not in verbs or not number.isdecimal():
                raise NoSuchCoding(str(self.act.data))
            verbs[verb](session, response_id, int(number), officer)

    def way_back(self, otherwise: str) -> str:
        """Where the button stood, if that is a page of ours."""
        back = str(self.back.data or "")
        return back if back.startswith(_OURS) and "\\" not in back else otherwise

    def _span(self) -> tuple[int, int]:
        start, _dash, end = str(self.place.data or "").partition("-")
        if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
            raise NoSuchCoding(str(self.place.data))
        return int(start), int(end)


class BlindForm(BaseForm):
    """The themes that somebody sees who was shown none."""

    response_id = HiddenField()
    question = HiddenField()
    themes = SelectMultipleField(_("Which themes are in these words?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes.choices = [(each.key, each.title) for each in codebook().themes]

    def place(self) -> tuple[str, str]:
        """The answer that was read."""
        return str(self.response_id.data or ""), str(self.question.data or "")
