"""A small codebook to change in tests: three themes, English and Polish."""

from __future__ import annotations

from voice.themes.changes import Add, Change, Numbered, Wording
from voice.themes.codebook import Codebook, read_codebook
from voice.themes.text import split_sentences

_THEME = """
[[themes]]
key = "{key}"
title = "{title}"
child_title = "{title} for us"
line = "What children say of {key}."
child_line = "What I say of {key}."
include = "All of {key}."
exclude = "The rest."
examples = ["It is about {key}."]
uncrc = [12]
bright_spots = "Rights"
owner = "Somebody"
description = "A child speaks of {key}."
"""
_KEYS = {"home": "Home", "school": "School", "delay": "Waiting"}
_ENGLISH = """
language = "en"
state = "checked"
[home]
phrases = ["my room", "house"]
not = ["house music"]
[school]
phrases = ["school", "teacher*"]
[delay]
phrases = ["wait*"]
"""
_POLISH = 'language = "pl"\nstate = "draft"\n[school]\nphrases = ["szkoł*"]\n'

#: A local code that is heard by two words.
WIFI = Add("local_wifi", Wording("Wifi", "The internet at home."), {"en": ("wifi", "internet")})


def a_book() -> Codebook:
    """Three themes and two languages."""
    themes = "version = 2\n" + "".join(_THEME.format(key=k, title=t) for k, t in _KEYS.items())
    return read_codebook(themes, {"en.toml": _ENGLISH, "pl.toml": _POLISH})


def numbered(*changes: Change) -> tuple[Numbered, ...]:
    """Changes in order, from 1 on."""
    return tuple(Numbered(number, each) for number, each in enumerate(changes, 1))


def found(book: Codebook, text: str, language: str = "en") -> set[str]:
    """The themes that phrases find, each as it is counted."""
    known = book.book(language)
    sentences = split_sentences(text, language)
    hits = [hit for each in sentences for hit in (known.find(each.words) if known else ())]
    return {book.counted(hit.key) for hit in hits}
