"""What the README names exists: every setting with its row, every command, every target."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from voice.cli import main
from voice.config import Config, variable

HOME = Path(__file__).parent.parent.parent
README = (HOME / "README.md").read_text("utf-8")
#: What stands between backticks, and the lines of blocks.
CODE = "\n".join([*re.findall(r"`([^`\n]+)`", README), *re.findall(r"^ {4}(.*)$", README, re.M)])
ROWS = re.findall(r"^\|\s*`(VOICE_[A-Z_]+)`", README, re.M)
SETTINGS = [variable(each.name) for each in fields(Config)]
#: Read by the tests alone.
OF_TESTS = {"VOICE_DRILL_N"}


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_has_one_row(setting: str) -> None:
    assert ROWS.count(setting) == 1


def test_no_row_is_for_a_setting_that_is_gone() -> None:
    named = set(re.findall(r"VOICE_[A-Z_]+", README))
    assert named - set(SETTINGS) - OF_TESTS == set()


@pytest.mark.parametrize("setting", fields(Config), ids=lambda each: each.name)
def test_every_setting_says_what_it_is_for(setting: object) -> None:
    assert getattr(setting, "metadata", {}).get("help")


@pytest.mark.parametrize("line", sorted(set(re.findall(r"(?:^|\| )(voice [a-z].*)$", CODE, re.M))))
def test_every_command_named_exists_with_its_options(line: str) -> None:
    command: click.Command = main
    words = line.split("#")[0].split()[1:]
    while words and isinstance(command, click.Group):
        assert words[0] in command.commands, line
        command = command.commands[words.pop(0)]
    known = {option for each in command.params for option in each.opts}
    options = {word.split("=")[0] for word in words if word.startswith("--")} - {"--help"}
    assert options <= known, line


def test_the_readme_names_commands() -> None:
    assert re.search(r"^(make|voice) [a-z]", CODE, re.M)


def test_every_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (HOME / "Makefile").read_text("utf-8"), re.M))
    named = set(re.findall(r"^make ([a-z]+)", CODE, re.M))
    assert named <= targets


def test_every_file_and_room_named_exists() -> None:
    paths = set(
        re.findall(r"`((?:voice|tests|docs|templates|static|translations)/[\w./-]*)`", README)
    )
    paths |= set(re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", README))
    assert [path for path in sorted(paths) if not (HOME / path).exists()] == []
