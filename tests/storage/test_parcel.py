"""What a browser carries for us opens for its own purpose, for a while, and unchanged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from voice.storage.parcel import packed, unpacked

NOON = datetime(2026, 9, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = b"s" * 32


def test_it_comes_back_as_it_was() -> None:
    parcel = packed(SECRET, "a", ["words", {"n": 1}], NOON)
    assert unpacked(SECRET, "a", parcel, NOON + HOUR, HOUR) == ["words", {"n": 1}]
    assert "words" not in parcel


@pytest.mark.parametrize(
    ("secret", "purpose", "spoil", "later"),
    [
        (b"t" * 32, "a", "", timedelta()),
        (SECRET, "b", "", timedelta()),
        (SECRET, "a", "x", timedelta()),
        (SECRET, "a", "", HOUR + timedelta(seconds=1)),
    ],
)
def test_it_opens_for_nothing_else(
    secret: bytes, purpose: str, spoil: str, later: timedelta
) -> None:
    parcel = packed(SECRET, "a", "words", NOON)
    assert unpacked(secret, purpose, spoil + parcel, NOON + later, HOUR) is None


@pytest.mark.parametrize("junk", ["", "kanari", "é"])
def test_what_is_no_parcel_is_nothing(junk: str) -> None:
    assert unpacked(SECRET, "a", junk, NOON, HOUR) is None
