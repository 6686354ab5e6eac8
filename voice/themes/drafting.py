"""Say in plain words what is wrong with a change before anybody sees what it would move. Pure.

Stricter than the folding: what is stored already must go on working, what is typed now should be
right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from voice.i18n.phrases import PhraseBook
from voice.themes.changes import (
    WORDED,
    Add,
    Change,
    Merge,
    Phrases,
    Rephrase,
    Reword,
    Split,
    Unfit,
    Wording,
    of_told,
    singles,
)
from voice.themes.codebook import Codebook
from voice.themes.folding import as_phrase, phrases_of
from voice.themes.theme_book import BUT_NOT

#: Letters that each of the words of a code may have.
LONGEST: Final[Mapping[str, int]] = {
    "title": 80,
    "child_title": 60,
    "line": 300,
    "child_line": 200,
    "include": 1_000,
    "exclude": 1_000,
    "owner": 120,
}
#: Of one code in one language.
MOST_PHRASES: Final = 2_000
_LONGEST_PHRASE: Final = 1_500
#: As lists of phrases are named.
_LANGUAGE: Final = re.compile("[a-z]{2,3}")
#: Control characters and halves of letters: no file of ours could hold them.
_UNSEEN: Final = frozenset({"Cc", "Cs"})
_NEEDED: Final = {"title": "Give it a title.", "line": "Say in one line what it is about."}


def check(book: Codebook, change: Change) -> None:
    """Unfit where a change is not as it should be; what it must fit to is the folding's concern."""
    for one in singles(change):
        if isinstance(one, Add):
            _check_new(book, one)
        elif isinstance(one, Split):
            _check_new(book, one.made)
            _check_split(book, one)
        elif isinstance(one, Rephrase):
            _check_phrases({one.language: one.add})
        elif isinstance(one, Reword):
            _check_words(one.words)
            _check_title(book, one.words.get("title", ""), one.key)
        elif isinstance(one, Merge) and one.key == one.into:
            raise Unfit("Choose another code: this one cannot be merged into itself.", "into")


def phrase_lines(text: str, language: str) -> tuple[str, ...]:
    """The phrases typed one a line; Unfit names every line that cannot be read."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1)]
    typed = [(number, line) for number, line in lines if line]
    wrong = [f"Line {number}: {why}" for number, line in typed for why in _faults(line, language)]
    if len(typed) > MOST_PHRASES:
        wrong.append(f"More than {MOST_PHRASES:,} phrases.")
    if wrong:
        raise Unfit("\n".join(wrong), "phrases")
    return tuple(dict.fromkeys(line for _, line in typed))


def _faults(line: str, language: str) -> Iterator[str]:
    if len(line) > _LONGEST_PHRASE:
        yield f"“{line[:40]}…” is longer than {_LONGEST_PHRASE:,} letters."
        return
    if any(unicodedata.category(letter) in _UNSEEN for letter in line):
        yield "There is a letter in it that cannot be shown."
        return
    try:
        PhraseBook([("", line.removeprefix(BUT_NOT).strip())], language)
    except ValueError as fault:
        yield str(fault)


def _check_new(book: Codebook, made: Add) -> None:
    said = {name: getattr(made.wording, name) for name in WORDED}
    _check_words(said)
    _check_title(book, made.wording.title, made.key)
    _check_phrases(made.phrases)
    for example in made.examples:
        if not as_phrase(example):
            raise Unfit(f"“{example}” has no words.", "examples")


def _check_phrases(phrases: Phrases) -> None:
    for language, listed in phrases.items():
        if not _LANGUAGE.fullmatch(language):
            raise Unfit("Choose a language.", "phrases")
        phrase_lines("\n".join(listed), language)


def _check_split(book: Codebook, split: Split) -> None:
    if split.key not in {theme.key for theme in book.themes}:
        raise Unfit("This code is not used any more.")


def _check_words(said: Mapping[str, str]) -> None:
    for named, words in said.items():
        name, _language = of_told(named)
        if name in _NEEDED and not words:
            raise Unfit(_NEEDED[name], name)
        if any(unicodedata.category(letter) in _UNSEEN for letter in words):
            raise Unfit("There is a letter in it that cannot be shown.", name)
        if len(words) > LONGEST.get(name, 0):
            raise Unfit(f"Use at most {LONGEST.get(name, 0):,} letters.", name)


def _check_title(book: Codebook, title: str, key: str) -> None:
    for theme in book.every:
        if theme.key != key and theme.title.casefold() == title.casefold():
            raise Unfit(f"There is a code called “{theme.title}” already.", "title")


def rephrased(
    book: Codebook, key: str, wanted: Phrases
) -> Iterator[tuple[str, list[str], list[str]]]:
    """For each language what to add and what to take to have the wanted phrases."""
    have = phrases_of(book, key)
    for language, phrases in wanted.items():
        mine = have.get(language, ())
        more = [each for each in phrases if each not in mine]
        fewer = [each for each in mine if each not in phrases]
        if more or fewer:
            yield language, more, fewer


def reworded(book: Codebook, key: str, wanted: Mapping[str, str]) -> dict[str, str]:
    """Of these words those that the code does not have yet."""
    return {named: said for named, said in wanted.items() if _now(book, key, named) != said}


def _now(book: Codebook, key: str, named: str) -> str:
    name, language = of_told(named)
    if language:
        return book.retold.get((key, language), {}).get(name, "")
    now: str = getattr(book.theme(key), name)
    return now


def wording_of(said: Mapping[str, str]) -> Wording:
    """The words of a new code, from fields by name."""
    return Wording(**{name: said.get(name, "") for name in WORDED})
