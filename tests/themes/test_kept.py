"""What was learnt is kept whole or not at all, and no vector of an example is made twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice.themes.kept import Kept

np = pytest.importorskip("numpy")


class Counting:
    """An `embed` that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> object:
        self.asked += texts
        return np.array([[len(text) / 10, 0.5] for text in texts], np.float32)


def test_a_corrected_example_costs_one_vector(tmp_path: Path) -> None:
    file, embed = tmp_path / "deep" / "learnt.npz", Counting()
    first = Kept(file, "model 1")
    made = first.vectors(["one", "three", "one"], embed)
    first.keep("these lists", {"weights": np.array([1.0, 2.0])})
    assert embed.asked == ["one", "three"]
    again = Kept(file, "model 1").vectors(["one", "three!", "one"], embed)
    assert embed.asked == ["one", "three", "three!"]
    assert again[0].tolist() == made[0].tolist() == again[2].tolist()
    assert list(file.parent.iterdir()) == [file]


def test_what_was_learnt_comes_back_only_for_its_own_lists_and_model(tmp_path: Path) -> None:
    file, embed = tmp_path / "learnt.npz", Counting()
    kept = Kept(file, "model 1")
    kept.vectors(["one"], embed)
    kept.keep("these lists", {"weights": np.array([1.0, 2.0])})
    assert list((Kept(file, "model 1").arrays("these lists") or {})["weights"]) == [1.0, 2.0]
    assert Kept(file, "model 1").arrays("other lists") is None
    assert Kept(file, "model 2").arrays("these lists") is None
    Kept(file, "model 2").vectors(["one"], embed)
    assert embed.asked == ["one", "one"]


@pytest.mark.parametrize("keep", [0, 90, 300])
def test_a_torn_file_is_as_good_as_none(tmp_path: Path, keep: int) -> None:
    file = tmp_path / "learnt.npz"
    kept = Kept(file, "model 1")
    kept.vectors(["one"], Counting())
    kept.keep("these lists", {"weights": np.arange(2000.0)})
    whole = file.read_bytes()
    file.write_bytes(whole[:keep] if keep < 300 else whole[:600] + bytes(200) + whole[800:])
    found = Kept(file, "model 1").arrays("these lists")
    assert found is None


def test_nowhere_to_write_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Kept(tmp_path / "file" / "learnt.npz", "model 1")
    kept.vectors(["one"], Counting())
    kept.keep("these lists", {"weights": np.zeros(1)})
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
