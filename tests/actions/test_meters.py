"""Four meters of how well children are answered."""

from __future__ import annotations

from voice.actions import meters
from voice.actions.meters import Meter


def test_full_means_told_in_every_language() -> None:
    told = [{"en", "so", "ar"}, {"en"}, set()]
    assert meters.full(told, ("en", "so")) == Meter(1, 3)


def test_friendly_counts_children_who_wait_for_their_language() -> None:
    assert meters.friendly(30, 10).in_ten == 8


def test_fast_counts_days_since_send() -> None:
    assert meters.fast([1, 120, 121], most=120) == Meter(2, 3, children=True)


def test_followed_up_counts_actions_with_an_update_in_time() -> None:
    assert meters.followed_up([True, False, False, False]).in_ten == 8


def test_a_bit_of_help_is_help() -> None:
    assert meters.helped({"yes": 6, "a_bit": 2, "no": 2}).in_ten == 8


def test_few_children_are_not_shown_and_few_actions_are() -> None:
    assert meters.friendly(9, 0).in_ten is None
    assert meters.friendly(10, 0).in_ten == 10
    assert Meter(1, 2).in_ten == 5
    assert Meter(0, 0).in_ten is None
