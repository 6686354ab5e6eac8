"""What a young person sends in a round: stars by buttons, and words that are never lost."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from voice.i18n.catalogues import say
from voice.panel import votes
from voice.panel.votes import LONGEST, DoesNotFit, Given, Words


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a button: what would be kept, and what is wrong with it, by field."""

    given: Given
    #: The theme whose button was pressed; empty for "Keep my words".
    theme: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)


def read(form: Mapping[str, str], before: Given, themes: Collection[str]) -> Sent:
    """What was sent, on top of what this young person gave before."""
    texts = {
        name: " ".join(form.get(name, "").split()) for name in ("headline", "missing", "question")
    }
    names = {
        theme: text for theme in themes if (text := " ".join(form.get(f"name-{theme}", "").split()))
    }
    given = Given(before.stars, Words(**texts, names=names))
    wrong = _too_long(texts, names)
    theme = form.get("give") or form.get("back") or ""
    try:
        if theme and form.get("give"):
            given = votes.add_star(given, theme, themes)
        elif theme:
            given = votes.take_star(given, theme)
    except DoesNotFit:
        wrong["stars"] = say("You have no star left. Take one back first.")
    return Sent(given, theme, wrong)


def _too_long(texts: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    wrong: dict[str, Any] = {}
    told = say("Make it shorter: at most %(number)s letters.")
    for name, text in texts.items():
        if len(text) > LONGEST[name]:
            wrong[name] = told % {"number": LONGEST[name]}
    for theme, text in names.items():
        if len(text) > LONGEST["name"]:
            wrong[f"name-{theme}"] = told % {"number": LONGEST["name"]}
    return wrong
