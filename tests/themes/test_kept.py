"""What was learnt is kept whole or not at all, and no vector of an example is made twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.themes.kept import Kept, KeptVectors

np = pytest.importorskip("numpy")


class Counting:
    """An `embed` that says how often each text was embedded."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> object:
        self.asked += texts
        return np.array([[len(text) / 10, 0.5] for text in texts], np.float32)


def test_arrays_come_back_only_for_what_they_were_made_from(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "learnt.npz"
    Kept(file).keep("these lists", {"one": np.array([1.0, 2.0])})
    found = Kept(file).arrays("these lists")
    assert found is not None
    assert {name: list(array) for name, array in found.items()} == {"one": [1.0, 2.0]}
    assert Kept(file).arrays("other lists") is None
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"\0" * 300])
def test_a_torn_file_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "learnt.npz"
    file.write_bytes(content)
    assert Kept(file).arrays("these lists") is None


def test_nowhere_to_write_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Kept(tmp_path / "file" / "learnt.npz")
    kept.keep("these lists", {"one": np.zeros(1)})
    assert kept.arrays("these lists") is None
    Kept(None).keep("these lists", {"one": np.zeros(1)})
    assert Kept(None).arrays("these lists") is None


def test_a_corrected_example_costs_one_vector(tmp_path: Path) -> None:
    file, embed = tmp_path / "learnt.npz", Counting()
    first = KeptVectors(file, "model 1")
    made = first.of(["one", "three", "one"], embed)
    first.keep()
    assert embed.asked == ["one", "three"]
    again = KeptVectors(file, "model 1").of(["one", "three!", "one"], embed)
    assert embed.asked == ["one", "three", "three!"]
    assert again[0].tolist() == made[0].tolist() == again[2].tolist()
    assert [each.name for each in tmp_path.iterdir()] == ["learnt-vectors.npz"]


def test_another_model_s_vectors_are_not_used(tmp_path: Path) -> None:
    file, embed = tmp_path / "learnt.npz", Counting()
    kept = KeptVectors(file, "model 1")
    kept.of(["one"], embed)
    kept.keep()
    KeptVectors(file, "model 2").of(["one"], embed)
    assert embed.asked == ["one", "one"]


def test_a_fresh_vector_and_a_kept_one_are_the_same(tmp_path: Path) -> None:
    file, embed = tmp_path / "learnt.npz", Counting()
    kept = KeptVectors(file, "model 1")
    fresh = kept.of(["some words"], embed)
    kept.keep()
    assert KeptVectors(file, "model 1").of(["some words"], embed).tobytes() == fresh.tobytes()
