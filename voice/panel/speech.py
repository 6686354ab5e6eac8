"""How a pack is spoken in one language: the catalogue, the months, the names of the themes."""

from __future__ import annotations

from voice.i18n.catalogues import month_in_words, speaker
from voice.i18n.locales import all_locales, locale
from voice.panel.wording import Speech, Typed
from voice.themes import for_children, quarters


def speech(code: str) -> Speech:
    """How to speak this language."""
    spoken, say = locale(code), speaker(code)

    def _theme(key: str) -> tuple[Typed, Typed]:
        title, line = for_children.title_in(key, code), for_children.line_in(key, code)
        return _typed(title), _typed(line)

    def _months(period: str) -> str:
        quarter = quarters.of_key(period)
        first, last = (month_in_words(day, code) for day in (quarter.since, quarter.until))
        months = {"first": first, "last": last, "year": quarter.year}
        return say("%(first)s to %(last)s %(year)s") % months

    return Speech(say, spoken.code, spoken.tag, spoken.direction, _other, _months, _theme)


def _typed(words: for_children.Words) -> Typed:
    return Typed(words.text, words.tag, words.direction)


def _other(code: str) -> tuple[str, str, str]:
    """Tag, direction and own name; a language that we do not know is called by its code."""
    if code not in all_locales():
        return code, "ltr", code
    spoken = locale(code)
    return spoken.tag, spoken.direction, spoken.name
