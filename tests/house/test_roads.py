"""Every road runs one way; and the check that says so would notice if one did not."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent.parent
#: Where a line is added, the line, and the contract that it breaks.
BREACHES = {
    "a lower room asks a higher one": (
        "voice/questions/kinds.py",
        "from voice.answers import receive",
        "one way",
    ),
    "a room asks its neighbour": (
        "voice/storage/keys.py",
        "from voice.i18n import locales",
        "one way",
    ),
    "the door asks a channel": (
        "voice/answers/arrival.py",
        "from voice.child import sitting",
        "one way",
    ),
    "thinking asks the database": (
        "voice/themes/text.py",
        "from sqlalchemy import select",
        "neither Flask nor the database",
    ),
    "thinking asks Flask by way of another module": (
        "voice/safety/screen.py",
        "from voice.web import forms",
        "neither Flask nor the database",
    ),
    "TextBlob leaves its place": (
        "voice/themes/text.py",
        "from textblob import TextBlob",
        "TextBlob",
    ),
}

_LINT = """
import sys

sys.path.insert(0, ".")
from importlinter.cli import lint_imports

sys.exit(lint_imports(no_cache=True))
"""


def _check(home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            _LINT,
        ],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package and its settings, to be broken."""
    ignored = shutil.ignore_patterns("__pycache__", "*.toml", "*.jsonl")
    shutil.copytree(HOME / "voice", tmp_path / "voice", ignore=ignored)
    shutil.copy(HOME / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_road_runs_one_way(copied: Path) -> None:
    result = _check(copied)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_noticed(copied: Path, breach: str) -> None:
    name, line, contract = BREACHES[breach]
    path = copied / name
    path.write_text(path.read_text("utf-8") + f"\n{line}\n", "utf-8")
    result = _check(copied)
    assert result.returncode == 1
    broken = [each for each in result.stdout.splitlines() if " BROKEN" in each]
    assert any(contract in each for each in broken), result.stdout


def test_every_room_has_its_place_on_the_road() -> None:
    settings = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {room.strip().removeprefix("voice.") for each in layers for room in each.split("|")}
    rooms = {
        path.name.removesuffix(".py")
        for path in (HOME / "voice").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - placed - {"__init__", "__main__"} == set()
