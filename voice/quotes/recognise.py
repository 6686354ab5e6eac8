"""Ask whether somebody could still recognise a child in words that name nobody.

Pure. It finds signs, a person answers: a rare language, how many brothers or sisters, a school, an
event that others remember, a detail that only one child would tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from voice.answers.marks import Mark
from voice.i18n.words import fold, words

#: Everything that is asked, in the order in which it is shown.
SIGNS: Final = ("language", "siblings", "school", "event", "number", "detail", "much")
_COUNT: Final = (
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|both|half|step|twin|only|oldest|eldest"
    r"|youngest|big|little|baby|middle)"
)
_SIBLINGS: Final = re.compile(
    rf"\b{_COUNT}[\s-]+(?:\w+\s)?(?:brothers?|sisters?|siblings?|child|cousins?)\b"
    r"|\b(?:twins?|triplets?|only child)\b",
    re.IGNORECASE,
)
_SCHOOL: Final = frozenset(
    "school college class year teacher headteacher uniform club team academy nursery primary"
    " szkoła klasa nauczyciel dugsi dugsiga iskuulka macallin مدرسه صف معلم".split()
)
_EVENT: Final = frozenset(
    "court judge police arrested prison jail hospital ambulance died death dead funeral fire crash"
    " accident stabbed shot news wedding abroad asylum lorry boat adopted adoption birthday"
    " excluded expelled pregnant cancer suicide overdose sąd policja szpital więzienie umarł"
    " booliis maxkamad isbitaal محكمه شرطه مستشفي سجن".split()
)
#: Words so long, or so few of them, that a text is like no other.
_LONG_WORD: Final = 11
_MANY_WORDS: Final = 40
_FREQUENT: Final = 3


def signs(
    text: str,
    language: str,
    marks: Sequence[Mark] = (),
    ordinary: Collection[str] = (),
    *,
    rare: bool,
) -> tuple[str, ...]:
    """Those of SIGNS that a person should think of; `rare` says so of the language."""
    said = [word.folded for word in words(text, language)]
    bare = {fold(each, language) for each in _SCHOOL}, {fold(each, language) for each in _EVENT}
    found = {
        "language": rare,
        "siblings": _SIBLINGS.search(text) is not None,
        "school": any(word in bare[0] for word in said) or any(m.kind == "school" for m in marks),
        "event": any(word in bare[1] for word in said),
        "number": any(char.isdigit() for char in text),
        "detail": any(len(word) >= _LONG_WORD and word not in ordinary for word in said),
        "much": len(said) > _MANY_WORDS or len(marks) > _FREQUENT,
    }
    return tuple(sign for sign in SIGNS if found[sign])
