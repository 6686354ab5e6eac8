"""The gate lets through what is covered and names what is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.house.coverage_gate import WHOLE, shortfalls

HERE = Path(__file__).parent.parent.parent


def _report(overall: float = 99.0, **missing: list[Any]) -> dict[str, Any]:
    whole = {"missing_lines": [], "missing_branches": [], "summary": _summary(0)}
    files: dict[str, Any] = {name: dict(whole) for name in WHOLE if (HERE / name).exists()}
    files["voice/storage/keys.py"] = {**whole, **missing, "summary": _summary(1)}
    return {"totals": {"percent_covered": overall}, "files": files}


def _summary(missed: int) -> dict[str, float]:
    return {"percent_covered": 50.0, "missing_lines": missed}


def test_whoever_covers_everything_passes() -> None:
    assert shortfalls(_report(), HERE) == []


def test_a_low_total_is_named_with_its_worst_files() -> None:
    short = shortfalls(_report(94.9), HERE)
    assert short[0].startswith("overall: 94.9%")
    assert any("voice/storage/keys.py" in line for line in short[1:])


@pytest.mark.parametrize("missing", [{"missing_lines": [3]}, {"missing_branches": [[3, -1]]}])
def test_a_line_or_a_branch_missed_where_none_may_be_is_named(missing: dict[str, Any]) -> None:
    assert [line.split(":")[0] for line in shortfalls(_report(**missing), HERE)] == [
        "voice/storage/keys.py"
    ]


def test_a_module_that_no_test_imports_is_named() -> None:
    report = _report()
    del report["files"]["voice/answers/receive.py"]
    assert shortfalls(report, HERE) == ["voice/answers/receive.py: no test imports it"]


def test_most_modules_of_the_list_exist() -> None:
    """Otherwise the list has grown old."""
    assert sum((HERE / name).exists() for name in WHOLE) >= len(WHOLE) // 2
