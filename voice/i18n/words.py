"""Cut what a child wrote into words and sentences that can be compared.

Pure: text in, spans out. Every offset is into the text that was given, so that a highlight is
always where the child wrote it. Folding forgives what a small keyboard leaves out; it never
changes what is kept or shown.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from uniseg.sentencebreak import SB, sentence_boundaries, sentence_break

#: The longest answer that is analysed, in characters (themes.md).
LONGEST = 2_000

#: Languages whose accents tell words apart; in all others an accented Latin letter is a plain one.
KEEPS_ACCENTS = frozenset({"cs", "de", "hu", "lt", "pl", "sk", "tr", "vi"})

_APOSTROPHES = "'’‘ʼʹ`´′＇"
_STRAIGHT = str.maketrans(dict.fromkeys(_APOSTROPHES, "'"))
_LATIN_ACCENTS = re.compile("([a-z])[\u0300-\u036f]+")
_OTHER_LATIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i"})

_ARABIC_MARKS = [*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06EE)]
_UNSEEN = [0x00AD, 0x200C, 0x200D, 0x2060]
_FOLDED_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىی", "ي"),
        "ة": "ه",
        "ک": "ك",
        "ـ": None,
        **{chr(code): None for code in (*_ARABIC_MARKS, *_UNSEEN)},
        **{chr(code): None for code in range(0xFE00, 0xFE10)},
        "\u20e3": None,
    }
)


def _series(*pairs: tuple[str, str]) -> dict[str, str]:
    """The seven syllables of the first letter of each pair, written with the second one."""
    return {
        chr(ord(one) + order): chr(ord(other) + order) for one, other in pairs for order in range(7)
    }


#: Ethiopic letters that sound alike and are written for one another: in both languages ...
_ETHIOPIC = str.maketrans(
    {
        **_series(("ሠ", "ሰ"), ("ፀ", "ጸ"), ("ኀ", "ሐ")),
        "ኃ": "ሐ",
        "ሓ": "ሐ",
        "ሃ": "ሀ",
        "ኣ": "አ",
        "ዐ": "ዓ",
    }
)
#: ... and in one. Tigrinya tells ዓደይ (my village) from ኣደይ (my mother), Amharic hears one letter.
_ONE_LETTER = {
    "am": str.maketrans({**_series(("ሐ", "ሀ"), ("ዐ", "አ")), "ዓ": "አ"}),
    "ti": str.maketrans(_series(("ኸ", "ከ"), ("ቐ", "ቀ"))),
}

_KEPT_CONTROLS = "\n\t"
#: Marks that turn the writing direction: they can make a page show what nobody wrote.
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")

#: Full stops that do not end a sentence, even before a space.
_SHORT_FORMS = re.compile(r"\b(?:mr|mrs|ms|dr|st|e\.g|i\.e|etc|vs|np|dr hab|ul)\.\s+$", re.I)
#: Children leave capitals out: a full stop and a space end a sentence before a small letter too.
_STOP_AND_SPACE = re.compile(r"[.…]+[\"'’”)\]]*\s+(?=\w)")


def _marks() -> str:
    """Every combining mark of the basic plane, as ranges for a regular expression."""
    codes = [c for c in range(0x300, 0xFFFF) if unicodedata.category(chr(c)).startswith("M")]
    runs = groupby(enumerate(codes), lambda pair: pair[1] - pair[0])
    spans = [[code for _, code in run] for _, run in runs]
    return "".join(f"\\u{span[0]:04x}-\\u{span[-1]:04x}" for span in spans)


#: Chinese is written without spaces: every character is a word, and phrases are runs of them.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_FIRST = f"[^\\W_{_HAN}]"
_LETTER = f"(?:{_FIRST}|[{_marks()}\u00ad\u200c\u200d\u2060])"
_WORD = re.compile(f"[{_HAN}]|{_FIRST}{_LETTER}*(?:[{_APOSTROPHES}]{_FIRST}{_LETTER}*)*")
_ASCII_WORD = re.compile("[a-z0-9]+(?:'[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word folded for comparison, and where it stands in the text given."""

    folded: str
    start: int
    end: int


def normalise(text: str) -> str:
    """NFC, without control and direction marks, and at most 2,000 characters."""
    # Cut before NFC too: composing a very long run of marks takes quadratic time.
    cut = text.replace("\r\n", "\n").replace("\r", "\n")[: LONGEST * 4]
    kept = "".join(c for c in cut if _is_kept(c))
    return unicodedata.normalize("NFC", kept)[:LONGEST]


@lru_cache(maxsize=4096)
def _is_kept(char: str) -> bool:
    if char in _KEPT_CONTROLS:
        return True
    return char not in _DIRECTION and unicodedata.category(char) not in ("Cc", "Cs")


def plain(folded: str) -> str:
    """A folded word without its Latin accents: what a keyboard without them would write."""
    if folded.isascii():
        return folded
    bare = _LATIN_ACCENTS.sub(r"\1", unicodedata.normalize("NFD", folded))
    return unicodedata.normalize("NFC", bare).translate(_OTHER_LATIN)


def spelt(text: str) -> str:
    """A text in one spelling where a script has several for the same sound; as long as before."""
    return text.translate(_ETHIOPIC)


@lru_cache(maxsize=50_000)
def fold(word: str, language: str) -> str:
    """One word made comparable: small letters, straight apostrophes, one letter for one sound."""
    if word.isascii():
        return word.lower().replace("`", "'")
    compatible = unicodedata.normalize("NFKC", word.translate(_STRAIGHT))
    folded = unicodedata.normalize("NFKC", compatible.casefold()).translate(_FOLDED_LETTERS)
    if language in _ONE_LETTER:
        folded = spelt(folded).translate(_ONE_LETTER[language])
    return folded if language in KEEPS_ACCENTS else plain(folded)


def words(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in order; emoji, punctuation and lone marks are no words."""
    if text.isascii():
        # Most English comments: four times as quick, and every character keeps its place.
        small = text.lower().replace("`", "'")
        return tuple(Word(w.group(), w.start(), w.end()) for w in _ASCII_WORD.finditer(small))
    return tuple(
        Word(fold(found.group(), language), found.start(), found.end())
        for found in _WORD.finditer(text)
    )


@lru_cache(maxsize=4096)
def _may_end(char: str) -> bool:
    return sentence_break(char) in (SB.ATERM, SB.STERM, SB.SEP, SB.CR, SB.LF)


# The comment that is being read is asked for several times in a row; no other is remembered.
@lru_cache(maxsize=2)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences, without the space around them; none is empty."""
    # The full rules cost milliseconds a comment; most comments have nothing that could end one.
    inner = text.rstrip().rstrip(".!?")
    if not any(_may_end(char) for char in set(inner)):
        return _trimmed(text, [0, len(text)])
    cuts = {0, len(text), *sentence_boundaries(text)}
    cuts |= {
        stop.end()
        for stop in _STOP_AND_SPACE.finditer(text)
        if not _SHORT_FORMS.search(text, max(0, stop.start() - 8), stop.end())
    }
    return _trimmed(text, sorted(cuts))


def _trimmed(text: str, cuts: list[int]) -> tuple[tuple[int, int], ...]:
    spans = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        if piece.strip():
            begin = start + len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(piece.strip())))
    return tuple(spans)
