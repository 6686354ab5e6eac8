"""A text is embedded once while it is remembered, and the memory has an end."""

import pytest

np = pytest.importorskip("numpy")

from voice.themes.recent import Recent  # noqa: E402 - after numpy, which is an extra


def test_a_text_is_embedded_once_and_forgotten_when_others_came() -> None:
    asked: list[str] = []

    def embed(texts: list[str]) -> object:
        asked.extend(texts)
        return np.array([[float(len(text))] for text in texts])

    recent = Recent(embed, many=2)  # type: ignore[arg-type]
    assert recent.vectors(["a", "bb", "a"]).tolist() == [[1], [2], [1]]
    assert recent.vectors(["bb"]).tolist() == [[2]]
    assert asked == ["a", "bb"]
    assert recent.vectors(["ccc", "dddd"]).tolist() == [[3], [4]]
    recent.vectors(["a"])
    assert asked == ["a", "bb", "ccc", "dddd", "a"]


def test_two_spellings_of_one_sound_are_embedded_once() -> None:
    asked: list[str] = []

    def embed(texts: list[str]) -> object:
        asked.extend(texts)
        return np.array([[1.0] for _ in texts])

    recent = Recent(embed)  # type: ignore[arg-type]
    recent.vectors(["ፀሓይ", "ጸሐይ"])
    recent.vectors(["ፀሐይ"])
    assert len(asked) == 1
