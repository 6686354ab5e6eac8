"""A pack on paper: A4, a poster and the easy-read version, as tagged PDF/UA-1, set by Typst.

The words go in as JSON, so nothing that anybody wrote is ever markup. No font and no file of the
machine is used, and nothing is fetched.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Final, Literal

import typst

from voice import paths
from voice.panel.easy import Easy
from voice.panel.wording import Told
from voice.web.letters import composed, put_right

_PAPERS: Final = paths.TEMPLATES / "panel" / "paper"
_FONTS: Final = paths.STATIC / "fonts" / "paper"


def pdf(told: Told, made_at: datetime, sheet: str = "pack") -> bytes:
    """The PDF of a pack, or of its "poster"; the same words at the same moment, the same bytes."""
    return _set(told, sheet, "pdf", made_at)


def picture(told: Told, made_at: datetime, sheet: str = "poster") -> bytes:
    """The first page of a sheet as PNG."""
    return _set(told, sheet, "png", made_at)


def easy_pdf(told: Easy, made_at: datetime) -> bytes:
    """The easy-read version as PDF."""
    return _set(told, "easy", "pdf", made_at)


def _set(told: Told | Easy, sheet: str, kind: Literal["pdf", "png"], made_at: datetime) -> bytes:
    standards: list[Literal["ua-1"]] = ["ua-1"] if kind == "pdf" else []
    made = typst.compile(
        str(_PAPERS / f"{sheet}.typ"),
        root=str(paths.TEMPLATES.parent),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        format=kind,
        sys_inputs={"told": composed(json.dumps(asdict(told), ensure_ascii=False))},
        pdf_standards=standards,  # type: ignore[arg-type]
        timestamp=int(made_at.timestamp()),
    )
    pages = made if isinstance(made, list) else [made]
    first = bytes(pages[0])
    return put_right(first) if kind == "pdf" else first
