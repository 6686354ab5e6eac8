"""Answers come in by one door: outside their room nobody makes, changes or deletes a row."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import voice

ROWS = {"Response", "Answer", "Consent", "Attachment", "Recorded", "Transcript", "Quarantined"}
ROWS |= {"Translation", "Redaction", "Cover"}
CHANGING = {"insert", "update", "delete"}
PACKAGE = Path(voice.__file__).parent


def _breaches(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("voice.answers")
        for alias in node.names
        if alias.name in ROWS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in imported:
                yield f"line {node.lineno} makes a {node.func.id}"
            if node.func.id in CHANGING and isinstance(
                node.args[0] if node.args else None, ast.Name
            ):
                named = node.args[0].id
                if named in imported:
                    yield f"line {node.lineno} changes {named}"


def test_only_the_room_of_answers_makes_or_changes_them() -> None:
    found = {
        str(path.relative_to(PACKAGE)): breaches
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "answers"
        if (breaches := list(_breaches(path.read_text("utf-8"))))
    }
    assert found == {}


def test_the_look_bites() -> None:
    source = (
        "from voice.answers.kept import Response\n"
        "from sqlalchemy import update\n"
        "Response(id='x')\n"
        "update(Response)\n"
    )
    assert list(_breaches(source)) == ["line 3 makes a Response", "line 4 changes Response"]
