"""Find a Chromium on this machine, or say how to get one.

`python -m tests.browser.chromium` exits 1 with that sentence where there is none.
"""

from __future__ import annotations

import shutil
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
    return next((found for found in (*on_path, *placed) if found), None)


if __name__ == "__main__":
    sys.exit(None if find() else MISSING)
