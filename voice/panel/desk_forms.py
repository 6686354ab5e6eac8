"""Forms of the pack builder: which pack, and what people choose for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, ValidationError

from voice.i18n.catalogues import later, say
from voice.i18n.locales import locale
from voice.panel.contents import MOST_THEMES, Choices, ChosenTheme
from voice.panel.models import AUDIENCES
from voice.panel.packs import Wanted, moved
from voice.people.models import Team
from voice.people.roster import BODIES
from voice.themes.quarters import Quarter, of_key
from voice.web.forms import BaseForm, typed

#: Who a pack is for, in staff's words.
NAMES: Final = {
    **{str(body): name for body, name in BODIES.items()},
    "corporate_parenting": later("Corporate parenting panel"),
    "partnership": later("Safeguarding partnership"),
    "improvement_board": later("Improvement board and committee"),
    "team": later("A team's sheet"),
}
STATES: Final = {
    "draft": later("Draft"),
    "proposed": later("Waits for a second person"),
    "published": later("Published"),
}
_TITLE, _LINE = 60, 160


def _at_most(most: int) -> list[Any]:
    return [Length(max=most, message=later("Use at most %(max)d letters."))]


class BeginForm(BaseForm):
    """A new pack."""

    period = SelectField(later("Quarter"))
    audience = SelectField(
        later("Who is it for?"), choices=[SelectChoice(key, NAMES[key]) for key in AUDIENCES]
    )
    team = SelectField(later("Team"), coerce=int)
    language = SelectField(later("Language you write it in"))

    def offer(
        self, quarters: Sequence[Quarter], teams: Sequence[Team], languages: Sequence[str]
    ) -> None:
        """What there is to choose from."""
        self.period.choices = [SelectChoice(each.key, each.key) for each in quarters]
        mine = (SelectChoice(team.id, team.name) for team in teams)
        self.team.choices = [SelectChoice(0, say("No team")), *mine]
        self.language.choices = [SelectChoice(code, locale(code).name) for code in languages]

    def validate_team(self, field: SelectField) -> None:
        """A team's sheet is about one team; nothing else is."""
        if (self.audience.data == "team") != bool(field.data):
            raise ValidationError(
                say("Choose the team.")
                if self.audience.data == "team"
                else say("Only a team's sheet is about one team: choose “No team”.")
            )

    def wanted(self) -> Wanted:
        """The pack that was asked for."""
        quarter, team = of_key(typed(self.period)), self.team.data or None
        return Wanted(quarter, typed(self.audience), typed(self.language), team)


class PackForm(BaseForm):
    """What people write for a pack."""

    headline = StringField(later("Headline"), validators=_at_most(120))
    note = TextAreaField(later("A few words before the themes"), validators=_at_most(600))
    content_note = TextAreaField(later("Content note"), validators=_at_most(300))
    silence = TextAreaField(later("Who we did not hear from, and why"), validators=_at_most(600))


@dataclass(frozen=True, slots=True)
class Sent:
    """What came from the builder: the choices, what to do, and what is wrong with the themes."""

    choices: Choices
    act: str
    theme: str
    wrong: Mapping[str, str]


def read(
    sent: MultiDict[str, str], known: Sequence[str], quotes: Mapping[str, Sequence[str]]
) -> Sent:
    """The themes in their order, and the button pressed; a theme or quote not offered is left out.

    A mistake is told beside its theme, and everything typed stays.
    """
    keys = [key for key in dict.fromkeys(sent.getlist("theme")) if key in known]
    themes = [
        ChosenTheme(
            key,
            sent.get(f"title-{key}", "").strip(),
            sent.get(f"line-{key}", "").strip(),
            quote if (quote := sent.get(f"quote-{key}", "")) in quotes.get(key, ()) else "",
        )
        for key in keys
    ]
    texts = {
        name: sent.get(name, "").strip() for name in ("headline", "note", "content_note", "silence")
    }
    act, _, theme = sent.get("do", "keep").partition(":")
    added = sent.get("add", "")
    choices = Choices(**texts, themes=tuple(themes))
    return Sent(_acted(choices, act, theme or added, known), act, theme or added, _wrong(themes))


def _acted(choices: Choices, act: str, theme: str, known: Sequence[str]) -> Choices:
    if act in {"up", "down"}:
        return moved(choices, theme, -1 if act == "up" else 1)
    if act == "out":
        kept = tuple(each for each in choices.themes if each.key != theme)
        return replace(choices, themes=kept)
    there = {each.key for each in choices.themes}
    if act == "in" and theme in known and theme not in there and len(there) < MOST_THEMES:
        return replace(choices, themes=(*choices.themes, ChosenTheme(theme)))
    return choices


def _wrong(themes: Sequence[ChosenTheme]) -> dict[str, str]:
    faults = {}
    for each in themes:
        if len(each.title) > _TITLE:
            faults[f"title-{each.key}"] = say("Use at most %(most)s letters.") % {"most": _TITLE}
        if len(each.line) > _LINE:
            faults[f"line-{each.key}"] = say("Use at most %(most)s letters.") % {"most": _LINE}
    return faults
