"""What is learnt from the examples: which voice is worth how much."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from voice.themes import heads
from voice.themes.examples import Lists, ours

np = pytest.importorskip("numpy")


def english() -> Lists:
    """Some of our own, so that their wording is what children write."""
    themed = [each for each in ours().themed if each.language == "en"]
    concerning = [each for each in ours().concerning if each.language == "en"]
    return Lists(tuple(themed[::2]), tuple(concerning[::8]))


def noise(many: int) -> Any:
    """Vectors that mean nothing."""
    return np.random.default_rng(3).normal(size=(many, 8))


def learnt(lists: Lists) -> heads.Heads:
    known = heads.learnt(lists, noise(len(lists.themed)), noise(len(heads.sorts(lists))))
    return heads.heads_of(known, lists)


def test_where_vectors_mean_nothing_the_wording_is_heard() -> None:
    slope, worth, _offset = learnt(english()).joint
    assert worth > 2 > abs(slope)


def test_wording_that_says_nothing_is_not_heard() -> None:
    lists = english()
    # A character of its own for each: no two share anything.
    themed = tuple(replace(each, text=chr(0x4E00 + at)) for at, each in enumerate(lists.themed))
    found = learnt(Lists(themed, lists.concerning))
    assert found.joint[1] == found.beside == 0


def test_the_wording_says_themes_then_bands() -> None:
    found = learnt(english())
    (said,) = found.wordings.scores(["i love my school, my teachers are really nice"], ["en"])
    keys = heads.theme_keys()
    assert keys[int(said[: len(keys)].argmax())] == "school"
    bands = dict(zip(heads.BANDS, said[len(keys) :], strict=True))
    assert bands["pos"] > 0 > bands["neg"]
