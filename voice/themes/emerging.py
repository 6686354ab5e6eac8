"""Find groups among comments that no theme holds: what may be a new theme. Pure.

K-means over the vectors of whole comments, each seen from the middle of its language, so that
groups are of meaning and not of language. The same comments give the same groups. It names nothing:
a person reads a group and says what it is, or that it is nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from voice.themes.centring import centred, centres_of

if TYPE_CHECKING:
    from voice.themes.kept import Vectors
    from voice.themes.learning import Matrix, Row

#: A possible theme: so many comments by so many children (themes.md).
ANSWERS: Final = 8
CHILDREN: Final = 5
#: As many groups as anybody reads at once, and as many as are begun with.
MOST: Final = 8
_BEGUN: Final = 24
#: How near its middle the comments of a group must lie on the average; chance lies near 0.2.
_NEAR: Final = 0.35
#: A language with fewer comments has no middle of its own.
_OF_A_LANGUAGE: Final = 8
_ROUNDS: Final = 30


@dataclass(frozen=True, slots=True)
class Group:
    """Comments that are alike, by their places in what was given, the most typical first."""

    members: tuple[int, ...]
    children: int
    #: From 0 to 1.
    alike: float


def centres(vectors: Vectors, languages: Sequence[str]) -> dict[str, Row]:
    """Where each language lies, from comments of every kind; "" for those with too few."""
    found = centres_of(languages, vectors)
    many = Counter(languages)
    return {code: row for code, row in found.items() if not code or many[code] >= _OF_A_LANGUAGE}


def groups(
    vectors: Vectors,
    languages: Sequence[str],
    children: Sequence[str],
    centres: Mapping[str, Row],
) -> tuple[Group, ...]:
    """Groups large enough and alike enough, the one of most children first."""
    if len(vectors) < ANSWERS:
        return ()
    seen = centred(vectors, languages, centres)
    middles = _middles(seen)
    near = seen @ middles.T
    nearest = near.argmax(1)
    found = []
    for each in range(len(middles)):
        members = [int(place) for place in (nearest == each).nonzero()[0]]
        members.sort(key=lambda place: (-near[place, each], place))
        kept = [place for place in members if near[place, each] >= _NEAR / 2]
        who = len({children[place] for place in kept})
        alike = float(near[kept, each].mean()) if kept else 0.0
        if len(kept) >= ANSWERS and who >= CHILDREN and alike >= _NEAR:
            found.append(Group(tuple(kept), who, alike))
    return tuple(sorted(found, key=lambda group: (-group.children, group.members))[:MOST])


def _middles(seen: Matrix) -> Matrix:
    """The middles of groups, begun far apart from one another and without chance."""
    import numpy as np

    middles = _far_apart(seen)
    for _ in range(_ROUNDS):
        nearest = (seen @ middles.T).argmax(1)
        moved = np.stack([_middle(seen[nearest == n], one) for n, one in enumerate(middles)])
        if np.allclose(moved, middles):
            break
        middles = moved
    return middles


def _far_apart(seen: Matrix) -> Matrix:
    """Comments to begin with, each as unlike the ones before as can be, while that is unlike."""
    import numpy as np

    chosen = [int((seen @ seen.mean(0)).argmax())]
    near = seen @ seen[chosen[0]]
    while len(chosen) < _BEGUN and near.min() < _NEAR:
        chosen.append(int(near.argmin()))
        near = np.maximum(near, seen @ seen[chosen[-1]])
    return np.stack([seen[each] for each in chosen])


def _middle(members: Matrix, otherwise: Row) -> Row:
    return _of_length_one(members.mean(0, keepdims=True))[0] if len(members) else otherwise


def _of_length_one(vectors: Matrix) -> Matrix:
    import numpy as np

    seen: Matrix = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True).clip(1e-9)
    return seen
