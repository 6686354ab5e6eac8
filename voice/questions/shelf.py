"""Take question sets from the library of TOML files, refusing a bad one with every error at once.

Pure. Each error names its file, the question and the key, so that whoever wrote the file can mend
it without reading this code.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from voice.questions.kinds import FACES, RESERVED, Kind, Occasion, Polarity, Tier
from voice.questions.sets import Only, Option, Question, QuestionSet, Section

Raw = Mapping[str, Any]
Scale = tuple[tuple[Option, ...], str]

_SET_KEYS = {"key", "version", "title", "intro", "occasion", "tiers", "audience", "sections"}
_QUESTION_KEYS = frozenset(
    "id construct kind scale text help theme polarity safety more follows when private voch "
    "options look".split()
)
_OPTION_KEYS = {"value", "text", "face", "picture", "weight", "low", "not_sure", "pn"}


class BadLibrary(ValueError):
    """One or more files of the library are wrong; `errors` holds a line for each fault."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@cache
def library() -> Mapping[str, QuestionSet]:
    """Every set of the library by its key; BadLibrary with all faults of all files."""
    folder = resources.files("voice.questions") / "library"
    texts = {each.name: each.read_text("utf-8") for each in folder.iterdir()}
    return read_library({name: texts[name] for name in sorted(texts) if name.endswith(".toml")})


def read_library(texts: Mapping[str, str]) -> Mapping[str, QuestionSet]:
    """Read sets from TOML texts by file name.

    Two files are no sets: `scales.toml` holds the scales, `ending.toml` how every form ends.
    """
    faults: list[str] = []
    raws: dict[str, Raw] = {}
    for name, text in texts.items():
        try:
            raws[name] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as wrong:
            faults.append(f"{name}: not TOML: {wrong}")
    scales = {key: _scale(raw) for key, raw in raws.pop("scales.toml", {}).items()}
    ending = raws.pop("ending.toml", None)
    for name, raw in raws.items():
        faults += [f"{name}: {fault}" for fault in _faults(raw, scales)]
    if faults:
        raise BadLibrary(faults)
    last = (_section(ending, scales),) if ending else ()
    read = [_set(raw, scales, last) for raw in raws.values()]
    return {each.key: each for each in read}


def _scale(raw: Raw) -> Scale:
    return tuple(_option(option) for option in raw["options"]), raw.get("look", "words")


def _faults(raw: Raw, scales: Mapping[str, Scale]) -> Iterator[str]:
    for key in sorted(_SET_KEYS - raw.keys()):
        yield f"{key} is missing"
    for key in sorted(raw.keys() - _SET_KEYS):
        yield f"{key} is not a key of a set"
    yield from _not_among("occasion", raw.get("occasion"), list(Occasion))
    for tier in raw.get("tiers", []):
        yield from _not_among("tiers", tier, list(Tier))
    seen: set[str] = set()
    for section in raw.get("sections", []):
        for question in section.get("questions", []):
            name = question.get("id", "a question without id")
            for fault in _question_faults(question, scales, seen, raw.get("tiers", [])):
                yield f"question {name}: {fault}"
            seen.add(name)


def _question_faults(
    raw: Raw, scales: Mapping[str, Scale], seen: set[str], tiers: list[str]
) -> Iterator[str]:
    for key in ("id", "construct", "kind", "text"):
        if not raw.get(key):
            yield f"{key} is missing"
    for key in sorted(raw.keys() - _QUESTION_KEYS):
        yield f"{key} is not a key of a question"
    if raw.get("id") in seen:
        yield "id is used twice"
    if raw.get("id") in RESERVED:
        yield "id belongs to the form itself"
    yield from _not_among("kind", raw.get("kind"), list(Kind))
    yield from _not_among("polarity", raw.get("polarity", "none"), list(Polarity))
    earlier = [raw.get("follows"), raw.get("when", {}).get("question")]
    for name in earlier:
        if name and name not in seen:
            yield f"{name} does not come before it"
    yield from _choice_faults(raw, scales, tiers)


def _choice_faults(raw: Raw, scales: Mapping[str, Scale], tiers: list[str]) -> Iterator[str]:
    scale = raw.get("scale")
    named = list(scale.values()) if isinstance(scale, dict) else [scale] if scale else []
    for name in named:
        yield from _not_among("scale", name, list(scales))
    by_tier = scale if isinstance(scale, dict) else dict.fromkeys(tiers)
    for tier in tiers:
        if tier not in by_tier:
            yield f"scale has none for tier {tier}"
    if raw.get("kind") != Kind.OPEN and not named and not raw.get("options"):
        yield "options or a scale are missing"
    for option in raw.get("options", []):
        yield from _option_faults(option)


def _option_faults(option: Raw) -> Iterator[str]:
    for key in sorted(option.keys() - _OPTION_KEYS):
        yield f"{key} is not a key of an option"
    for key in ("value", "text"):
        if not option.get(key):
            yield f"an option has no {key}"
    if option.get("face"):
        yield from _not_among("face", option["face"], list(FACES))


def _not_among(key: str, value: object, allowed: list[Any]) -> Iterator[str]:
    if value is not None and value not in allowed:
        yield f"{key} cannot be {value!r}; it is one of {', '.join(map(str, allowed))}"


def _set(raw: Raw, scales: Mapping[str, Scale], last: tuple[Section, ...]) -> QuestionSet:
    return QuestionSet(
        key=raw["key"],
        version=raw["version"],
        title=raw["title"],
        intro=raw["intro"],
        occasion=Occasion(raw["occasion"]),
        tiers=tuple(Tier(tier) for tier in raw["tiers"]),
        audience=raw["audience"],
        sections=(*(_section(section, scales) for section in raw["sections"]), *last),
    )


def _section(raw: Raw, scales: Mapping[str, Scale]) -> Section:
    questions = tuple(_question(question, scales) for question in raw["questions"])
    return Section(raw["key"], raw["title"], questions)


def _question(raw: Raw, scales: Mapping[str, Scale]) -> Question:
    scale, when = raw.get("scale"), raw.get("when")
    by_tier = {Tier(t): scales[s] for t, s in scale.items()} if isinstance(scale, dict) else {}
    options, look = scales[scale] if isinstance(scale, str) else ((), "words")
    if raw.get("options"):
        options = tuple(_option(option) for option in raw["options"])
        look = "faces" if any(option.face for option in options) else "words"
        look = "pictures" if any(option.picture for option in options) else look
    return Question(
        id=raw["id"],
        construct=raw["construct"],
        kind=Kind(raw["kind"]),
        text=raw["text"],
        help=raw.get("help", ""),
        options=options,
        look=raw.get("look", look),
        theme=raw.get("theme"),
        polarity=Polarity(raw.get("polarity", "none")),
        safety=raw.get("safety"),
        more=raw.get("more", raw["kind"] == Kind.CHOICE),
        follows=raw.get("follows"),
        only=Only(when["question"], tuple(when["values"])) if when else None,
        private=raw.get("private", False),
        voch=raw.get("voch"),
        by_tier=by_tier,
    )


def _option(raw: Raw) -> Option:
    return Option(**raw)
