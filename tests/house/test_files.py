"""Files that people correct can be read; files of others are the ones we were given."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from voice.cli import main
from voice.paths import STATIC, TEMPLATES

HOME = Path(__file__).parent.parent.parent
TEXTS = sorted(path for room in ("voice", "tests", "static") for path in (HOME / room).rglob("*"))
TOML = [path for path in TEXTS if path.suffix == ".toml"] + [HOME / "pyproject.toml"]
LINES = [path for path in TEXTS if path.suffix == ".jsonl"]
VENDORED = tomllib.loads((STATIC / "VENDOR.toml").read_text("utf-8"))["files"]


def _name(path: Path) -> str:
    return str(path.relative_to(HOME))


@pytest.mark.parametrize("path", TOML, ids=_name)
def test_every_toml_file_can_be_read(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("path", LINES, ids=_name)
def test_every_line_of_json_can_be_read(path: Path) -> None:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        assert isinstance(json.loads(line), dict), f"line {number}"


@pytest.mark.parametrize("entry", VENDORED, ids=lambda entry: entry["path"])
def test_a_file_of_others_is_the_one_we_were_given(entry: dict[str, str]) -> None:
    kept = (STATIC / entry["path"]).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == entry["sha256"]
    assert entry["name"]
    assert entry["version"]
    assert entry["licence"]


def test_every_file_of_others_is_listed() -> None:
    listed = {entry["path"] for entry in VENDORED}
    found = {
        str(path.relative_to(STATIC))
        for path in [*(STATIC / "vendor").rglob("*"), *STATIC.rglob("*.woff2")]
        if path.is_file()
    }
    assert found - listed == set()


def test_the_tests_own_vendored_file_is_the_one_we_were_given() -> None:
    note = (HOME / "tests" / "vendor" / "README.md").read_text("utf-8")
    kept = (HOME / "tests" / "vendor" / "axe.min.js").read_bytes()
    assert hashlib.sha256(kept).hexdigest() in note


def test_no_page_asks_for_anything_from_elsewhere() -> None:
    asking = re.compile(
        r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//"""
    )
    asked = [
        _name(path)
        for folder in (TEMPLATES, STATIC)
        for path in folder.rglob("*")
        if path.suffix in {".html", ".css", ".js"} and asking.search(path.read_text("utf-8"))
    ]
    assert asked == []


def test_no_page_says_anything_that_its_policy_forbids() -> None:
    forbidden = re.compile(
        r"""\sstyle=["']|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=["']|\|\s*safe"""
    )
    found = {
        _name(path): forbidden.findall(path.read_text("utf-8"))
        for path in TEMPLATES.rglob("*.html")
        if forbidden.search(path.read_text("utf-8"))
    }
    found.pop("templates/child/parts/face.html", None)  # our own drawings, marked safe
    assert found == {}


@pytest.mark.parametrize("arguments", [["i18n", "check"], ["questions", "check"]], ids=" ".join)
def test_a_check_of_the_house_passes(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output[:3000]


def test_every_pin_is_exact_and_every_dependency_is_pinned() -> None:
    lines = (HOME / "constraints.txt").read_text("utf-8").splitlines()[1:]
    assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.!]+", line)] == []
    pinned = {re.split("==", line)[0].lower().replace("_", "-") for line in lines}
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    wanted = [
        *project["project"]["dependencies"],
        *project["build-system"]["requires"],
        *(each for extra in extras for each in extra),
    ]
    names = {re.split(r"[\[<>=~!; ]", each)[0].lower().replace("_", "-") for each in wanted}
    assert names - pinned == set()
