"""Make of the labelled examples the heads that themes, concerns and feelings are heard by.

Pure. Each head is learnt from all examples; how far it may be believed is said by those that were
set aside when the model was attuned. What is learnt is a handful of arrays that a file can keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voice.safety.screen import KINDS
from voice.themes import calibrating, learning
from voice.themes.codebook import shipped
from voice.themes.examples import Example, Lists
from voice.themes.feeling import BANDS
from voice.themes.learning import Head, Sums

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.kept import Arrays
    from voice.themes.learning import Matrix, Row

    Mask = NDArray[np.bool_]

#: Of the bank's harmless and everyday sentences, the share that likeness may have read by a person.
#: What the lists raise among them comes on top: the lists were written with half the bank in sight,
#: so what they raise there says little. Chosen on the dev half of the samples.
FALSE_ALARMS = 0.09


@dataclass(frozen=True, slots=True)
class Heads:
    """Everything that is heard by likeness."""

    themes: Head
    #: The kinds, then whether it is any, then whether it is none.
    concerns: Head
    #: How much more a concern must speak than its absence.
    alarm: float
    #: Labels in the order of BANDS.
    feelings: Head
    #: What is added to each band's score, so that rare ones are heard too.
    balance: Row


def sorts(lists: Lists) -> tuple[Example, ...]:
    """Concerns first, then what is harmless."""
    concerns = sorted(lists.concerning, key=lambda each: not each.labels)
    return (*concerns, *lists.everyday())


def learnt(lists: Lists, vectors: Matrix, near: Matrix) -> Arrays:
    """The arrays of all heads, from centred vectors of the comments and of the sorts."""
    import numpy as np

    ordered = sorts(lists)
    themes, concerns = _labels(lists.themed, theme_keys()), _kinds(ordered)
    felt = np.array([each.feeling is not None for each in lists.themed])
    sounding = [each for each in lists.themed if each.feeling is not None]
    feelings = np.array([[float(each.feeling == band) for band in BANDS] for each in sounding])
    return {
        **_arrays("themes", vectors, themes),
        **_arrays("concerns", near, concerns),
        **_arrays("feelings", vectors[felt], feelings),
        "line": np.array(calibrating.line(*_aside(lists.themed, vectors, themes))),
        "alarm": np.array([_alarm(ordered, near, concerns)]),
        "balance": calibrating.balance(*_aside(sounding, vectors[felt], feelings)),
    }


def heads_of(arrays: Arrays) -> Heads:
    """The heads again, from what was kept."""
    slope, offset = map(float, arrays["line"])
    return Heads(
        replace(_head("themes", arrays), slope=slope, offset=offset),
        _head("concerns", arrays),
        float(arrays["alarm"][0]),
        _head("feelings", arrays),
        arrays["balance"],
    )


def theme_keys() -> list[str]:
    """The themes that come with this version, in the order of their head: no others were learnt."""
    return [theme.key for theme in shipped().themes]


def _aside(examples: Sequence[Example], vectors: Matrix, labels: Matrix) -> tuple[Matrix, Matrix]:
    """Scores and labels of the examples that were set aside, by a head that has not seen them."""
    aside = _is_aside(examples)
    head = learning.learn(learning.sums(vectors[~aside], labels[~aside]))
    return learning.scores(head, vectors[aside]), labels[aside]


def _is_aside(examples: Sequence[Example]) -> Mask:
    import numpy as np

    return np.array([each.is_aside for each in examples])


def _alarm(ordered: Sequence[Example], near: Matrix, labels: Matrix) -> float:
    """The margin from which a concern is one, so that `FALSE_ALARMS` of the harmless are."""
    import numpy as np

    held, meant = _aside(ordered, near, labels)
    margins = (held[:, -2] - held[:, -1])[meant[:, -1] > 0]
    return float(np.quantile(margins, 1 - FALSE_ALARMS)) if len(margins) else 0.0


def _kinds(ordered: Sequence[Example]) -> Matrix:
    """[sentences, kinds and two more]: which kind, whether any, whether none."""
    import numpy as np

    found = _labels(ordered, KINDS)
    any_kind = found.max(1, keepdims=True)
    return np.hstack([found, any_kind, 1 - any_kind])


def _labels(examples: Sequence[Example], keys: Sequence[str]) -> Matrix:
    import numpy as np

    return np.array([[float(key in each.labels) for key in keys] for each in examples])


def _arrays(name: str, vectors: Matrix, labels: Matrix) -> Arrays:
    """The sums of one head; what they weigh is solved when it is needed."""
    known = learning.sums(vectors, labels)
    return {f"{name}_both": known.both, f"{name}_told": known.told}


def _head(name: str, arrays: Arrays) -> Head:
    return learning.learn(Sums(arrays[f"{name}_both"], arrays[f"{name}_told"]))
