"""Find a Chromium on this machine, fetch one, or say how to get one.

`python -m tests.browser.chromium` has Playwright fetch its own where there is none, which needs a
network but no administrator; where that fails, too, it exits 1 and says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
#: Where Playwright keeps its own, on Linux, macOS and Windows, and which file it is.
_FETCHED = (".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright")
_FETCHED_AS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a microphone that hums; pages still have to be let
)
MISSING = """The browser tests need Chromium, and there is none on this machine. To get it:
  Debian, Ubuntu   sudo apt install chromium
  macOS            brew install --cask chromium
  Windows          winget install Google.Chrome"""


def find() -> str | None:
    """The path of a Chromium, Chrome or Edge."""
    on_path = (shutil.which(name) for name in _NAMES)
    placed = (place for place in _PLACES if Path(place).exists())
    return next((found for found in (*on_path, *placed, *_fetched()) if found), None)


def _fetched() -> list[str]:
    """Those that Playwright fetched, the newest first."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(named)] if named else [Path.home() / folder for folder in _FETCHED]
    found = [path for folder in folders for shape in _FETCHED_AS for path in folder.glob(shape)]
    return [str(path) for path in sorted(found, reverse=True)]


def fetch() -> None:
    """Have Playwright fetch one; where it cannot, the first line of why is told."""
    print("No Chromium here: fetching one", flush=True)
    order = [sys.executable, "-m", "playwright", "install", "chromium"]
    done = subprocess.run(order, check=False, capture_output=True, text=True)
    if done.returncode:
        print(next((line for line in done.stderr.splitlines() if "Error" in line), done.stderr))


if __name__ == "__main__":
    if not find():
        fetch()
    sys.exit(None if find() else MISSING)
