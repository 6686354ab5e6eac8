"""Find what was learnt: as it comes with this version, or learnt again from lists that changed.

Pure but for its one file. Nothing here runs in a request: the worker learns beside the data,
`voice themes learn` writes the file that comes with this version, and `voice analyse` only reads.
"""

from __future__ import annotations

from pathlib import Path

from voice.themes import meaning
from voice.themes.examples import Lists
from voice.themes.meaning import Meaning

#: Learnt from the lists of this version; made by `voice themes learn`.
SHIPPED = Path(__file__).parent / "codebook" / "learnt.npz"
#: Its name in the data folder, where the lists of this installation are others.
_OWN = "learnt.npz"
OUT_OF_DATE = "what was learnt is older than its lists: run `voice themes learn`"


def shipped(path: Path = SHIPPED) -> Meaning | None:
    """What comes with this version; None if the extra is absent or the lists are newer."""
    return meaning.learnt(path) if meaning.available() else None


def why_not_shipped() -> str:
    """Why `shipped()` found nothing."""
    return meaning.why_not() or OUT_OF_DATE


def beside(data: Path, path: Path = SHIPPED, lists: Lists | None = None) -> Meaning | None:
    """For the worker: what comes with this version, or learnt again into the data folder.

    Learning takes half an hour the first time; None if the extra is absent.
    """
    if not meaning.available():
        return None
    return meaning.learnt(path, lists) or meaning.learn(data / _OWN, lists=lists)


def write(path: Path = SHIPPED) -> int:
    """Learn from the lists into this file, and say how many bytes it has; RuntimeError."""
    meaning.learn(path)
    return path.stat().st_size


def absent() -> bool:
    """Whether staff must be told that themes come from phrases alone; loads nothing."""
    return bool(meaning.not_installed())
