"""Find the phrases of a book in the words of a text.

Pure, and quick enough for every answer: all patterns are followed at once, and a word that begins
no pattern costs one look-up. Patterns are written by practitioners:

    he hit me         these words, one after the other
    listen*           any ending            *ضرب          any beginning
    [not|never] kind  one of several; several words may stand inside
    feel (really) sad a word that may be missing
    hurt* .. me       a gap of nought to three words

A word is met whether or not the child wrote the accents and apostrophes of the pattern, and
however long a letter was held down ("stoppp").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from voice.i18n.words import Word, plain, words

#: Words that a gap may swallow.
WIDEST_GAP = 3

_ANY = -1
_MOST_STATES = 50_000
_MOST_WORDS = 200_000
_PIECE = re.compile(r"\.\.|[\[\]()|]|[^\s\[\]()|.]+")
_GLUED = re.compile(r"[^\s\[(|][\[(]|[\])][^\s\])|]")
_HELD_DOWN = re.compile(r"([^\W\d])\1{2,}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern met in a text: whose it is, as it was written, and the characters it covers."""

    key: str
    pattern: str
    start: int
    end: int


@dataclass(slots=True)
class _State:
    """A set of places in the patterns, and where each kind of word leads from it."""

    places: frozenset[int]
    met: tuple[int, ...]
    after: dict[int, _State | None] = field(default_factory=dict)


