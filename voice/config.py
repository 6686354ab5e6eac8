"""Read the settings once, as one frozen object, and refuse those that would be unsafe.

Every setting is an environment variable whose name begins with `VOICE_`; the README lists them all.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path


class UnsafeSetting(ValueError):
    """A setting is missing, malformed, or would put a child's words at risk."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one installation; `Config.from_environment()` builds the real one."""

    #: Where the database, the keys and the backups lie.
    data: Path = field(default=Path("var"), metadata={"help": "data folder"})
    #: SQLAlchemy address of the main database; empty means SQLite in the data folder.
    database_url: str = field(
        default="", metadata={"help": "database address; empty: SQLite in the data folder"}
    )
    #: Signs tickets and session cookies; empty means one is made once and kept in the data folder.
    secret_key: str = field(
        default="", metadata={"help": "signing key; empty: made once, kept in the data folder"}
    )
    council: str = field(
        default="Demo Borough", metadata={"help": "the council's name, as people read it"}
    )
    #: Codes of the languages offered to children, the first one being the fallback.
    languages: tuple[str, ...] = field(
        default=("en", "ar", "pl", "so"), metadata={"help": "languages offered, commas between"}
    )
    #: Counts of children below this are never shown to readers without need-to-know.
    threshold: int = field(
        default=5, metadata={"help": "smallest count of children shown to the panel (3 or more)"}
    )
    #: Working days within which a person promises to read every answer.
    read_days: int = field(
        default=5, metadata={"help": "working days in which every answer is read by a person"}
    )
    #: The demonstration opens doors that a real installation keeps shut.
    demo: bool = field(
        default=False, metadata={"help": "1 for the demonstration: sign-in without a password"}
    )
    #: Without HTTPS in front, cookies cannot be marked Secure.
    https: bool = field(
        default=True, metadata={"help": "0 only on one's own machine: cookies without Secure"}
    )

    def __post_init__(self) -> None:
        """Refuse what would be unsafe, with a sentence that says what to change."""
        if self.threshold < 3:
            raise UnsafeSetting("VOICE_THRESHOLD must be 3 or more: smaller counts name a child.")
        if not self.languages:
            raise UnsafeSetting("VOICE_LANGUAGES must name at least one language.")
        if self.read_days < 1:
            raise UnsafeSetting("VOICE_READ_DAYS must be 1 or more.")
        if self.secret_key and len(self.secret_key) < 32:
            raise UnsafeSetting("VOICE_SECRET_KEY must be at least 32 characters.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Config:
        """Build the settings from `VOICE_*`; UnsafeSetting says which one is wrong and why."""
        found = os.environ if environment is None else environment
        values = {
            each.name: _read(each.name, found[variable(each.name)])
            for each in fields(cls)
            if variable(each.name) in found
        }
        return cls(**values)  # type: ignore[arg-type]

    @property
    def main_database(self) -> str:
        """The SQLAlchemy address of the database that holds everything but the keys."""
        return self.database_url or f"sqlite:///{(self.data / 'voice.db').absolute()}"

    @property
    def fallback_language(self) -> str:
        """The language shown when nobody has chosen one."""
        return self.languages[0]


def variable(name: str) -> str:
    """The environment variable that carries the setting `name`."""
    return f"VOICE_{name.upper()}"


def _read(name: str, text: str) -> object:
    readers: dict[str, Callable[[str], object]] = {
        "data": Path,
        "languages": _words,
        "threshold": int,
        "read_days": int,
    }
    try:
        if name in {"demo", "https"}:
            return _truth(text)
        return readers.get(name, str)(text)
    except ValueError as wrong:
        raise UnsafeSetting(f"{variable(name)} cannot be {text!r}.") from wrong


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _truth(text: str) -> bool:
    if text.lower() not in {"0", "1", "no", "yes", "false", "true", ""}:
        raise ValueError(text)
    return text.lower() in {"1", "yes", "true"}


def kept_secret(folder: Path, name: str, size: int = 32) -> bytes:
    """Read a secret of `size` bytes from the data folder, making it on first use (mode 0600)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        _place_whole(path, secrets.token_bytes(size))
    return path.read_bytes()


def _place_whole(path: Path, content: bytes) -> None:
    """Write beside and link into place, so that no other process ever reads half a secret."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
