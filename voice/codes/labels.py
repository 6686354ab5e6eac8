"""What staff read of a change of the codebook, and the names of languages that phrases are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from babel import Locale

from voice.config import Config
from voice.i18n.catalogues import later, say, say_many
from voice.i18n.locales import Locale as Offered
from voice.i18n.locales import all_locales, locale
from voice.themes.changes import (
    Add,
    BringBack,
    Change,
    Merge,
    Phrases,
    Rephrase,
    Retire,
    Reword,
    Single,
    Split,
    Undo,
    of_told,
    singles,
)
from voice.themes.codebook import Codebook, codebook
from voice.themes.text import listened_for
from voice.web import house

WORDS: Final[Mapping[str, Any]] = {
    "title": later("Title"),
    "child_title": later("Title for children"),
    "line": later("In one line"),
    "child_line": later("In one line, for children"),
    "include": later("Include"),
    "exclude": later("Exclude"),
    "owner": later("Who can act on it"),
}
_USUAL: Final = "en"
#: Languages of our lists that the library of names does not know.
_NAMES: Final = {"kmr": "Kurdish (Kurmanji)", "prs": "Dari"}
#: Scripts of ours that are written from right to left.
_BACKWARDS: Final = frozenset({"ARABIC", "HEBREW"})
#: Phrases of a change that are shown; the others are counted.
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a change does, and the words that come or go with it."""

    what: str
    detail: str = ""


def lines(
    change: Change, book: Codebook, known: Mapping[int, Change] | None = None
) -> tuple[Line, ...]:
    """A change in plain words; `book` knows the titles, `known` the changes that were made."""
    if isinstance(change, Undo):
        what = say("Change %(number)s is taken back.") % {"number": change.number}
        before = (known or {}).get(change.number)
        said = lines(before, book, known) if before not in (None, change) else ()
        return (Line(what, "; ".join(line.what for line in said)),)
    return tuple(line for one in singles(change) for line in _lines(one, book))


def _lines(one: Single, book: Codebook) -> Iterator[Line]:
    title = {"title": title_in(book, one.key)}
    match one:
        case Add():
            yield Line(
                say("New code: “%(title)s”") % {"title": one.wording.title}, one.wording.line
            )
            yield from _listed(one.phrases)
        case Split():
            into = {**title, "new": one.made.wording.title}
            yield Line(say("Out of “%(title)s” comes “%(new)s”") % into, one.made.wording.line)
            yield from _listed(one.made.phrases)
        case Reword():
            for name, said in one.words.items():
                yield Line(f"{title['title']}: {_worded(name)}", said or say("(nothing)"))
        case Rephrase():
            yield from _rephrased(one, title["title"])
        case Merge():
            into = {**title, "into": title_in(book, one.into)}
            yield Line(say("“%(title)s” is counted under “%(into)s”") % into)
        case Retire():
            yield Line(say("“%(title)s” is no longer used") % title)
        case BringBack():
            yield Line(say("“%(title)s” is used by itself again") % title)


def _worded(named: str) -> str:
    name, language = of_told(named)
    return f"{WORDS[name]}, {locale(language).english_name}" if language else str(WORDS[name])


def _rephrased(one: Rephrase, title: str) -> Iterator[Line]:
    where = f"{title}, {language_name(one.language)}"
    if one.add:
        more = say_many("one phrase more", "%(num)s phrases more", len(one.add))
        yield Line(f"{where}: {more % {'num': len(one.add)}}", _some(one.add))
    if one.take:
        fewer = say_many("one phrase fewer", "%(num)s phrases fewer", len(one.take))
        yield Line(f"{where}: {fewer % {'num': len(one.take)}}", _some(one.take))


def _listed(phrases: Phrases) -> Iterator[Line]:
    for language, listed in phrases.items():
        if listed:
            yield Line(language_name(language), _some(listed))


def _some(phrases: tuple[str, ...]) -> str:
    shown = "; ".join(phrases[:_SHOWN])
    rest = len(phrases) - _SHOWN
    more = say_many("and one more", "and %(num)s more", rest) % {"num": rest} if rest > 0 else ""
    return f"{shown}; {more}" if more else shown


def title_in(book: Codebook, key: str) -> str:
    """The title of a code; its key where the change that made it was taken back."""
    return next((theme.title for theme in book.ever_made if theme.key == key), key)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that phrases can be in."""

    code: str
    english_name: str
    #: "rtl" or "ltr".
    direction: str


def spoken() -> dict[str, Language]:
    """The languages that phrases can be in, by the code of their lists, English first."""
    found = {code: _language(code, script) for code, script in listened_for().items()}
    found.update((code, _language(code, "")) for code in codebook().books if code not in found)
    every = sorted(found.values(), key=lambda one: (one.code != _USUAL, one.english_name))
    return {each.code: each for each in every}


def _language(code: str, script: str) -> Language:
    known = all_locales().get(code)
    name = known.english_name if known else _NAMES.get(code) or _names().get(code, code)
    backwards = script in _BACKWARDS or (known is not None and known.direction == "rtl")
    return Language(code, name, "rtl" if backwards else "ltr")


def others(config: Config | None = None) -> dict[str, Offered]:
    """The languages that children are offered, but for the one staff write in."""
    offered = (config or house.config()).languages
    return {code: locale(code) for code in offered if code != _USUAL}


@cache
def _names() -> Mapping[str, str]:
    names: Mapping[str, str] = Locale(_USUAL).languages
    return names


def language_name(code: str) -> str:
    """A language in English; its code where nobody knows its name."""
    known = spoken().get(code)
    return known.english_name if known else code
