"""Keep what was learnt in one file, so that the next start takes no time.

The file says what it was made from; one made from anything else, a torn one or none at all is
simply learnt again. Vectors are found by their text's fingerprint, so that correcting one example
costs one vector. A vector is rounded from the start, so that what is learnt from a fresh one and
from a kept one is the same. Only our own examples are kept here, never a child's words.
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
#: A vector is kept in whole numbers of one part in so many: a quarter of the room.
_PARTS = 80
#: What a file can be that was cut short or written over.
_TORN = (zlib.error, zipfile.BadZipFile)


class Kept:
    """The arrays of one file, and the vectors of the texts they were learnt from."""

    def __init__(self, path: Path | None, model: str) -> None:
        self._path = path
        self._model = model
        self._made_from = ""
        self._arrays: Arrays = {}
        self._vectors: dict[str, NDArray[np.int8]] = {}
        self._asked_for: dict[str, None] = {}
        if path is not None:
            # A file that cannot be read is as good as none: it is learnt again and replaced.
            with contextlib.suppress(OSError, ValueError, KeyError, EOFError, *_TORN):
                self._load(path)

    def arrays(self, made_from: str) -> Arrays | None:
        """What was learnt from exactly this; None if it must be learnt."""
        return self._arrays if made_from == self._made_from else None

    def vectors(self, texts: Sequence[str], embed: Callable[[list[str]], Vectors]) -> Vectors:
        """[texts, width] the vectors of these texts; only unknown ones are embedded."""
        import numpy as np

        marks = [fingerprint([text])[:_MARK] for text in texts]
        whole = dict(zip(marks, texts, strict=True))
        unknown = {mark: text for mark, text in whole.items() if mark not in self._vectors}
        if unknown:
            new = np.round(embed(list(unknown.values())) * _PARTS).clip(-127, 127)
            self._vectors.update(zip(unknown, new.astype(np.int8), strict=True))
        self._asked_for.update(dict.fromkeys(marks))
        whole_numbers = np.stack([self._vectors[mark] for mark in marks])
        return whole_numbers.astype(np.float32) / np.float32(_PARTS)

    def keep(self, made_from: str, arrays: Arrays) -> None:
        """Write it in one step, so that none reads half a file; nowhere to write is no fault."""
        self._made_from, self._arrays = made_from, arrays
        if self._path is None:
            return
        draft = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}.npz")
        try:
            self._write(draft)
            os.replace(draft, self._path)  # noqa: PTH105 - one atomic step
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink()

    def _write(self, draft: Path) -> None:
        import numpy as np

        draft.parent.mkdir(parents=True, exist_ok=True)
        meta = {_MADE_FROM: np.array(self._made_from), _MODEL: np.array(self._model)}
        texts = np.array(list(self._asked_for), dtype=f"S{_MARK}")
        vectors = np.stack([self._vectors[mark] for mark in self._asked_for])
        np.savez_compressed(draft, **meta, **{_TEXTS: texts, _VECTORS: vectors}, **self._arrays)  # type: ignore[arg-type]

    def _load(self, path: Path) -> None:
        import numpy as np

        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
        if str(found.pop(_MODEL)) != self._model:
            return
        marks, vectors = found.pop(_TEXTS), found.pop(_VECTORS)
        self._vectors = dict(zip(map(bytes.decode, marks), vectors, strict=True))
        self._made_from = str(found.pop(_MADE_FROM))
        self._arrays = found


def fingerprint(parts: Iterable[str]) -> str:
    """One short name for these texts in this order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode("utf-8", "surrogatepass"))
        whole.update(b"\0")
    return whole.hexdigest()
