"""A published pack as files, all from the same frozen contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from voice.panel import alone, paper, sheet, slides
from voice.panel.easy import easy
from voice.panel.models import Pack
from voice.panel.speech import speech
from voice.panel.told import told
from voice.storage.types import now

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final = {
    "pdf": "application/pdf",
    "poster": "application/pdf",
    "easy": "application/pdf",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "html": "text/html",
    "json": "application/json",
}
_MORE_PAPERS: Final = ("poster", "easy")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack."""

    name: str
    mime: str
    body: bytes


def made(pack: Pack, kind: str, code: str) -> File:
    """One file of a pack, in this language."""
    body = rendered(kind, code, pack)
    ending = f"{kind}.pdf" if kind in _MORE_PAPERS else kind
    name = f"{pack.period}-{pack.audience.replace('_', '-')}-{code}.{ending}"
    return File(name, KINDS[kind], body)


def rendered(kind: str, code: str, pack: Pack) -> bytes:
    """The bytes of one kind of file."""
    at, mark, spoken = pack.published_at or now(), pack.fingerprint or "", speech(code)
    if kind == "json":
        whole = {"fingerprint": pack.fingerprint, "contents": pack.contents}
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()
    if kind == "easy":
        return paper.pdf(easy(pack.contents, spoken, mark), at, "easy")
    words = told(pack.contents, spoken, mark)
    if kind == "pptx":
        return slides.slides(words)
    if kind == "xlsx":
        return sheet.sheet(words)
    if kind == "html":
        return alone.page(words, code)
    return paper.pdf(words, at, "poster" if kind == "poster" else "pack")