class _Atoms:
    """The single words of all patterns, and which of them a word of a text satisfies."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._ids: dict[tuple[str, str], int] = {}
        self._by_shape: dict[str, dict[str, list[tuple[str, int]]]] = {}

    def add(self, text: str, shape: str) -> int:
        """The number of a word with a shape: exact, begins, ends or contains."""
        if (text, shape) not in self._ids:
            number = self._ids[text, shape] = len(self._ids)
            for written in {text, text.replace("'", "")}:
                same = self._by_shape.setdefault(shape, {}).setdefault(plain(written), [])
                same.append((written, number))
        return self._ids[text, shape]

    def satisfied_by(self, folded: str) -> frozenset[int]:
        """Numbers of every word in the patterns that this word of a text counts as."""
        return frozenset(number for form in _forms(folded) for number in self._of(form))

    def _of(self, form: str) -> Iterator[int]:
        bare = plain(form)
        size = len(bare)
        cuts = {
            "exact": [(0, size)],
            "begins": [(0, end) for end in range(1, size + 1)],
            "ends": [(start, size) for start in range(size)],
        }
        for shape, spans in cuts.items():
            known = self._by_shape.get(shape, {})
            for start, end in spans:
                for written, number in known.get(bare[start:end], ()):
                    if _hears(form[start:end], written):
                        yield number
        for inner, entries in self._by_shape.get("contains", {}).items():
            if inner in bare:
                yield from (number for _, number in entries)


def _forms(folded: str) -> set[str]:
    """The word, and what it was before a letter was held down."""
    if not _HELD_DOWN.search(folded):
        return {folded}
    return {folded, _HELD_DOWN.sub(r"\1\1", folded), _HELD_DOWN.sub(r"\1", folded)}


def _hears(said: str, written: str) -> bool:
    """Each letter is the pattern's own or its plain form; an accent nobody wrote is not heard in.

    "zla" is heard as "zła", but "łaska" is not "laska".
    """
    if said == written:
        return True
    pairs = zip(said, written, strict=False)
    return len(said) == len(written) and all(s in (w, plain(w)) for s, w in pairs)


class _Reader:
    """Reads one pattern into the net: places joined by words, with no empty steps."""

    def __init__(self, book: PhraseBook, pattern: str) -> None:
        self._book = book
        self._pattern = pattern
        self._pieces = _PIECE.findall(pattern)
        self._at = 0

    def read(self) -> frozenset[int]:
        """The places at which the whole pattern has been met."""
        ends = self._sequence(frozenset({0}), closing="")
        if 0 in ends or ends & self._book.gap_places or _ANY in self._book.steps[0]:
            raise self._wrong("must begin and end with a word")
        return ends

    def _sequence(self, ends: frozenset[int], closing: str) -> frozenset[int]:
        while self._at < len(self._pieces):
            piece = self._pieces[self._at]
            if closing and piece in ("|", closing):
                return ends
            self._at += 1
            if piece == "[":
                ends = self._branches(ends, "]")
            elif piece == "(":
                ends |= self._branches(ends, ")")
            elif piece == "..":
                ends = self._gap(ends)
            else:
                ends = self._chunk(ends, piece)
        if closing:
            raise self._wrong(f"has no {closing}")
        return ends

    def _branches(self, ends: frozenset[int], closing: str) -> frozenset[int]:
        out = self._sequence(ends, closing)
        while self._pieces[self._at] == "|":
            self._at += 1
            out |= self._sequence(ends, closing)
        self._at += 1
        return out

    def _gap(self, ends: frozenset[int]) -> frozenset[int]:
        out, last = ends, ends
        for _ in range(WIDEST_GAP):
            last = frozenset({self._book.join(last, _ANY)})
            out |= last
        return out

    def _chunk(self, ends: frozenset[int], chunk: str) -> frozenset[int]:
        inner = chunk.strip("*")
        parts = words(inner, self._book.language)
        if not parts or "*" in inner:
            raise self._wrong(f"cannot use {chunk!r}")
        for number, part in enumerate(parts):
            before = chunk.startswith("*") and number == 0
            after = chunk.endswith("*") and number == len(parts) - 1
            shape = {(0, 0): "exact", (0, 1): "begins", (1, 0): "ends"}.get(
                (before, after), "contains"
            )
            atom = self._book.atoms.add(part.folded, shape)
            ends = frozenset({self._book.join(ends, atom)})
        return ends

    def _wrong(self, why: str) -> ValueError:
        return ValueError(f"The pattern {self._pattern!r} {why}.")


class PhraseBook:
    """Patterns under keys, for one language; raises ValueError for a pattern it cannot read."""

    def __init__(self, entries: Iterable[tuple[str, str]], language: str) -> None:
        self.language = language
        self.atoms = _Atoms(language)
        self.steps: list[dict[int, list[int]]] = [{}]
        self.gap_places: frozenset[int] = frozenset()
        self._entries = tuple(entries)
        self._met_at: dict[int, list[int]] = {}
        for number, (_, pattern) in enumerate(self._entries):
            if _GLUED.search(pattern):
                raise ValueError(f"The pattern {pattern!r} needs a space beside its bracket.")
            for place in _Reader(self, pattern).read():
                self._met_at.setdefault(place, []).append(number)
        self._kinds: dict[frozenset[int], int] = {frozenset(): 0}
        self._forget()

    def join(self, ends: frozenset[int], atom: int) -> int:
        """A new place, reached from all of these by this word (used while reading patterns)."""
        place = len(self.steps)
        self.steps.append({})
        for end in ends:
            self.steps[end].setdefault(atom, []).append(place)
        if atom == _ANY:
            self.gap_places |= {place}
        return place

    def find(self, found: Sequence[Word]) -> list[Hit]:
        """Hits in order of place; of one key's hits inside one another, the longest."""
        hits = self.every(found)
        kept: list[Hit] = []
        reach: dict[str, int] = {}
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            if hit.end > reach.get(hit.key, -1):
                reach[hit.key] = hit.end
                kept.append(hit)
        return kept

    def every(self, found: Sequence[Word]) -> list[Hit]:
        """Every hit, also those inside one another; a key once for the same characters."""
        known = self._kind_of
        kinds = [known[w.folded] if w.folded in known else self._kind(w.folded) for w in found]
        spans: dict[tuple[str, int, int], Hit] = {}
        for first, last, number in self._met(kinds):
            key, pattern = self._entries[number]
            start, end = found[first].start, found[last].end
            spans.setdefault((key, start, end), Hit(key, pattern, start, end))
        return list(spans.values())

    def _met(self, kinds: list[int]) -> Iterator[tuple[int, int, int]]:
        """First word, last word and number of every pattern met."""
        size = len(kinds)
        for first, kind in enumerate(kinds):
            if not kind:
                continue
            state = self._root
            for last in range(first, size):
                kind = kinds[last]
                try:
                    following = state.after[kind]
                except KeyError:
                    following = self._step(state, kind)
                if following is None:
                    break
                state = following
                for number in state.met:
                    yield first, last, number

    def _step(self, state: _State, kind: int) -> _State | None:
        atoms = (_ANY, *self._atoms_of[kind])
        places = frozenset(
            place
            for origin in state.places
            for atom in atoms
            for place in self.steps[origin].get(atom, ())
        )
        following = state.after[kind] = self._state(places) if places else None
        return following

    def _state(self, places: frozenset[int]) -> _State:
        if len(self._states) > _MOST_STATES:
            self._forget()
        if places not in self._states:
            met = {number for place in places for number in self._met_at.get(place, ())}
            self._states[places] = _State(places, tuple(sorted(met)))
        return self._states[places]

    def _kind(self, folded: str) -> int:
        """Learn a new word: words that satisfy the same words of the patterns are of one kind."""
        if len(self._kind_of) > _MOST_WORDS:
            self._kind_of.clear()
        atoms = self.atoms.satisfied_by(folded)
        kind = self._kinds.setdefault(atoms, len(self._kinds))
        self._atoms_of[kind] = atoms
        self._kind_of[folded] = kind
        return kind

    def _forget(self) -> None:
        """Start the memory of states and words again: it must not grow with what is read."""
        self._kind_of: dict[str, int] = {}
        self._atoms_of: dict[int, frozenset[int]] = {
            number: atoms for atoms, number in self._kinds.items()
        }
        self._states: dict[frozenset[int], _State] = {}
        self._root = _State(frozenset({0}), ())
