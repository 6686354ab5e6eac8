"""What one child said, theme by theme, from all that was found and decided in its answers. Pure.

What counts was sure or a person's word. Words in which nothing counts have no theme, and that is
counted, too: it follows from the rest, so that removing the last theme brings it back and adding
one takes it away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from voice.themes.codebook import NOT_ASSIGNED
from voice.themes.splits import BAD, BETWEEN, GOOD, HERE

_BITS = {"pos": GOOD, "mixed": GOOD | BAD, "neg": BAD, "neutral": BETWEEN}


@dataclass(frozen=True, slots=True)
class Found:
    """One theme in one answer: in the child's own words or by what it chose, counting or not."""

    question: str
    theme: str
    own: bool
    counts: bool


def bits(found: Iterable[Found], bands: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """For each theme or control that counts, bits for own words and bits for what was chosen.

    `bands` are the feelings by question.
    """
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for each in counting(found):
        sums[each.theme][0 if each.own else 1] |= HERE | _BITS.get(bands.get(each.question, ""), 0)
    return {theme: (own, rated) for theme, (own, rated) in sums.items()}


def counting(found: Iterable[Found]) -> Iterator[Found]:
    """What counts of all that was found: with "no theme" for words in which nothing does."""
    written: dict[str, list[Found]] = defaultdict(list)
    for each in found:
        if each.own:
            written[each.question].append(each)
        elif each.counts:
            yield each
    for question, mine in written.items():
        themed = [each for each in mine if each.counts and each.theme != NOT_ASSIGNED]
        yield from themed or [Found(question, NOT_ASSIGNED, own=True, counts=True)]
