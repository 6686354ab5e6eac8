"""A recording is told by its own first bytes, and anything else is refused whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sounds import MP4, OGG, WEBM, in_a_field
from voice.answers.recordings import LONGEST, BadRecording, Recording, parse, written


@pytest.mark.parametrize(("sound", "kind"), [(WEBM, "webm"), (OGG, "ogg"), (MP4, "mp4")])
def test_each_container_is_known_and_kept_as_it_came(sound: bytes, kind: str) -> None:
    found = parse("wishes", in_a_field(sound))
    assert found == Recording("wishes", kind, sound)
    assert parse("wishes", written(found)) == found


@pytest.mark.parametrize(
    "sound",
    [
        b"",
        WEBM[:60],
        WEBM.replace(b"webm", b"matr"),
        WEBM.replace(b"A_OPUS", b"V_VP9 "),
        WEBM + b"V_VP8",
        OGG.replace(b"OpusHead", b"\x80theora "),
        MP4.replace(b"soun", b"vide"),
        MP4.replace(b"mp4a", b"avc1"),
        b"<svg onload=alert(1)>" + bytes(200),
        b"\x89PNG\r\n" + bytes(200),
        WEBM + bytes(LONGEST),
    ],
)
def test_what_is_no_sound_of_ours_is_refused(sound: bytes) -> None:
    with pytest.raises(BadRecording):
        parse("wishes", in_a_field(sound))


@pytest.mark.parametrize("text", ["", "data:audio/webm;base64,AAAA", "ä", "A" * 97, "=" * 8])
def test_what_is_not_base64url_is_refused(text: str) -> None:
    with pytest.raises(BadRecording):
        parse("wishes", text)


def test_the_longest_fits_and_a_byte_more_does_not() -> None:
    whole = WEBM + bytes(LONGEST - len(WEBM))
    assert len(parse("wishes", in_a_field(whole)).sound) == LONGEST
    with pytest.raises(BadRecording):
        parse("wishes", in_a_field(whole + b"\0"))


@given(st.text() | st.binary(max_size=300).map(in_a_field))
def test_whatever_is_in_the_field_is_a_recording_or_refused(text: str) -> None:
    try:
        found = parse("wishes", text)
    except BadRecording:
        return
    assert parse("wishes", written(found)) == found


def test_equal_marks_are_equal_sounds() -> None:
    one, other = Recording("a", "webm", WEBM), Recording("a", "webm", WEBM + b"\0")
    assert one.mark == Recording("a", "webm", bytes(WEBM)).mark != other.mark
