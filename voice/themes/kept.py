"""Keep what was learnt in a file, so that the next start takes no time.

The file says what it was made from; one made from anything else, a torn one or none at all is
simply learnt again. Vectors are found by their text's fingerprint. A vector is rounded from the
start, so that what is learnt from a fresh one and from a kept one is the same. Only our own
examples are kept here, never a child's words.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Arrays = dict[str, NDArray[Any]]

_TEXTS, _VECTORS, _MADE_FROM, _MODEL = "_texts", "_vectors", "_made_from", "_model"
#: Letters of a fingerprint by which a vector is found.
_MARK = 16


class Kept:
    """What was learnt, in one file."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def arrays(self, made_from: str) -> Arrays | None:
        """What was learnt from exactly this; None if it must be learnt."""
        found = _read(self._path)
        return found if str(found.pop(_MADE_FROM, "")) == made_from else None

    def keep(self, made_from: str, arrays: Arrays) -> None:
        """Write it; nowhere to write is no fault."""
        import numpy as np

        _write(self._path, {_MADE_FROM: np.array(made_from), **arrays})


class KeptVectors:
    """The vectors of examples, in a file beside it: correcting one example costs one vector."""

    def __init__(self, path: Path | None, model: str) -> None:
        self._path = path.with_name(f"{path.stem}-vectors.npz") if path else None
        self._model = model
        self._known: dict[str, NDArray[np.float16]] = {}
        self._asked_for: dict[str, None] = {}
        found = _read(self._path)
        if str(found.get(_MODEL)) == model:
            marks = map(bytes.decode, found[_TEXTS])
            self._known = dict(zip(marks, found[_VECTORS], strict=True))

    def of(self, texts: Sequence[str], embed: Callable[[list[str]], Vectors]) -> Vectors:
        """[texts, width] the vectors of these texts; only unknown ones are embedded."""
        import numpy as np

        marks = [fingerprint([text])[:_MARK] for text in texts]
        whole = dict(zip(marks, texts, strict=True))
        unknown = {mark: text for mark, text in whole.items() if mark not in self._known}
        if unknown:
            new = embed(list(unknown.values())).astype(np.float16)
            self._known.update(zip(unknown, new, strict=True))
        self._asked_for.update(dict.fromkeys(marks))
        return np.stack([self._known[mark] for mark in marks]).astype(np.float32)

    def keep(self) -> None:
        """Write those that were asked for."""
        import numpy as np

        texts = np.array(list(self._asked_for), dtype=f"S{_MARK}")
        vectors = np.stack([self._known[mark] for mark in self._asked_for])
        meta = {_MODEL: np.array(self._model)}
        _write(self._path, {**meta, _TEXTS: texts, _VECTORS: vectors})


def _read(path: Path | None) -> Arrays:
    """A file that cannot be read is as good as none: it is learnt again and replaced."""
    import numpy as np

    if path is None:
        return {}
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, KeyError, EOFError, zlib.error, zipfile.BadZipFile):
        return {}


def _write(path: Path | None, arrays: Arrays) -> None:
    """In one step, so that none reads half a file; nowhere to write is no fault."""
    import numpy as np

    if path is None:
        return
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.npz")
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(draft, **arrays)  # type: ignore[arg-type]
        os.replace(draft, path)  # noqa: PTH105 - one atomic step
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()


def fingerprint(parts: Iterable[str]) -> str:
    """One short name for these texts in this order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode("utf-8", "surrogatepass"))
        whole.update(b"\0")
    return whole.hexdigest()
