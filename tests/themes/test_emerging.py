"""Groups among comments without a theme: of meaning, large enough, the same every time."""

from __future__ import annotations

import pytest

np = pytest.importorskip("numpy")

from voice.themes import emerging  # noqa: E402
from voice.themes.emerging import Group, centres, groups  # noqa: E402 - after numpy, which is an extra

_WIDTH = 16


def _about(place: int, many: int, seed: int, tongue: int | None = None) -> list[list[float]]:
    """So many vectors near one axis, moved along another by their language."""
    chance = np.random.default_rng(seed)
    rows = chance.normal(0, 0.06, (many, _WIDTH))
    rows[:, place] += 1
    if tongue is not None:
        rows[:, tongue] += 3
    return [list(map(float, row)) for row in rows]


def _found(rows: list[list[float]], codes: list[str], who: list[str]) -> tuple[Group, ...]:
    """Groups among these, where other comments of both languages lie around the middle."""
    around, tongues = [], []
    for code in dict.fromkeys(codes):
        axis = {"so": 11}.get(code, 10)
        for place in range(2, 9):
            around += _about(place, 8, place, axis)
            tongues += [code] * 8
    return groups(np.array(rows), codes, who, centres(np.array(around), tongues))


def _children(count: int) -> list[str]:
    return [f"child {n}" for n in range(count)]


def test_comments_that_are_alike_make_a_group_and_languages_do_not() -> None:
    rows = _about(0, 20, 1, 10) + _about(1, 12, 2, 10) + _about(0, 20, 3, 11) + _about(1, 12, 4, 11)
    codes = ["en"] * 32 + ["so"] * 32
    found = _found(rows, codes, _children(64))
    assert [(len(each.members), each.children) for each in found] == [(40, 40), (24, 24)]
    assert {codes[place] for place in found[0].members} == {"en", "so"}
    assert all(each.alike > 0.35 for each in found)
    assert found == _found(rows, codes, _children(64)), "the same every time"


def test_the_most_typical_comes_first() -> None:
    rows = _about(0, 20, 1, 10) + _about(1, 20, 2, 10)
    rows[3] = [a + b for a, b in zip(rows[3], rows[30], strict=True)]
    found = _found(rows, ["en"] * 40, _children(40))
    assert 3 in (found[0].members[-1], found[-1].members[-1])


def test_one_child_who_says_much_is_no_theme() -> None:
    rows = _about(0, 20, 1, 10) + _about(1, 20, 2, 10)
    who = ["one child"] * 20 + _children(20)
    found = _found(rows, ["en"] * 40, who)
    assert [each.children for each in found] == [20]


def test_what_is_not_alike_makes_no_group() -> None:
    rows = np.random.default_rng(5).normal(0, 1, (60, 384))
    assert groups(rows, ["en"] * 60, _children(60), centres(rows, ["en"] * 60)) == ()


def test_few_comments_make_no_group() -> None:
    assert _found(_about(0, 7, 1, 10), ["en"] * 7, _children(7)) == ()


def test_a_language_with_few_comments_lies_amid_the_others() -> None:
    rows = np.array(_about(0, 20, 1, 10) + _about(0, 2, 1, 11))
    assert set(centres(rows, ["en"] * 20 + ["so"] * 2)) == {"en", ""}


def test_groups_that_never_come_to_rest_are_given_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(emerging, "_ROUNDS", 1)
    assert len(_found(_about(0, 20, 1, 10) + _about(1, 20, 2, 10), ["en"] * 40, _children(40))) == 2
