"""Send our own files: packed once, and named so that a browser may keep them for good.

`url_for("static", ...)` puts a stamp of all our files before a file's name, so an address never
means two things. It stands in the path, where the addresses inside style sheets and scripts, which
are relative, carry it on. A sheet that begins with `@import`s is sent with them in their place: one
request instead of four, and what lies in the folder works as it is.

Pages are packed for each request, and only those of a child that are asked for with GET. A page of
the staff holds a secret (the token of its forms) beside words that somebody else may have chosen
(what was typed, what was searched for); packed together, the length of the answer gives the secret
away letter by letter (BREACH). A child's form holds a ticket, which is made anew each time it is
opened, and no word that anybody typed.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import brotli
from flask import Flask, Response, abort, request
from flask_compress import Compress
from werkzeug.security import safe_join

from voice import paths

#: How long browsers may keep a file whose address holds the stamp: as long as HTTP knows.
YEAR: Final = 365 * 24 * 60 * 60
_STAMPED: Final = re.compile(r"(v[0-9a-f]{12})/(.+)")
_IMPORT: Final = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
_COMMENT: Final = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
#: What gains by packing; fonts and pictures of dots are packed already.
_KINDS: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
}
_AS_THEY_ARE: Final = {".png": "image/png", ".woff2": "font/woff2", ".webp": "image/webp"}
_compress = Compress()


@dataclass(frozen=True, slots=True)
class _File:
    """One file, ready to be sent."""

    kind: str
    mark: str
    #: By the name of the packing, the better one first; "" is the file as it is.
    packings: dict[str, bytes]


def init_app(app: Flask) -> None:
    """Serve the files of this installation, and be ready to pack pages."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=7,
        COMPRESS_BR_MODE=1,
    )
    _compress.init_app(app)
    app.add_url_rule("/static/<path:filename>", "static", send)
    app.url_defaults(_stamp_address)


def _stamp_address(endpoint: str, values: dict[str, str]) -> None:
    if endpoint == "static" and not _STAMPED.match(values.get("filename", "")):
        values["filename"] = f"{stamp()}/{values['filename']}"


@cache
def stamp() -> str:
    """One short mark of all our files together."""
    whole = hashlib.sha256()
    for path in sorted(each for each in paths.STATIC.rglob("*") if each.is_file()):
        whole.update(str(path.relative_to(paths.STATIC)).encode())
        whole.update(path.read_bytes())
    return f"v{whole.hexdigest()[:12]}"


def send(filename: str) -> Response:
    """One file, packed as the browser likes it best."""
    stamped = _STAMPED.fullmatch(filename)
    found = _found(stamped[2] if stamped else filename)
    wanted = request.accept_encodings.best_match([each for each in found.packings if each]) or ""
    response = Response(found.packings[wanted], mimetype=found.kind)
    response.set_etag(f"{found.mark}{wanted}")
    if len(found.packings) > 1:
        response.vary.add("Accept-Encoding")
    if wanted:
        response.content_encoding = wanted
    _say_how_long(response, known=stamped is not None and stamped[1] == stamp())
    response.make_conditional(request)
    return response


def _say_how_long(response: Response, *, known: bool) -> None:
    """For good where the stamp is ours; the newest is sent under an older one, but not kept."""
    response.cache_control.public = True
    response.cache_control.max_age = YEAR if known else 0
    response.cache_control.immutable = known


def may_be_kept(response: Response) -> bool:
    """Whether a browser may keep this; everything else is to be forgotten."""
    return bool(response.cache_control.public)


def pack(response: Response) -> Response:
    """Pack a page of a child's that was asked for with GET and holds nothing typed.

    A form that comes back with its words is never a 200.
    """
    plain = request.method == "GET" and response.status_code == 200
    return _compress.after_request(response) if plain else response


def _found(name: str) -> _File:
    path = safe_join(str(paths.STATIC), name)
    place = Path(path) if path else paths.STATIC
    if not place.is_file() or place.suffix not in {**_KINDS, **_AS_THEY_ARE}:
        abort(404)
    return _packed(place.resolve(), place.stat().st_mtime_ns)


@lru_cache(maxsize=1024)
def _packed(path: Path, _changed: int) -> _File:
    body = _whole(path)
    packings = {"": body}
    if path.suffix in _KINDS:
        packings["br"] = brotli.compress(body, mode=brotli.MODE_TEXT)
        packings["gzip"] = gzip.compress(body, mtime=0)
    kind = _KINDS.get(path.suffix) or _AS_THEY_ARE[path.suffix]
    return _File(kind, hashlib.sha256(body).hexdigest()[:16], packings)


def _whole(path: Path) -> bytes:
    """A file's bytes; a sheet of sheets with all of them, and without the remarks."""
    body = path.read_bytes()
    if path.suffix != ".css" or not _IMPORT.search(body.decode()):
        return body
    whole = _IMPORT.sub(lambda each: (path.parent / each[1]).read_text("utf-8"), body.decode())
    return re.sub(r"\n\s+", "\n", _COMMENT.sub("", whole)).encode()
