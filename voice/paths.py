"""Find the folders that lie outside the package: templates, static files and translations.

In a wheel they are carried inside as `voice/_shared/`; in a checkout and in an editable install
they stand beside the package. Whoever needs one of them asks here.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CARRIED = _PACKAGE / "_shared"
_HOME = _CARRIED if _CARRIED.is_dir() else _PACKAGE.parent

TEMPLATES = _HOME / "templates"
STATIC = _HOME / "static"
TRANSLATIONS = _HOME / "translations"
