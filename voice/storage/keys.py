"""Seal and open texts with AES-256-GCM.

Each response has a data key of its own; the master key, which never enters a database, only wraps
data keys. A seal is bound to its place (table, column, row, key), so that it opens nowhere else.
Nothing here knows Flask or a database.

Source of the construction: NIST SP 800-38D (GCM, 96-bit random nonces).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
#: First byte of every envelope: the version of the construction.
_VERSION = b"\x01"


class CannotOpen(Exception):
    """The envelope was changed, moved, or sealed with another key."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs; a value moved elsewhere does not open."""

    table: str
    column: str
    row: str
    key: str

    @property
    def bound(self) -> bytes:
        """The associated data of the seal."""
        return "|".join((self.table, self.column, self.row, self.key)).encode()


def new_key() -> bytes:
    """A fresh random key of 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, place: Place) -> bytes:
    """Encrypt `plain` for `place`; the envelope is version, nonce, ciphertext and tag."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, place.bound)


def open_sealed(key: bytes, envelope: bytes, place: Place) -> bytes:
    """Decrypt an envelope sealed for `place`; CannotOpen if anything about it is not as it was."""
    if envelope[:1] != _VERSION:
        raise CannotOpen(f"unknown envelope version in {place.table}.{place.column}")
    nonce, body = envelope[1 : 1 + _NONCE_BYTES], envelope[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.bound)
    except (InvalidTag, ValueError) as wrong:
        raise CannotOpen(f"{place.table}.{place.column} of {place.row} does not open") from wrong


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose, made of the installation's secret."""
    return hmac.digest(secret, purpose.encode(), "sha256")


def wrap(master: bytes, data_key: bytes, key_id: str) -> bytes:
    """Encrypt a data key under the master key."""
    return seal(master, data_key, Place("keys", "wrapped", key_id, "master"))


def unwrap(master: bytes, wrapped: bytes, key_id: str) -> bytes:
    """Decrypt a data key; CannotOpen under another master key."""
    return open_sealed(master, wrapped, Place("keys", "wrapped", key_id, "master"))
