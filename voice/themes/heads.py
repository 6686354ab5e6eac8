"""Make of the labelled examples the heads that themes, concerns and feelings are heard by.

Pure. Themes and feelings are heard by meaning and by wording, concerns by meaning alone (wording
finds no more of them). Each is learnt from all examples; how far it may be believed is said by
those that were set aside when the model was attuned. What is learnt is a handful of arrays that a
file can keep.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voice.safety.screen import KINDS
from voice.themes import calibrating, learning, wording
from voice.themes.codebook import shipped
from voice.themes.examples import Example, Lists
from voice.themes.feeling import BANDS
from voice.themes.learning import Head, Sums
from voice.themes.wording import Wordings

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
    #: What their wording says: the themes, then the bands.
    wordings: Wordings
    #: What the score of a theme's meaning, that of its wording and 1 weigh in its log-odds.
    joint: Row
    #: The kinds, then whether it is any, then whether it is none.
    concerns: Head
    #: How much more a concern must speak than its absence.
    alarm: float
    #: Labels in the order of BANDS.
    feelings: Head
    #: What the score of a band's wording weighs beside that of its meaning.
    beside: float
    #: What is added to each band's score, so that rare ones are heard too.
    balance: Row


def sorts(lists: Lists) -> tuple[Example, ...]:
    """Concerns first, then what is harmless."""
    concerns = sorted(lists.concerning, key=lambda each: not each.labels)
    return (*concerns, *lists.everyday())


def learnt(lists: Lists, vectors: Matrix, near: Matrix) -> Arrays:
    """The arrays of all heads, from centred vectors of the comments and of the sorts."""
    import numpy as np

    comments, ordered = lists.themed, sorts(lists)
    themes, bands, concerns = _labels(comments, theme_keys()), _bands(comments), _kinds(ordered)
    felt, aside = ~np.isnan(bands[:, 0]), _is_aside(comments)
    sounding = [each for each in comments if each.feeling is not None]
    worded = _worded_aside(comments, np.hstack([themes, bands]))
    meant, likely = _aside(comments, vectors, themes)
    sounds, likes = _aside(sounding, vectors[felt], bands[felt])
    by_words = worded[felt[aside], len(theme_keys()) :]
    beside = _beside(sounds, likes, by_words)
    return {
        **_arrays("themes", vectors, themes),
        **_arrays("concerns", near, concerns),
        **_arrays("feelings", vectors[felt], bands[felt]),
        "said": wording.learn(comments, np.hstack([themes, bands])).said,
        "line": calibrating.line(meant, likely),
        "joint": _joint(meant, likely, worded[:, : len(theme_keys())]),
        "alarm": np.array([_alarm(ordered, near, concerns)]),
        "beside": np.array([beside]),
        "balance": calibrating.balance(likes + beside * by_words, sounds),
    }


def heads_of(arrays: Arrays, lists: Lists) -> Heads:
    """The heads again, from what was kept of these lists."""
    slope, offset = map(float, arrays["line"])
    return Heads(
        replace(_head("themes", arrays), slope=slope, offset=offset),
        Wordings(lists.themed, arrays["said"]),
        arrays["joint"],
        _head("concerns", arrays),
        float(arrays["alarm"][0]),
        _head("feelings", arrays),
        float(arrays["beside"][0]),
        arrays["balance"],
    )


def theme_keys() -> list[str]:
    """The themes that come with this version, in the order of their head: no others were learnt."""
    return [theme.key for theme in shipped().themes]


def _aside(examples: Sequence[Example], vectors: Matrix, labels: Matrix) -> tuple[Matrix, Matrix]:
    """Labels and scores of the examples that were set aside, by a head that has not seen them."""
    aside = _is_aside(examples)
    head = learning.learn(learning.sums(vectors[~aside], labels[~aside]))
    return labels[aside], learning.scores(head, vectors[aside])


def _worded_aside(examples: Sequence[Example], labels: Matrix) -> Matrix:
    """What the wording says of the examples that were set aside, by all others."""
    aside = _is_aside(examples)
    others = [each for each, out in zip(examples, aside, strict=True) if not out]
    held = [each for each, out in zip(examples, aside, strict=True) if out]
    heard = wording.learn(others, labels[~aside])
    return heard.scores([each.text for each in held], [each.language for each in held])


def _joint(labels: Matrix, likely: Matrix, worded: Matrix) -> Row:
    """What meaning, wording and 1 weigh; wording that says nothing of value is not heard."""
    import numpy as np

    found = calibrating.line(labels, likely, worded)
    return found if found[1] > 0 else np.insert(calibrating.line(labels, likely), 1, 0)


def _beside(labels: Matrix, likely: Matrix, worded: Matrix) -> float:
    """What wording weighs where meaning weighs 1."""
    slope, worth, _ = map(float, _joint(labels, likely, worded))
    return worth / slope if slope > 0 else 0.0


def _is_aside(examples: Sequence[Example]) -> Mask:
    import numpy as np

    return np.array([each.is_aside for each in examples])


def _alarm(ordered: Sequence[Example], near: Matrix, labels: Matrix) -> float:
    """The margin from which a concern is one, so that `FALSE_ALARMS` of the harmless are."""
    import numpy as np

    meant, held = _aside(ordered, near, labels)
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


def _bands(examples: Sequence[Example]) -> Matrix:
    """[comments, bands]; nan where nobody has said how it sounds."""
    import numpy as np

    unknown = [math.nan] * len(BANDS)
    return np.array(
        [
            unknown if each.feeling is None else [float(each.feeling == band) for band in BANDS]
            for each in examples
        ]
    )


def _arrays(name: str, vectors: Matrix, labels: Matrix) -> Arrays:
    """The sums of one head; what they weigh is solved when it is needed."""
    known = learning.sums(vectors, labels)
    return {f"{name}_both": known.both, f"{name}_told": known.told}


def _head(name: str, arrays: Arrays) -> Head:
    return learning.learn(Sums(arrays[f"{name}_both"], arrays[f"{name}_told"]))
