"""What a pack says of a feeling, whichever side of it may be told."""

from __future__ import annotations

import pytest

from voice.panel.phrases import both


@pytest.mark.parametrize(
    ("happy", "unhappy", "told"),
    [
        (6, 3, ("6 in 10 were happy with it.", "3 in 10 were not happy.")),
        (6, None, ("6 in 10 were happy with it.", "")),
        (None, 3, ("3 in 10 were not happy with it.", "")),
        (None, None, ("", "")),
    ],
)
def test_only_what_may_be_told_is_told(
    happy: int | None, unhappy: int | None, told: tuple[str, str]
) -> None:
    assert both(str, happy, unhappy) == told
