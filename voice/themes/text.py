"""Decide which language a child wrote in, and cut what they wrote into sentences.

Pure. The language of the form is believed unless the letters are of another script, or four words
or more point clearly elsewhere: a misspelt word is no foreign language.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from voice.i18n.words import LONGEST, Word, sentences, words

#: Fewer words than this never overrule the language of the form (themes.md).
ENOUGH_WORDS = 4

#: How sure py3langid must be, of 1. Measured on misspelt children's comments in four languages:
#: with the languages below and no others, none was overruled wrongly.
SURE = 0.95

#: What we fall back to when nothing says otherwise.
USUAL = "en"

#: The languages we listen for first, by the script (first word of a character's Unicode name). The
#: first of each is taken when a few words say no more than the script. The identifier knows 140,
#: among them creoles of English for which it takes a young child's spelling: the others must be
#: likelier than SURE among all.
_BY_SCRIPT = {
    "LATIN": "en pl so cy ro pt es fr it de nl tr kmr sq lt lv hu cs sk vi yo ig ha om sw hr",
    "ARABIC": "ar fa ur ps ckb",
    "CYRILLIC": "uk ru bg sr",
    "BENGALI": "bn",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "DEVANAGARI": "hi ne",
    "TAMIL": "ta",
    "ETHIOPIC": "ti am",
    "GREEK": "el",
    "CJK": "zh",
    "HEBREW": "he",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "SINHALA": "si",
    "THAI": "th",
}
#: Written in a script of ours, but unknown to the identifier.
_NOT_IDENTIFIED = frozenset({"ti"})
#: Spoken forms of a language whose lists we use for them, and a creole that is a child's spelling.
_DIALECTS = {
    "arz": "ar",
    "ary": "ar",
    "sdh": "ku",
    "fil": "tl",
    "wuu": "zh",
    "yue": "zh",
    "pcm": "en",
}
#: What the identifier calls Kurdish is written in two scripts, which are two languages of ours.
_KURDISH = {"LATIN": "kmr", "ARABIC": "ckb"}
_LANGUAGES = {script: tuple(codes.split()) for script, codes in _BY_SCRIPT.items()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: where it stands in the text given, and its words with the same offsets."""

    start: int
    end: int
    words: tuple[Word, ...]


def split_sentences(text: str, language: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order; offsets are into the text given, which is not changed.

    What lies beyond the longest answer (2,000 characters) is not read.
    """
    read = text[:LONGEST]
    return tuple(
        Sentence(
            start,
            end,
            tuple(
                Word(word.folded, word.start + start, word.end + start)
                for word in words(read[start:end], language)
            ),
        )
        for start, end in sentences(read)
    )


def decide_language(text: str, prior: str | None) -> str:
    """The language of a text; `prior` is the language of the form, None where nobody knows it."""
    read = text[:LONGEST]
    script = main_script(read)
    if script is None:
        return prior or USUAL
    believed = prior if prior and _fits(prior, script) else None
    enough = len(words(read, believed or USUAL)) >= ENOUGH_WORDS
    if believed and not (enough and _can_be_identified(believed)):
        return believed
    likely, confidence = _identify(read, script, believed)
    if believed and (confidence < SURE or likely == base_language(believed)):
        return believed
    if script not in _LANGUAGES:
        return likely if confidence >= SURE else prior or USUAL
    return likely if enough or confidence >= SURE else _LANGUAGES[script][0]


def listened_for() -> dict[str, str]:
    """The languages we listen for, each with the script it is mostly written in."""
    return {code: script for script in reversed(_LANGUAGES) for code in _LANGUAGES[script]}


def main_script(text: str) -> str | None:
    """The script of most letters, by its Unicode name; None for a text without letters."""
    counts = Counter(script for char in text if (script := _script_of(char)))
    return counts.most_common(1)[0][0] if counts else None


@lru_cache(maxsize=4096)
def _script_of(char: str) -> str | None:
    return unicodedata.name(char, "").split(" ")[0] if char.isalpha() else None


def base_language(code: str) -> str:
    """The language without its region: "pt" for "pt_BR"; lists are kept by it."""
    return code.replace("-", "_").split("_")[0].lower()


def _fits(prior: str, script: str) -> bool:
    """Whether a language can be written so; a language we do not list is believed."""
    scripts = {name for name, codes in _LANGUAGES.items() if base_language(prior) in codes}
    return not scripts or script in scripts


def _can_be_identified(language: str) -> bool:
    """Whether the identifier could confirm it, so that its silence means something."""
    code = base_language(language)
    return code in _NOT_IDENTIFIED or code in _identifier().nb_classes


def _identify(text: str, script: str, believed: str | None) -> tuple[str, float]:
    """The likeliest language and its share: of those of this script and the form's, or of all."""
    known = {*_LANGUAGES.get(script, ()), base_language(believed or "")} - {""}
    if script in _LANGUAGES and (len(known) == 1 or not _NOT_IDENTIFIED.isdisjoint(known)):
        return _LANGUAGES[script][0], 0.0
    every: Counter[str] = Counter()
    for code, share in _identifier().rank(text):
        usual = _DIALECTS.get(code, code)
        every[_KURDISH.get(script, usual) if usual == "ku" else usual] += share
    first = max(every, key=lambda code: every[code])
    if every[first] >= SURE or known.isdisjoint(every):
        return first, every[first]
    shares = {code: every[code] for code in known}
    likely = max(sorted(shares), key=lambda code: shares[code])
    return likely, shares[likely] / (sum(shares.values()) or 1.0)


@cache
def _identifier() -> Any:
    # Here, not above: reading the model takes a second that most commands never need.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
