"""A published pack as files, all from the same frozen contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from voice.panel import alone, paper, sheet, slides
from voice.panel.models import Pack
from voice.panel.speech import speech
from voice.panel.told import told
from voice.panel.wording import Told
from voice.storage.types import now

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
KINDS: Final = {
    "pdf": "application/pdf",
    "poster": "application/pdf",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "html": "text/html",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack."""

    name: str
    mime: str
    body: bytes


def made(pack: Pack, kind: str, code: str) -> File:
    """One file of a pack, in this language."""
    words = told(pack.contents, speech(code), pack.fingerprint or "")
    body = rendered(kind, code, pack, words)
    ending = "poster.pdf" if kind == "poster" else kind
    name = f"{pack.period}-{pack.audience.replace('_', '-')}-{code}.{ending}"
    return File(name, KINDS[kind], body)


def rendered(kind: str, code: str, pack: Pack, words: Told) -> bytes:
    """The bytes of one kind of file."""
    at = pack.published_at or now()
    if kind == "json":
        whole = {"fingerprint": pack.fingerprint, "contents": pack.contents}
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()
    if kind == "pptx":
        return slides.slides(words)
    if kind == "xlsx":
        return sheet.sheet(words)
    if kind == "html":
        return alone.page(words, code)
    return paper.pdf(words, at, "poster" if kind == "poster" else "pack")
