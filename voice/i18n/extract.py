"""Collect every text of the product into two catalogues.

The child's catalogue holds what a child or the youth panel reads; the other one holds the rest.
Creation dates are left out, so that a difference means a difference in words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from voice.paths import TEMPLATES, TRANSLATIONS

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOT = _PACKAGE.parent
#: Rooms whose texts a child or the panel reads.
_CHILDS = frozenset({"child", "panel", "questions", "codebook"})
#: Files and folders of those rooms that staff read, beside all that are called desk.
_STAFFS = frozenset({"voice/child/handover.py", "voice/child/handover_forms.py"})
_KEYWORDS = {"say": None, "later": None, "say_many": (1, 2), "_": None, "gettext": None}
_LIBRARY_TEXTS = ("title", "intro", "text", "help")
#: What a child reads about a theme; its adult title is for staff, whose screens are in English.
_THEME_TEXTS = ("child_title", "child_line")

#: Where a text stands: (file below the root, line, text, comments).
Found = tuple[str, int, Any, list[str]]


@cache
def texts() -> tuple[Found, ...]:
    """Every text of the product, in the order of its files; read once in a process."""
    return tuple(_texts())


def _texts() -> Iterator[Found]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        yield from _extracted("python", path)
    for path in sorted(TEMPLATES.rglob("*.html")):
        yield from _extracted("jinja2", path)
    for path in sorted((_PACKAGE / "questions" / "library").glob("*.toml")):
        yield from _toml_texts(path, _LIBRARY_TEXTS)
    yield from _toml_texts(_PACKAGE / "themes" / "codebook" / "themes.toml", _THEME_TEXTS)


def catalogues() -> dict[str, Catalog]:
    """The two templates, by domain."""
    made = {domain: _catalogue() for domain in ("child", "messages")}
    for name, _line, text, comments in texts():
        made[_domain(name)].add(text, locations=[(name, 0)], auto_comments=comments)
    return made


def written(catalogue: Catalog) -> bytes:
    """A catalogue as the bytes of its file; equal words give equal bytes."""
    out = BytesIO()
    write_po(out, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=100)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_NOISE))


_NOISE = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By', b"# Translations template")


def _toml_texts(path: Path, keys: tuple[str, ...]) -> Iterator[Found]:
    """The texts that stand under `keys`, at any depth of a TOML file."""
    raw = tomllib.loads(path.read_text("utf-8"))
    name = str(path.relative_to(_ROOT))
    for text in dict.fromkeys(_walk(raw, keys)):
        yield name, 0, text, []


def _walk(raw: Any, keys: tuple[str, ...]) -> Iterator[str]:
    if isinstance(raw, list):
        for each in raw:
            yield from _walk(each, keys)
    elif isinstance(raw, dict):
        yield from (raw[key] for key in keys if raw.get(key))
        for each in raw.values():
            yield from _walk(each, keys)


def _extracted(method: str, path: Path) -> Iterator[Found]:
    options = {"trimmed": "true", "silent": "false"} if method == "jinja2" else {}
    name = str(path.relative_to(_ROOT))
    found = extract_from_file(
        method,
        path,
        keywords=_KEYWORDS,
        comment_tags=("i18n:",),
        options=options,
        strip_comment_tags=True,
    )
    for line, text, comments, _context in found:
        yield name, line, text, list(comments)


def _domain(name: str) -> str:
    parts = Path(name).parts
    staffs = name in _STAFFS or any(part.startswith("desk") for part in parts)
    childs = set(parts) & _CHILDS and not staffs
    return "child" if childs else "messages"


def _catalogue() -> Catalog:
    return Catalog(project="Voice", version="1", charset="utf-8", fuzzy=False)


def template_path(domain: str) -> Path:
    """Where the template of a domain is kept."""
    return TRANSLATIONS / f"{domain}.pot"


def catalogue_path(domain: str, code: str) -> Path:
    """Where a language's catalogue is kept."""
    return TRANSLATIONS / code / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path, code: str | None = None) -> Catalog:
    """A catalogue from its file; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale=code, project="Voice", version="1", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=code)
