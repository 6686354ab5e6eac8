"""Make of the labelled examples the heads that themes, concerns and feelings are heard by.

Pure. Each head is learnt once for good, and a few times with languages held out, to say how far it
may be believed. What is learnt is a handful of arrays that a file can keep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voice.safety.screen import KINDS, screen
from voice.themes import calibrating, learning
from voice.themes import letters as spelling
from voice.themes.codebook import shipped
from voice.themes.examples import Example, Lists
from voice.themes.feeling import BANDS
from voice.themes.learning import Head, Known, Weighing
from voice.themes.letters import Letters

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.kept import Arrays
    from voice.themes.learning import Matrix, Row

#: What likeness and letters weigh, for each head. Chosen on the dev half of the samples.
_THEMES, _CONCERNS, _FEELINGS = Weighing(0, 1.0), Weighing(20, 1.0), Weighing(0, 0.6)
#: Of the bank's harmless and everyday sentences, the share that phrases and likeness together may
#: have read by a person.
FALSE_ALARMS = 0.12


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
    """Concerns first, so that the nearest one is found by its place; then what is harmless."""
    concerns = sorted(lists.concerning, key=lambda each: not each.labels)
    return (*concerns, *lists.everyday())


def learnt(lists: Lists, vectors: Matrix, apart: Matrix) -> Arrays:
    """The arrays of all heads, from centred vectors of the comments and of the sorts."""
    import numpy as np

    themed, sorted_, felt = _known(lists, vectors, apart)
    tongues = [each.language for each in lists.themed]
    alarm = _alarm(sorts(lists), sorted_)
    sounding = _with_feeling(lists)
    own = [code for code, has in zip(tongues, sounding, strict=True) if has]
    balance = calibrating.balance(learning.held_out(felt, own, _FEELINGS), felt.labels)
    return {
        **_arrays("themes", themed),
        **_calibration(themed, tongues),
        **_arrays("concerns", sorted_),
        **_arrays("feelings", felt),
        "alarm": np.array([alarm]),
        "balance": balance,
    }


def heads_of(arrays: Arrays, lists: Lists, vectors: Matrix, apart: Matrix) -> Heads:
    """The heads again, from what was kept."""
    themed, sorted_, felt = _known(lists, vectors, apart)
    slope, offset = map(float, arrays["themes_line"])
    themes = _head("themes", arrays, themed, _THEMES)
    return Heads(
        replace(themes, slope=slope, offset=offset),
        _head("concerns", arrays, sorted_, _CONCERNS),
        float(arrays["alarm"][0]),
        _head("feelings", arrays, felt, _FEELINGS),
        arrays["balance"],
    )


def theme_keys() -> list[str]:
    """The themes that come with this version, in the order of their head: no others were learnt."""
    return [theme.key for theme in shipped().themes]


def _known(lists: Lists, vectors: Matrix, apart: Matrix) -> tuple[Known, Known, Known]:
    """What themes, concerns and feelings are learnt from."""
    import numpy as np

    texts = tuple(each.text for each in lists.themed)
    themed = Known(vectors, texts, _labels(lists.themed, theme_keys()))
    ordered = sorts(lists)
    found = _labels(ordered, KINDS)
    any_kind = found.max(1, keepdims=True)
    labels = np.hstack([found, any_kind, 1 - any_kind])
    sounds = [[float(each.feeling == band) for band in BANDS] for each in lists.themed]
    felt = Known(vectors, texts, np.array(sounds, vectors.dtype)).only(_with_feeling(lists))
    return themed, Known(apart, tuple(each.text for each in ordered), labels), felt


def _with_feeling(lists: Lists) -> NDArray[np.bool_]:
    import numpy as np

    return np.array([each.feeling is not None for each in lists.themed])


def _calibration(themed: Known, tongues: Sequence[str]) -> Arrays:
    import numpy as np

    held = learning.held_out(themed, tongues, _THEMES)
    return {"themes_line": np.array(calibrating.line(held, themed.labels))}


def _alarm(ordered: Sequence[Example], known: Known) -> float:
    import numpy as np

    held = learning.held_out(known, [each.language for each in ordered], _CONCERNS)
    listed = np.array([bool(screen(each.text, each.language)) for each in ordered])
    harmless = known.labels[:, -1] > 0
    margins = np.sort((held[:, -2] - held[:, -1])[harmless & ~listed])[::-1]
    room = int(FALSE_ALARMS * harmless.sum()) - int((harmless & listed).sum())
    return float(margins[max(room, 0)])


def _labels(examples: Sequence[Example], keys: Sequence[str]) -> Matrix:
    import numpy as np

    return np.array([[float(key in each.labels) for key in keys] for each in examples])


def _arrays(name: str, known: Known) -> Arrays:
    """What is learnt for good."""
    import numpy as np

    letters = spelling.learn(known.texts, known.labels)
    landmarks = learning.landmarks_of(known.vectors)
    weights = learning.fit(known.vectors, known.labels, landmarks)
    return {
        f"{name}_weights": weights.astype(np.float32),
        f"{name}_telling": letters.telling,
        f"{name}_letters": letters.weights,
    }


def _head(name: str, arrays: Arrays, known: Known, weighing: Weighing) -> Head:
    letters = Letters(arrays[f"{name}_telling"], arrays[f"{name}_letters"])
    return learning.head_of(arrays[f"{name}_weights"], letters, known, weighing)
