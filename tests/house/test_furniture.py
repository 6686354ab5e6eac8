"""Files are short, functions shorter, and every name and file says what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parent.parent.parent
BANNED = {
    *("util", "utils", "helper", "helpers", "common", "misc", "lib", "manager", "handler"),
    *("service", "services", "data", "info", "process"),
}
LONGEST_FILE = {"voice": 300, "tests": 400}
LONGEST_FUNCTION = 40
FILES = sorted(
    path.relative_to(HOME)
    for room in LONGEST_FILE
    for path in (HOME / room).rglob("*.py")
    if "versions" not in path.parts
)


def _tree(path: Path) -> ast.Module:
    return ast.parse((HOME / path).read_text("utf-8"))


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_is_short_enough_to_be_read_at_once(path: Path) -> None:
    length = len((HOME / path).read_text("utf-8").splitlines())
    assert length <= LONGEST_FILE[path.parts[0]]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_function_fits_on_a_screen(path: Path) -> None:
    long = {
        each.name: (each.end_lineno or 0) - each.lineno + 1
        for each in _functions(_tree(path))
        if (each.end_lineno or 0) - each.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_says_what_it_is_for(path: Path) -> None:
    tree = _tree(path)
    if tree.body:
        first = (ast.get_docstring(tree) or "").split("\n")[0]
        assert first, "no docstring"
        assert first[-1] in ".:;!?", f"the first line is not a sentence: {first!r}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_name_hides_what_a_thing_is(path: Path) -> None:
    tree = _tree(path)
    defined = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    named = {path.stem, *path.parts[:-1], *defined}
    words = {name.strip("_").lower() for name in named}
    assert words & BANNED == set()


@pytest.mark.parametrize("path", [each for each in FILES if each.parts[0] == "tests"], ids=str)
def test_no_test_sleeps_or_replaces_our_own_code(path: Path) -> None:
    text = (HOME / path).read_text("utf-8")
    forbidden = [name for name in ("time" + ".sleep(", "unittest" + ".mock") if name in text]
    assert forbidden == []


def test_the_top_level_holds_only_what_every_developer_expects() -> None:
    expected = {
        *("pyproject.toml", "README.md", "voice", "templates", "static", "translations", "tests"),
        *("Makefile", "LICENSE", "CHANGELOG.md", "constraints.txt", "Dockerfile", "compose.yaml"),
        "docs",
        "var",  # the data folder of a demonstration, not in git
    }
    found = {path.name for path in HOME.iterdir() if not path.name.startswith((".", "__"))}
    assert found - expected == set()
