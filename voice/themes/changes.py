"""The changes that a council can make in its codebook, and how they are written down. Pure.

A change says what is to be, never what was: `folding.applied` makes of the codebook that comes with
this version and all changes the one in use. The keys that come with this version never change.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from voice.themes.codebook import LOCAL

#: What can be worded anew, in the order in which people read it.
WORDED: Final = ("title", "child_title", "line", "child_line", "include", "exclude", "owner")
#: What children read of it, which can be said in their languages, too: "child_title:pl".
TOLD: Final = ("child_title", "child_line")
_TOLD_IN: Final = re.compile(rf"({'|'.join(TOLD)}):([a-z]{{2,3}}(?:_[A-Za-z]+)?)")
#: Letters of a key after `LOCAL`: 30 with it, which is what the tables hold.
_LONGEST_KEY: Final = 24

#: Phrases by language; one with "!" before it takes hits away.
Phrases = Mapping[str, tuple[str, ...]]


def told_in(name: str, language: str) -> str:
    """How words for children are named in a language that is not the one staff write in."""
    return f"{name}:{language}"


def of_told(name: str) -> tuple[str, str]:
    """The name of some words, and the language they are for: "" for the one staff write in."""
    found = _TOLD_IN.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


class Unfit(ValueError):
    """A change that makes no sense here; the message says why, `field` where it was typed."""

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True, slots=True)
class Wording:
    """What people read of a code."""

    title: str
    line: str
    child_title: str = ""
    child_line: str = ""
    include: str = ""
    exclude: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """A local code."""

    key: str
    wording: Wording
    phrases: Phrases = field(default_factory=dict)
    #: Sentences in children's words; whoever writes exactly that is heard.
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reword:
    """Other words for a code; only those that change. Named as in `WORDED`, or by `told_in`."""

    key: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rephrase:
    """Phrases more, and phrases fewer, in one language."""

    key: str
    language: str
    add: tuple[str, ...] = ()
    take: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """One code is counted under another from now on."""

    key: str
    into: str


@dataclass(frozen=True, slots=True)
class Split:
    """A part of a code becomes one of its own: its phrases take the hit away from the old one."""

    key: str
    made: Add


@dataclass(frozen=True, slots=True)
class Retire:
    """A local code is no longer used."""

    key: str


@dataclass(frozen=True, slots=True)
class BringBack:
    """A code that was merged or retired is used by itself again."""

    key: str


@dataclass(frozen=True, slots=True)
class Several:
    """Some changes made as one: a page on which much was typed, or a file that was brought in."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier change is taken back, as if it had never been made."""

    number: int


Single = Add | Reword | Rephrase | Merge | Split | Retire | BringBack
Change = Single | Several | Undo

_KINDS: Final[Mapping[str, type[Any]]] = {
    "add": Add,
    "reword": Reword,
    "rephrase": Rephrase,
    "merge": Merge,
    "split": Split,
    "retire": Retire,
    "bring_back": BringBack,
    "several": Several,
    "undo": Undo,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A change with its place in the history, from 1 on."""

    number: int
    change: Change


def written(change: Change) -> tuple[str, dict[str, Any]]:
    """The kind of a change and what it says, as a row keeps it."""
    if isinstance(change, Several):
        told = {"changes": [list(written(each)) for each in change.changes]}
    else:
        told = asdict(change)
    return _NAMES[type(change)], told


def read(kind: str, told: Mapping[str, Any]) -> Change:
    """The change that a row keeps; Unfit for what no row of ours says."""
    try:
        if kind == "several":
            return Several(tuple(read(name, inner) for name, inner in told["changes"]))
        found = _read(kind, told)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Unfit(f"This is no change that can be read: {kind}.") from fault
    if not (_is_sound(found) and all(isinstance(leaf, str | int) for leaf in _leaves(told))):
        raise Unfit(f"This is no change that can be read: {kind}.")
    return found


def _is_sound(change: Change) -> bool:
    """Whether it holds what a change of its kind should, as far as can be seen at once."""
    match change:
        case (
            Add(str(), Wording(), dict(), tuple())
            | Reword(str(), dict())
            | Rephrase(str(), str(), tuple(), tuple())
            | Merge(str(), str())
            | Split(str(), Add())
            | Retire(str())
            | BringBack(str())
        ):
            return not any(isinstance(leaf, int) for leaf in _leaves(asdict(change)))
    return isinstance(change, Undo) and isinstance(change.number, int)


def _leaves(told: Any) -> Iterator[Any]:
    if isinstance(told, Mapping | list | tuple):
        for each in told.values() if isinstance(told, Mapping) else told:
            yield from _leaves(each)
    else:
        yield told


def _read(kind: str, told: Mapping[str, Any]) -> Change:
    if kind == "add":
        return _added(told)
    if kind == "split":
        return Split(told["key"], _added(told["made"]))
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
    found: Change = _KINDS[kind](**values)
    return found


def _added(told: Mapping[str, Any]) -> Add:
    phrases = {language: tuple(listed) for language, listed in told["phrases"].items()}
    return Add(told["key"], Wording(**told["wording"]), phrases, tuple(told["examples"]))


def in_force(changes: Sequence[Numbered]) -> tuple[Numbered, ...]:
    """Those that were not taken back; taking back a taking back makes the first hold again."""
    undone: set[int] = set()
    kept: list[Numbered] = []
    for each in reversed(changes):
        if each.number in undone:
            continue
        if isinstance(each.change, Undo):
            undone.add(each.change.number)
        else:
            kept.append(each)
    return tuple(reversed(kept))


def singles(change: Change) -> tuple[Single, ...]:
    """A change as the single ones it is made of; an undoing is none."""
    if isinstance(change, Several):
        return tuple(one for each in change.changes for one in singles(each))
    return () if isinstance(change, Undo) else (change,)


def one_of(changes: Sequence[Change]) -> Change:
    """These as one change; Unfit where there are none."""
    if not changes:
        raise Unfit("Nothing would change.")
    return changes[0] if len(changes) == 1 else Several(tuple(changes))


def keys_ever(changes: Iterable[Numbered]) -> frozenset[str]:
    """Keys that were ever given to a local code: none is given twice, whatever became of it."""
    every = (one for each in changes for one in singles(each.change))
    made = (one.made if isinstance(one, Split) else one for one in every)
    return frozenset(one.key for one in made if isinstance(one, Add))


def key_for(title: str, taken: Collection[str]) -> str:
    """A key for a new local code, made of its title; the same title twice gets a number."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", bare).strip("_") or "code"
    key, number = LOCAL + stem[:_LONGEST_KEY].strip("_"), 1
    while key in taken:
        number += 1
        end = f"_{number}"
        key = LOCAL + stem[: _LONGEST_KEY - len(end)].strip("_") + end
    return key
