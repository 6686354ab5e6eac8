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
from typing import Final


class UnsafeSetting(ValueError):
    """A setting is missing, malformed, or would put a child's words at risk."""


#: What a server can offer.
FACES: Final = ("all", "child", "staff")


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
    #: Forms on which a child may say an answer aloud; none unless a council names them.
    say_it: tuple[str, ...] = field(
        default=(), metadata={"help": "keys of the forms on which children may record their voice"}
    )
    #: Counts of children below this are never shown to readers without need-to-know.
    threshold: int = field(
        default=5, metadata={"help": "smallest count of children shown to the panel (3 or more)"}
    )
    #: Published counts are multiples of this; 1 shows them as they are, and hides more beside them.
    rounding: int = field(
        default=5, metadata={"help": "counts in packs are rounded to this (1: as they are)"}
    )
    #: Working days within which a person promises to read every answer.
    read_days: int = field(
        default=5, metadata={"help": "working days in which every answer is read by a person"}
    )
    #: The ladder of an alert that nobody looked at, then of one that nobody decided.
    alert_next_minutes: int = field(
        default=30, metadata={"help": "minutes until an unseen alert goes to the next person"}
    )
    alert_manager_minutes: int = field(
        default=120, metadata={"help": "minutes until an unseen alert goes to a manager"}
    )
    alert_decision_days: int = field(
        default=1, metadata={"help": "working days within which an alert is decided"}
    )
    #: How people are told that an alert waits.
    notify: str = field(
        default="none", metadata={"help": "none, smtp, govuk or webhook: how alerts call people"}
    )
    #: Messages name this address and nothing else.
    url: str = field(default="", metadata={"help": "the address by which staff open Voice"})
    #: Where a message goes when the person meant has no e-mail address.
    notify_desk: str = field(default="", metadata={"help": "e-mail address of the duty desk"})
    smtp_host: str = field(default="", metadata={"help": "mail server"})
    smtp_port: int = field(default=587, metadata={"help": "port of the mail server"})
    smtp_user: str = field(default="", metadata={"help": "name at the mail server, if it asks"})
    smtp_password: str = field(
        default="", repr=False, metadata={"help": "password at the mail server, if it asks"}
    )
    smtp_from: str = field(default="", metadata={"help": "sender's e-mail address"})
    smtp_tls: bool = field(
        default=True, metadata={"help": "0 only for a mail server on this very machine"}
    )
    govuk_key: str = field(default="", repr=False, metadata={"help": "key of GOV.UK Notify"})
    govuk_template: str = field(
        default="", metadata={"help": "GOV.UK Notify template, with one field: ((message))"}
    )
    webhook_url: str = field(
        default="", repr=False, metadata={"help": "https address that takes a POST of JSON"}
    )
    #: Minutes without a request after which a person is signed out.
    idle_minutes: int = field(
        default=15, metadata={"help": "minutes without doing anything that end a sign-in (5 to 60)"}
    )
    #: Hours after which a person signs in again, however busy they are.
    session_hours: int = field(
        default=8, metadata={"help": "hours after which everybody signs in again (1 to 12)"}
    )
    #: What a server offers: the child's pages, the staff's, or both on one host.
    face: str = field(default="all", metadata={"help": "all, or only the child or the staff pages"})
    #: How many of our own proxies stand in front; only they may say where a request came from.
    proxies: int = field(
        default=0, metadata={"help": "how many of your own proxies stand in front of Voice"}
    )
    #: The council's own sign-in (OpenID Connect); empty means it is not used.
    oidc_issuer: str = field(
        default="", metadata={"help": "https address of the council's own sign-in"}
    )
    oidc_client_id: str = field(default="", metadata={"help": "Voice's name at that sign-in"})
    oidc_client_secret: str = field(
        default="", repr=False, metadata={"help": "Voice's secret at that sign-in"}
    )
    oidc_role_claim: str = field(
        default="roles", metadata={"help": "the claim that names a person's groups or roles"}
    )
    #: Pairs `value=role`: what a claim says, and the role it gives here.
    oidc_roles: tuple[str, ...] = field(
        default=(), metadata={"help": "claim values and their roles, as group=role"}
    )
    #: Any of these, in `acr` or `amr`, proves a second factor.
    oidc_acr: tuple[str, ...] = field(
        default=("mfa",), metadata={"help": "values of acr or amr that prove a second factor"}
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
        if not 1 <= self.rounding <= 10:
            raise UnsafeSetting("VOICE_ROUNDING must be from 1 to 10.")
        if not self.languages:
            raise UnsafeSetting("VOICE_LANGUAGES must name at least one language.")
        if self.read_days < 1:
            raise UnsafeSetting("VOICE_READ_DAYS must be 1 or more.")
        if not 1 <= self.alert_next_minutes < self.alert_manager_minutes:
            raise UnsafeSetting(
                "VOICE_ALERT_NEXT_MINUTES must be 1 or more, and below VOICE_ALERT_MANAGER_MINUTES."
            )
        if self.alert_decision_days < 1:
            raise UnsafeSetting("VOICE_ALERT_DECISION_DAYS must be 1 or more.")
        if not 5 <= self.idle_minutes <= 60:
            raise UnsafeSetting("VOICE_IDLE_MINUTES must be from 5 to 60.")
        if not 1 <= self.session_hours <= 12:
            raise UnsafeSetting("VOICE_SESSION_HOURS must be from 1 to 12.")
        if self.secret_key and len(self.secret_key) < 32:
            raise UnsafeSetting("VOICE_SECRET_KEY must be at least 32 characters.")
        self._refuse_unsafe_doors()

    def _refuse_unsafe_doors(self) -> None:
        if self.face not in FACES:
            raise UnsafeSetting("VOICE_FACE must be all, child or staff.")
        if not 0 <= self.proxies <= 5:
            raise UnsafeSetting("VOICE_PROXIES must be from 0 to 5.")
        if self.oidc_issuer:
            self._refuse_unsafe_oidc()

    def _refuse_unsafe_oidc(self) -> None:
        own = ("http://127.0.0.1:", "http://[::1]:", "http://localhost:")
        if not self.oidc_issuer.startswith(("https://", *own)):
            raise UnsafeSetting("VOICE_OIDC_ISSUER must begin with https://.")
        if not self.oidc_client_id or not self.oidc_client_secret:
            raise UnsafeSetting("VOICE_OIDC_CLIENT_ID and VOICE_OIDC_CLIENT_SECRET go with it.")
        if not self.oidc_acr:
            raise UnsafeSetting("VOICE_OIDC_ACR must name what proves a second factor.")

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
        "rounding": int,
        "read_days": int,
        "alert_next_minutes": int,
        "alert_manager_minutes": int,
        "alert_decision_days": int,
        "smtp_port": int,
        "idle_minutes": int,
        "session_hours": int,
        "proxies": int,
        "say_it": _words,
        "oidc_roles": _words,
        "oidc_acr": _words,
    }
    try:
        if name in {"demo", "https", "smtp_tls"}:
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
