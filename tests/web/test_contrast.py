"""Every pair of colours that stands together on a page, in all four palettes."""

from __future__ import annotations

import re

import pytest

from voice import paths

PALETTES = ("day", "dark", "quiet", "strong")
SHEETS = ("tokens", "palettes")
#: Text on its ground: at least 4.5 to 1 (WCAG 2.2, 1.4.3).
WORDS = (
    "ink/paper ink/card ink/sky ink/sun-soft ink/water ink/face ink/stone soft/paper soft/card "
    "on-sea/sea on-sun/sun"
).split()
#: Lines and shapes that carry meaning: at least 3 to 1 (1.4.11).
SHAPES = "soft/paper soft/card ink/sun-soft ink/face sea/paper card/ink clay/card".split()


def _palettes() -> dict[str, dict[str, str]]:
    text = "".join((paths.STATIC / "css" / f"{name}.css").read_text("utf-8") for name in SHEETS)
    starts = {
        "day": r"(?m:^):root",
        "dark": r"(?m:^)\[data-palette=dark\]",
        "dark by itself": r":root:not\(\[data-palette\]\)",
        "quiet": r"\[data-palette=quiet\]",
        "strong": r"\[data-palette=strong\]",
    }
    found = {
        name: re.search(start + r"\{(.*?)\}", text, re.DOTALL) for name, start in starts.items()
    }
    return {name: _colours(block) for name, block in found.items()}


def _colours(block: re.Match[str] | None) -> dict[str, str]:
    assert block
    return dict(re.findall(r"--([a-z-]+):(#[0-9A-F]{6});", block[1]))


def _light(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(pair: str, palette: str) -> float:
    colours = _palettes()[palette]
    dim, bright = sorted(_light(colours[name]) for name in pair.split("/"))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("pair", WORDS)
def test_words_can_be_read_on_their_ground(pair: str, palette: str) -> None:
    assert _contrast(pair, palette) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("pair", SHAPES)
def test_lines_that_mean_something_can_be_seen(pair: str, palette: str) -> None:
    assert _contrast(pair, palette) >= 3


@pytest.mark.parametrize("palette", PALETTES)
def test_every_palette_names_every_colour(palette: str) -> None:
    assert _palettes()[palette].keys() == _palettes()["day"].keys()


def test_the_dark_is_the_same_dark_however_it_was_asked_for() -> None:
    assert _palettes()["dark"] == _palettes()["dark by itself"]
