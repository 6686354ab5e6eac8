"""Sealing follows RFC 9180, and opens for nobody but the holder of the key."""

from __future__ import annotations

import random

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from voice.child import hpke

# RFC 9180, appendix A.3.1 (DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode).
SK_R = "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2"
PK_R = (
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f6"
    "2fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
ENC = (
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f95"
    "1c0900be863c403ce65c9bfcb9382657222d18c4"
)
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
AAD = b"Count-0"
PLAIN = b"Beauty is truth, truth beauty"
CIPHER = (
    "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
)


def _hmac(key: bytes, told: bytes) -> bytes:
    made = HMAC(key, SHA256())
    made.update(told)
    return made.finalize()


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return _hmac(salt or bytes(32), b"HPKE-v1" + suite + label + ikm)


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, size: int) -> bytes:
    told = size.to_bytes(2) + b"HPKE-v1" + suite + label + info
    return _hmac(prk, told + b"\x01")[:size]


def _by_the_book(
    private: int, sealed: bytes, info: bytes, aead: int, key_size: int, aad: bytes
) -> bytes:
    """RFC 9180, sections 4 and 5, step by step: our own reading of it."""
    enc, body = sealed[:65], sealed[65:]
    own = ec.derive_private_key(private, ec.SECP256R1())
    shared = own.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), enc)
    )
    mine = hpke.public_of(private.to_bytes(32))
    kem = b"KEM" + (0x0010).to_bytes(2)
    prk = _extract(kem, b"", b"eae_prk", shared)
    secret = _expand(kem, prk, b"shared_secret", enc + mine, 32)
    suite = b"HPKE" + (0x0010).to_bytes(2) + (0x0001).to_bytes(2) + aead.to_bytes(2)
    context = (
        b"\x00"
        + _extract(suite, b"", b"psk_id_hash", b"")
        + _extract(suite, b"", b"info_hash", info)
    )
    root = _extract(suite, secret, b"secret", b"")
    key = _expand(suite, root, b"key", context, key_size)
    return AESGCM(key).decrypt(_expand(suite, root, b"base_nonce", context, 12), body, aad)


def test_the_vector_of_the_standard_opens_by_the_book_and_by_the_library() -> None:
    sealed = bytes.fromhex(ENC + CIPHER)
    assert hpke.public_of(bytes.fromhex(SK_R)).hex() == PK_R
    assert _by_the_book(int(SK_R, 16), sealed, INFO, 0x0001, 16, AAD) == PLAIN
    suite = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
    private = ec.derive_private_key(int(SK_R, 16), ec.SECP256R1())
    assert openssl.hpke._decrypt_with_aad(suite, sealed, private, INFO, AAD) == PLAIN


def test_what_we_seal_opens_by_the_book() -> None:
    private = hpke.new_private()
    sealed = hpke.seal(hpke.public_of(private), b"info", b"hello")
    assert len(sealed) == 5 + hpke.OVERHEAD
    assert _by_the_book(int.from_bytes(private), sealed, b"info", 0x0002, 32, b"") == b"hello"
    assert hpke.open_sealed(private, b"info", sealed) == b"hello"


def test_a_hundred_letters_open_and_none_with_one_bit_flipped() -> None:
    private, rng = hpke.new_private(), random.Random(7)
    for number in range(100):
        plain = f"letter {number}".encode()
        sealed = bytearray(hpke.seal(hpke.public_of(private), b"info", plain))
        assert hpke.open_sealed(private, b"info", bytes(sealed)) == plain
        place = rng.randrange(len(sealed) * 8)
        sealed[place // 8] ^= 1 << place % 8
        with pytest.raises(hpke.NotForUs):
            hpke.open_sealed(private, b"info", bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x04" * 65, b"x" * 200])
def test_what_is_no_letter_does_not_open(sealed: bytes) -> None:
    with pytest.raises(hpke.NotForUs):
        hpke.open_sealed(hpke.new_private(), b"info", sealed)


def test_it_opens_with_no_other_key_and_for_no_other_form() -> None:
    private = hpke.new_private()
    sealed = hpke.seal(hpke.public_of(private), b"info", b"hello")
    for key, info in ((hpke.new_private(), b"info"), (private, b"another")):
        with pytest.raises(hpke.NotForUs):
            hpke.open_sealed(key, info, sealed)
