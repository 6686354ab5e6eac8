"""A seal opens where it was made, with the key it was made with, unchanged; and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.storage.keys import CannotOpen, Place, new_key, open_sealed, seal, unwrap, wrap

HERE = Place("answers", "text.going_well", "row-1", "key-1")


@given(st.binary(max_size=4096))
def test_what_was_sealed_opens_again(plain: bytes) -> None:
    key = new_key()
    assert open_sealed(key, seal(key, plain, HERE), HERE) == plain


def test_the_envelope_shows_nothing_of_the_words() -> None:
    assert b"My mum" not in seal(new_key(), b"My mum shouts", HERE)


def test_the_same_words_never_give_the_same_envelope() -> None:
    key = new_key()
    assert len({seal(key, b"the same", HERE) for _ in range(100)}) == 100


@pytest.mark.parametrize("part", ["table", "column", "row", "key"])
def test_a_seal_moved_elsewhere_does_not_open(part: str) -> None:
    key = new_key()
    envelope = seal(key, b"words", HERE)
    with pytest.raises(CannotOpen):
        open_sealed(key, envelope, replace(HERE, **{part: "elsewhere"}))


def test_another_key_does_not_open_it() -> None:
    envelope = seal(new_key(), b"words", HERE)
    with pytest.raises(CannotOpen):
        open_sealed(new_key(), envelope, HERE)


def test_no_changed_bit_goes_unseen() -> None:
    key = new_key()
    envelope = seal(key, b"words", HERE)
    for place in range(len(envelope)):
        changed = bytearray(envelope)
        changed[place] ^= 1
        with pytest.raises(CannotOpen):
            open_sealed(key, bytes(changed), HERE)


def test_an_envelope_cut_short_does_not_open() -> None:
    key = new_key()
    envelope = seal(key, b"words", HERE)
    for length in range(len(envelope)):
        with pytest.raises(CannotOpen):
            open_sealed(key, envelope[:length], HERE)


def test_a_refusal_quotes_no_words() -> None:
    with pytest.raises(CannotOpen) as refused:
        open_sealed(new_key(), seal(new_key(), b"secret words", HERE), HERE)
    assert "secret" not in str(refused.value)


def test_a_data_key_is_wrapped_for_its_own_name_alone() -> None:
    master, key = new_key(), new_key()
    wrapped = wrap(master, key, "one")
    assert unwrap(master, wrapped, "one") == key
    with pytest.raises(CannotOpen):
        unwrap(master, wrapped, "two")
    with pytest.raises(CannotOpen):
        unwrap(new_key(), wrapped, "one")
