"""Read a child's recording: sound in one of three containers, exactly as the browser wrote it.

Pure. A recording arrives as base64url in a field of the form. Its container is told by its own
first bytes, never by what somebody says about it; whatever is no sound of that kind is refused
whole. It is never converted: what a person listens to is what the child heard back.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

#: All that fits in the largest envelope, 256 KB, beside a few words.
LONGEST: Final = 180 * 1024
SHORTEST: Final = 64
#: What a browser is told when it plays one.
TYPES: Final = {"webm": "audio/webm", "ogg": "audio/ogg", "mp4": "audio/mp4"}
#: Where a container says what it holds.
_HEAD: Final = 4096
_ALPHABET: Final = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_EBML: Final = b"\x1a\x45\xdf\xa3"
_FILMS: Final = (b"V_VP", b"V_AV1", b"V_MPEG")


class BadRecording(ValueError):
    """This is not a recording of ours."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording under one question."""

    question: str
    #: One of TYPES.
    kind: str
    sound: bytes

    @property
    def mark(self) -> tuple[str, str, str]:
        """Equal marks mean the same recording."""
        return self.question, self.kind, sha256(self.sound).hexdigest()


def parse(question: str, text: str) -> Recording:
    """The recording in a field; BadRecording for anything else."""
    if len(text) > -(-LONGEST // 3) * 4:
        raise BadRecording("longer than a recording can be")
    if not _ALPHABET.fullmatch(text):
        raise BadRecording("not base64url")
    try:
        sound = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as wrong:
        raise BadRecording("not base64url") from wrong
    if not SHORTEST <= len(sound) <= LONGEST:
        raise BadRecording("too short or too long")
    kind = _kind(sound)
    if kind is None:
        raise BadRecording("not sound in a container that we take")
    return Recording(question, kind, sound)


def written(recording: Recording) -> str:
    """The recording as `parse` reads it."""
    return urlsafe_b64encode(recording.sound).decode().rstrip("=")


def _kind(sound: bytes) -> str | None:
    """Which container, by its first bytes; None for anything with a picture in it, too."""
    head = sound[:_HEAD]
    if head.startswith(_EBML) and b"webm" in head[:64]:
        return "webm" if b"A_OPUS" in head and not any(each in head for each in _FILMS) else None
    if head.startswith(b"OggS"):
        return "ogg" if b"OpusHead" in head[:64] else None
    if head[4:8] == b"ftyp":
        spoken = b"mp4a" in head or b"Opus" in head
        return "mp4" if spoken and b"vide" not in head else None
    return None
