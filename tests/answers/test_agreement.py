"""Two people for an export: who may ask, who may agree, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.build import SENT
from voice.answers.agreement import (
    Person,
    as_codes,
    from_codes,
    may_be_fetched,
    standing,
    teams_of,
)
from voice.answers.reach import EVERYWHERE, Reach
from voice.answers.wanted import Wanted

ALL = None
NONE: frozenset[int] = frozenset()
NORTH, BOTH = frozenset({1}), frozenset({1, 2})


def a_person(
    number: int = 1,
    asks: frozenset[int] | None = ALL,
    decides: frozenset[int] | None = ALL,
    line: frozenset[int] = NONE,
) -> Person:
    return Person(number, asks, decides, line, frozenset())


@pytest.mark.parametrize(
    ("decides", "teams", "may"),
    [(ALL, ALL, True), (ALL, NORTH, True), (NORTH, NORTH, True), (BOTH, NORTH, True),
     (NORTH, BOTH, False), (NORTH, ALL, False), (NONE, NORTH, False), (NONE, NONE, False)],
)  # fmt: skip
def test_nobody_agrees_to_more_than_they_reach(
    decides: frozenset[int] | None, teams: frozenset[int] | None, may: bool
) -> None:
    assert a_person(decides=decides).may_decide(2, teams) is may


def test_whoever_asked_never_agrees() -> None:
    assert not a_person(1).may_decide(1, NORTH)


@pytest.mark.parametrize(
    ("asks", "asked", "reaches"),
    [(ALL, ALL, ALL), (ALL, NORTH, NORTH), (NORTH, ALL, NORTH), (BOTH, NORTH, NORTH),
     (NORTH, frozenset({2}), NONE)],
)  # fmt: skip
def test_a_file_reaches_as_far_as_was_asked_and_as_the_asker_still_does(
    asks: frozenset[int] | None, asked: frozenset[int] | None, reaches: frozenset[int] | None
) -> None:
    assert a_person(asks=asks, line=NORTH).reach(asked) == Reach(reaches, NORTH)


def test_a_filter_comes_back_as_it_was_kept() -> None:
    wanted = Wanted("GS-P", 1, date(2026, 9, 1), date(2026, 9, 30), "11-18", "pl", "alone", "read")
    codes = as_codes(wanted, None)
    assert codes["since"] == "2026-09-01"
    back = from_codes(codes, EVERYWHERE)
    assert back == Wanted(**{**_fields(wanted), "sort": "sent"})
    assert as_codes(back, None) == codes


def _fields(wanted: Wanted) -> dict[str, object]:
    return {name: getattr(wanted, name) for name in Wanted.__dataclass_fields__}


def test_a_request_reaches_the_team_it_names_or_all_of_its_askers() -> None:
    assert teams_of(as_codes(Wanted(team_id=7), BOTH)) == {7}
    assert teams_of(as_codes(Wanted(), BOTH)) == BOTH
    assert teams_of(as_codes(Wanted(), None)) is None
    assert from_codes(as_codes(Wanted(), BOTH), EVERYWHERE) == Wanted(sort="sent")


def test_a_wish_and_an_agreement_lapse_and_a_fetched_file_is_over() -> None:
    later = SENT + timedelta(seconds=1)
    assert standing("asked", later, SENT) == "asked"
    assert standing("asked", SENT, SENT) == "lapsed"
    assert standing("agreed", SENT, later) == "lapsed"
    assert standing("refused", SENT, later) == "refused"
    assert standing("fetched", SENT, later) == "fetched"
    assert may_be_fetched("agreed", later, SENT)
    assert may_be_fetched("fetched", later, SENT)
    assert not may_be_fetched("fetched", SENT, SENT)
    assert not may_be_fetched("asked", later, SENT)
