"""What a tablet keeps so that a form opens without a network, and the version of it all.

Everything is named by one hash of our own files: when any of them changes, a tablet takes all of it
anew, never a mixture.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

from flask import url_for

from voice import paths
from voice.i18n.locales import Locale
from voice.web import assets
from voice.web.filters import url_exists

_SHEETS: Final = ("tokens", "plain", "say", "work", "handover")
_FONTS: Final = {"Arab": "noto-sans-arabic-*", "Latn": "andika-latin-*"}
_LATIN_IN: Final = "andika-latin-[47]*"


@cache
def version() -> str:
    """A short hash of every file that a child's page is made of."""
    whole = hashlib.sha256(assets.stamp().encode())
    files = [path for path in (paths.TEMPLATES / "child").rglob("*") if path.is_file()]
    files += paths.TRANSLATIONS.glob("*/LC_MESSAGES/child.po")
    for path in sorted(files):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def worker_script() -> str:
    """The service worker, with its version written in."""
    text = (paths.STATIC / "sw.js").read_text("utf-8")
    known = {"VERSION": version(), "FILES": assets.stamp()}
    return "".join(f"const {name} = {json.dumps(each)};\n" for name, each in known.items()) + text


def pages(token: str, spoken: Iterable[Locale]) -> list[str]:
    """Addresses of everything that one link needs in these languages."""
    spoken = list(spoken)
    found = [url_for("child.hide")]
    if url_exists("handover.device"):
        found += [url_for("handover.device"), url_for("handover.locked")]
    for each in spoken:
        found.append(url_for("child.form", token=token, lang=each.code))
        found.append(url_for("child.kiosk", token=token, lang=each.code))
        found += [url_for(page, lang=each.code) for page in ("child.help", "child.receipt")]
        found.append(url_for("child.rest", stamp=version(), lang=each.code))
    return [*found, *map(_address, _files({each.script for each in spoken}))]


def _files(scripts: set[str]) -> list[Path]:
    """Style sheets, scripts, pictures, and the fonts of these scripts."""
    known = {"Arab" if script == "Arab" else "Latn" for script in scripts}
    fonts = [f"fonts/{_FONTS[script]}.woff2" for script in known]
    globs = [
        *fonts,
        f"fonts/{_LATIN_IN}.woff2",
        "js/*.js",
        "js/child/*.js",
        "js/work/device.js",
        "js/work/waits.js",
    ]
    globs += ["vendor/perfect-freehand/*.mjs"]
    globs += [f"css/{part}-{script}.css" for script in known for part in ("form", "later")]
    globs += [f"css/{name}.css" for name in _SHEETS]
    globs += ["vendor/govuk/govuk.css", "pictures/*.svg", "*.webmanifest", "icons/*.png"]
    return sorted({path for glob in globs for path in paths.STATIC.glob(glob)})


def _address(path: Path) -> str:
    return url_for("static", filename=path.relative_to(paths.STATIC).as_posix())
