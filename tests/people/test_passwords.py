"""Passwords: what is refused, and how they are kept."""

from __future__ import annotations

import pytest
from argon2 import extract_parameters

from voice.people import passwords

pytestmark = pytest.mark.usefixtures("full_work")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("elevenchars", "short"),
        ("x" * 201, "long"),
        ("password1234", "easy"),
        ("qwertyuiop12", "easy"),
        ("111111111111", "easy"),
        ("demo.borough1", "easy"),
        ("kettle orchard violin seven", None),
        ("zażółć gęślą jaźń", None),
    ],
)
def test_a_password_of_staff(password: str, fault: str | None) -> None:
    assert passwords.fault(password, ("demo borough", "ola@demo.borough")) == fault


def test_a_passphrase_of_a_young_person_may_be_shorter_but_not_guessed() -> None:
    assert passwords.fault("purple", panel=True) == "short"
    assert passwords.fault("password", panel=True) == "easy"
    assert passwords.fault("kestrel1", ("Kestrel",), panel=True) == "easy"
    assert passwords.fault("otter violin", panel=True) is None


def test_a_password_is_kept_as_argon2id_and_salted() -> None:
    one, two = passwords.kept("otter violin seven"), passwords.kept("otter violin seven")
    assert one.startswith("$argon2id$")
    assert one != two
    work = extract_parameters(one)
    assert (work.memory_cost, work.time_cost) >= (65_536, 3), "64 MiB, three times (RFC 9106)"
    assert passwords.fits("otter violin seven", one)
    assert not passwords.fits("otter violin eight", one)


def test_a_keyboard_that_composes_letters_otherwise_types_the_same_password() -> None:
    assert passwords.fits("cafe\u0301 violin seven", passwords.kept("caf\u00e9 violin seven"))


@pytest.mark.parametrize("known", [None, "not a hash", "$argon2id$broken"])
def test_nothing_fits_where_there_is_no_password(known: str | None) -> None:
    assert not passwords.fits("nobody has this password", known)
