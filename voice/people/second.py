"""The second factor: a code app's six digits, or a code on paper, each good once.

The app's secret is sealed with a key from the master key and bound to the person; the counter of
the last code is kept, so that a code that was read over a shoulder is worth nothing. The arithmetic
is Flask-Security's (RFC 6238: SHA-1, 6 digits, 30 seconds).
"""

from __future__ import annotations

import hmac
from typing import Any, Final, cast

import segno
from flask_security.totp import Totp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voice.people.models import Worker
from voice.people.proofs import Login, RecoveryCode
from voice.storage import keys, trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

CODES: Final = 8
#: Seconds that a phone's clock may be off, either way.
_WINDOW: Final = 30
_SEALING: Final = "people.totp"
_DIGESTS: Final = "people.recovery"


class _CodeApp(Totp):
    """Flask-Security's codes, with the memory it leaves to its users."""

    def __init__(self) -> None:
        # It would encrypt secrets with a key of its own; ours are sealed before they are stored.
        super().__init__({1: "unused"}, "Voice")

    def fresh(self) -> str:
        """A new secret, as JSON."""
        made: str = self._totp.new().to_json(encrypt=False)
        return made

    def get_last_counter(self, user: Any) -> int | None:
        """The counter of the last code this person used."""
        last: int | None = user.totp_last
        return last

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        """Remember it."""
        user.totp_last = tmatch.counter


_APP: Final = _CodeApp()


def prepare(keystore: Keystore, login: Login) -> None:
    """Give a login a fresh secret, unless one is there; it proves nothing until confirmed."""
    if login.totp is None:
        plain = _APP.fresh().encode()
        login.totp = keys.seal(keystore.derived(_SEALING), plain, _place(login))
        login.totp_last, login.totp_since = None, None


def picture(keystore: Keystore, login: Login) -> str:
    """The secret as a picture to scan: an address that holds the picture itself."""
    code = segno.make(_APP.get_totp_uri(login.name, _secret(keystore, login)), error="m")
    return str(code.svg_data_uri(scale=5, border=3, light="#fff", dark="#22304A"))


def typed(keystore: Keystore, login: Login) -> str:
    """The secret in groups of letters, for whom a camera is no help."""
    return str(_APP.get_totp_pretty_key(_secret(keystore, login)))


def code_fits(keystore: Keystore, login: Login, code: str) -> bool:
    """Whether these digits are right now and were not used before; uses them up."""
    if login.totp is None:
        return False
    digits = "".join(code.split())
    return bool(_APP.verify_totp(digits, _secret(keystore, login), cast("Any", login), _WINDOW))


def confirm(db: Session, keystore: Keystore, worker: Worker, login: Login) -> list[str]:
    """The app works: from now on it is asked for. Returns fresh recovery codes, shown once."""
    login.totp_since = now()
    trail.write(db, f"worker:{worker.id}", "people.second_factor_set", f"worker:{worker.id}")
    return fresh_codes(db, keystore, worker.id)


def fresh_codes(db: Session, keystore: Keystore, worker_id: int) -> list[str]:
    """New recovery codes in place of the old."""
    db.execute(delete(RecoveryCode).where(RecoveryCode.worker_id == worker_id))
    codes = list(_APP.generate_recovery_codes(CODES))
    db.add_all(
        RecoveryCode(worker_id=worker_id, digest=_digest(keystore, worker_id, code))
        for code in codes
    )
    db.flush()
    return codes


def recovery_fits(db: Session, keystore: Keystore, worker_id: int, code: str) -> bool:
    """Whether this is an unused recovery code of the person; uses it up."""
    found = db.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.worker_id == worker_id,
            RecoveryCode.digest == _digest(keystore, worker_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if found is None:
        return False
    found.used_at = now()
    return True


def forget(db: Session, login: Login) -> None:
    """Take the second factor away: the next sign-in sets up a new one."""
    login.totp = login.totp_last = login.totp_since = None
    db.execute(delete(RecoveryCode).where(RecoveryCode.worker_id == login.worker_id))


def _secret(keystore: Keystore, login: Login) -> str:
    return keys.open_sealed(keystore.derived(_SEALING), login.totp or b"", _place(login)).decode()


def _place(login: Login) -> keys.Place:
    return keys.Place("logins", "totp", str(login.worker_id), "derived")


def _digest(keystore: Keystore, worker_id: int, code: str) -> str:
    plain = "".join(letter for letter in code.lower() if letter.isalnum())
    key = keystore.derived(_DIGESTS)
    return hmac.new(key, f"{worker_id}|{plain}".encode(), "sha256").hexdigest()
