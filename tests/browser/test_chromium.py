"""A Chromium is found where it was installed or fetched to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import chromium


@pytest.fixture(autouse=True)
def _none_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(chromium.shutil, "which", lambda _name: None)
    monkeypatch.setattr(chromium, "_PLACES", ())
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))


def test_none_is_none() -> None:
    assert chromium.find() is None


@pytest.mark.parametrize(
    "file",
    [
        "chrome-linux64/chrome",
        "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
        "chrome-win64/chrome.exe",
    ],
)
def test_the_newest_that_was_fetched_is_found(file: str, tmp_path: Path) -> None:
    for version in ("chromium-1180", "chromium-1201"):
        path = tmp_path / version / file
        path.parent.mkdir(parents=True)
        path.touch()
    assert chromium.find() == str(tmp_path / "chromium-1201" / file)


def test_one_on_the_path_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fetched = tmp_path / "chromium-1201/chrome-linux/chrome"
    fetched.parent.mkdir(parents=True)
    fetched.touch()
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert chromium.find() == "/usr/bin/chromium"
