"""Mark what to leave out of a child's words so that nobody can tell who is meant.

Pure: text in, offers out. Names of many cultures, the council's own staff, schools, places, numbers
and dates. It finds what it can, not everything: a person finishes every redaction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from rapidfuzz.distance import OSA

from voice.answers.marks import Mark, joined
from voice.quotes import names
from voice.quotes.cues import Cues, cues
from voice.quotes.names import key
from voice.quotes.naming import named
from voice.quotes.patterns import Found, patterns
from voice.quotes.placing import known_places, placed
from voice.quotes.reading import Reading, Token, read

#: Every kind of thing that is left out.
KINDS: Final = (
    *("worker", "school", "place", "address", "date", "postcode", "phone", "email"),
    *("link", "handle", "age", "number", "name", "other"),
)
#: How far back the beginning of "my little brother" is looked for, in words.
_BACK: Final = 4
#: Letters from which a name on the roster may hold one slip, and two.
_ONE_SLIP, _TWO_SLIPS = 4, 7
#: What covers what, where two offers begin at the same place.
_ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}
#: Characters of Chinese: a surname and what may follow it.
_SURNAMES: Final = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許邓"
    "鄧冯馮韩韓曹曾彭萧蔡潘田董袁于余叶葉蒋蔣杜苏蘇魏程吕呂丁沈任姚卢盧傅钟鐘姜崔谭譚"
    "廖范汪陆陸金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严覃武"
    "戴莫孔向汤"
)
_HAN: Final = "\u4e00-\u9fff"
_CHINESE: Final = (
    re.compile(
        f"[{_SURNAMES}][{_HAN}]{{0,2}}?(?=老师|老師|医生|醫生|阿姨|叔叔|先生|女士|小姐|校长|校長)"
    ),
    re.compile(f"(?<=叫)(?!我|他|她|你|做|人|警)[{_HAN}]{{2,3}}(?=[，。！？、\\s,.]|$)"),
    re.compile(f"(?<=名字是)[{_HAN}]{{2,3}}"),
    re.compile(f"(?<=[在去于])[{_HAN}]{{2,6}}(?:小学|中学|学校|幼儿园)"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the council itself can name: people who work there, and places."""

    staff: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def offers(text: str, language: str, known: Known | None = None) -> tuple[Mark, ...]:
    """What could be left out of a text, in order, none over another."""
    told = known or Known()
    words = cues(language)
    reading = read(text, words)
    people = list(_people(reading, told))
    found = [
        *(_offer(each, words) for each in patterns(text, words)),
        *(_offer(each, words) for each in known_places(text, told.places)),
        *(_offer(each, words) for each in placed(reading)),
        *(_offer(each, words) for each in _chinese(text, language)),
        *people,
        *_ages(reading, people),
    ]
    return joined(sorted(found, key=lambda one: (one.start, -one.end, _ORDER[one.kind])))


def _offer(found: Found, words: Cues) -> Mark:
    return Mark(found.start, found.end, found.kind, words.word_for(found.kind))


def _people(reading: Reading, known: Known) -> Iterator[Mark]:
    """Names, each run of words as one, with the relation that leads to it."""
    staff = _staff(reading, known.staff)
    run: list[int] = []
    for place in sorted({*named(reading), *staff}):
        if run and (place != run[-1] + 1 or not (reading.close(place) or reading.joined(place))):
            yield _person(reading, run, staff)
            run = []
        run.append(place)
    if run:
        yield _person(reading, run, staff)


def _person(reading: Reading, run: list[int], staff: set[int]) -> Mark:
    first, last = reading.tokens[run[0]], reading.tokens[run[-1]]
    kind = "worker" if staff & set(run) else "name"
    end = last.end - _possessive(last)
    start = _relation(reading, run[0])
    if start is None:
        titled = _title(reading, run[0])
        begin = first.start if titled is None else titled
        return Mark(begin, end, kind, reading.cues.word_for(kind))
    led = reading.text[start : reading.tokens[run[0] - 1].end]
    return Mark(start, end, kind, f"[{led[0].lower()}{led[1:]}]")


def _possessive(token: Token) -> int:
    """Letters of "'s" or another ending behind an apostrophe: they stay."""
    tail = re.search(r"['’‘`][a-zığüşöç]{1,4}$", token.text)
    return len(tail.group()) if tail else 0


def _relation(reading: Reading, place: int) -> int | None:
    """Where "my little brother" begins that leads to the name here."""
    before = reading.at(place - 1)
    if before is None or not reading.near(place) or before.key not in reading.cues.relations:
        return None
    for at in range(place - 2, max(-1, place - 2 - _BACK), -1):
        between = reading.tokens[at]
        if not reading.close(at + 1) or between.key in reading.cues.relations or _is_name(between):
            break
        if between.key in reading.cues.possessives:
            return between.start
    return before.start


def _is_name(token: Token) -> bool:
    return token.capital and not token.opens and token.sort is not None


def _title(reading: Reading, place: int) -> int | None:
    before = reading.at(place - 1)
    if before is None or before.key not in reading.cues.titles or not reading.close(place):
        return None
    longed_for = before.key == "miss" and not before.capital and place > 1
    return None if longed_for else before.start


def _staff(reading: Reading, roster: tuple[str, ...]) -> set[int]:
    """The places of words that are names on the roster, perhaps with a slip."""
    parts = {part for name in roster for part in re.split(r"[\s-]+", key(name)) if len(part) > 1}
    return {
        place
        for place, token in enumerate(reading.tokens)
        if any(_is_on_roster(reading, token, form, parts) for form in _spelt(token))
    }


def _spelt(token: Token) -> Iterator[str]:
    yield token.small
    if token.small.endswith("s"):
        yield token.small[:-1]


def _is_on_roster(reading: Reading, token: Token, form: str, parts: set[str]) -> bool:
    if form in parts:
        return token.capital or not reading.is_ordinary(token)
    if len(form) < _ONE_SLIP or reading.is_ordinary(token):
        return False
    slips = 2 if len(form) >= _TWO_SLIPS else 1
    return any(
        len(part) >= _ONE_SLIP and OSA.distance(form, part, score_cutoff=slips) <= slips
        for part in parts
    )


def _ages(reading: Reading, people: list[Mark]) -> Iterator[Mark]:
    """How old somebody is, told within three words of a name."""
    ends = {each.end for each in people}
    for place, token in enumerate(reading.tokens):
        if token.text.isdigit() and len(token.text) <= 2:
            before = [reading.tokens[at] for at in range(max(0, place - 3), place)]
            led = not before or before[-1].key in reading.cues.ages or before[-1].end in ends
            if led and any(one.end in ends for one in before):
                word = reading.cues.word_for("age")
                yield Mark(token.start, token.end, "age", word)


def _chinese(text: str, language: str) -> Iterator[Found]:
    """Names in a script without spaces."""
    if not language.startswith("zh"):
        return
    for pattern in _CHINESE:
        for match in pattern.finditer(text):
            kind = "school" if match.group().endswith(("学", "校", "园")) else "name"
            yield Found(match.start(), match.end(), kind)
    for match in _given_names().finditer(text):
        yield Found(match.start(), match.end(), "name")


@cache
def _given_names() -> re.Pattern[str]:
    """Every given name that we know in Chinese characters, perhaps behind a surname."""
    known = sorted(name for name in names.known().native if re.match(f"[{_HAN}]", name))
    return re.compile(f"[{_SURNAMES}]?(?:{'|'.join(known)})")
