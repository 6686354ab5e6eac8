"""Hybrid public key encryption: whoever seals with the public key cannot open what was sealed.

Pure. RFC 9180, base mode, single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, which
every browser can do with its own WebCrypto. A sealed message is the encapsulated key (65 bytes,
uncompressed point) followed by the ciphertext and its tag.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

#: Bytes that sealing adds: the encapsulated key and the tag.
OVERHEAD: Final = 65 + 16
_SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_POINT: Final = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class NotForUs(ValueError):
    """It was sealed with another key, for another form, or was changed on the way."""


def new_private() -> bytes:
    """A fresh private key as 32 bytes."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return number.to_bytes(32)


def public_of(private: bytes) -> bytes:
    """The public half: an uncompressed point of 65 bytes."""
    return _private(private).public_key().public_bytes(*_POINT)


def seal(public: bytes, info: bytes, plain: bytes) -> bytes:
    """Seal for the holder of the private key; opens only with the same `info`."""
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    return _SUITE.encrypt(plain, point, info)


def open_sealed(private: bytes, info: bytes, sealed: bytes) -> bytes:
    """What was sealed; NotForUs."""
    try:
        return _SUITE.decrypt(sealed, _private(private), info)
    except (InvalidTag, ValueError) as wrong:
        raise NotForUs("it does not open") from wrong


def _private(private: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(private), ec.SECP256R1())
