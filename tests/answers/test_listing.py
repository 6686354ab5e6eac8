"""The list of answers: what a filter leaves, how it is counted, sorted and walked through."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team
from voice.answers.listing import PAGE, around, groups, listing
from voice.answers.read import mark_read
from voice.answers.wanted import Wanted
from voice.questions.kinds import Tier
from voice.safety.models import Alert
from voice.storage.keystore import Keystore

HIT = "he hits me"


def found(session: Session, **wanted: object) -> list[str]:
    rows = listing(session, Wanted(**wanted), "en").rows  # type: ignore[arg-type]
    return [each.id for each in rows]


@pytest.fixture
def many(session: Session, keystore: Keystore) -> dict[str, str]:
    """Answers that differ in one thing each."""
    north = a_team(session)
    differing: dict[str, dict[str, object]] = {
        "plain": {},
        "team": {"team": north},
        "polish": {"language": "pl"},
        "young": {"set_key": "GS-Y", "tier": Tier.MIDDLE, "under": "worries"},
        "helped": {"company": ("parent",), "taps": "helped"},
        "unsaid": {"company": (), "taps": ""},
        "later": {"sent": SENT + timedelta(days=3)},
        "alarming": {"saying": HIT, "sent": SENT + timedelta(days=1)},
    }
    return {
        name: a_response(session, keystore, **({"saying": "hello"} | more)).response_id  # type: ignore[arg-type]
        for name, more in differing.items()
    }


def test_each_choice_leaves_what_fits(session: Session, many: dict[str, str]) -> None:
    assert len(found(session)) == len(many)
    assert found(session, language="pl") == [many["polish"]]
    assert found(session, set_key="GS-Y") == [many["young"]]
    assert found(session, tier="8-10") == [many["young"]]
    assert found(session, helped="assisted") == [many["helped"]]
    assert many["unsaid"] in found(session, helped="alone")
    assert found(session, since=date(2026, 9, 18)) == [many["later"]]
    assert many["later"] not in found(session, until=date(2026, 9, 18))
    assert found(session, state="look") == [many["alarming"]]
    assert found(session, state="foreign") == [many["polish"]]


def test_days_are_whole(session: Session, many: dict[str, str]) -> None:
    day = (SENT + timedelta(days=3)).date()
    assert found(session, since=day, until=day) == [many["later"]]


def test_alone_in_sql_is_alone_in_python(session: Session, many: dict[str, str]) -> None:
    rows = listing(session, Wanted(), "en").rows
    assert {each.id for each in rows if each.alone} == set(found(session, helped="alone"))


def test_alerts_come_first_then_whoever_waits_longest(
    session: Session, many: dict[str, str]
) -> None:
    ordered = found(session, sort="due")
    assert ordered[0] == many["alarming"]
    assert ordered[-1] == many["later"]


def test_newest_and_oldest_mirror_each_other(session: Session, many: dict[str, str]) -> None:
    assert found(session, sort="-sent") == found(session, sort="sent")[::-1]


def test_groups_count_within_the_other_choices(session: Session, many: dict[str, str]) -> None:
    mark_read(session, many["plain"], "worker:1")
    session.commit()
    counts = groups(session, Wanted(state="read"), "en")
    assert (counts.look, counts.unread, counts.foreign, counts.read) == (1, 7, 1, 1)
    assert groups(session, Wanted(language="pl"), "en").total == 1


def test_a_decided_alert_no_longer_waits(session: Session, many: dict[str, str]) -> None:
    for alert in session.query(Alert):
        alert.state, alert.decision = "decided", "known"
    session.commit()
    assert found(session, state="look") == []


def test_a_row_says_what_waits_and_no_words(session: Session, many: dict[str, str]) -> None:
    (row,) = listing(session, Wanted(state="look"), "en").rows
    assert row.alerts
    assert len(row.alerts) == len(set(row.alerts))
    assert row.written == 1
    assert HIT not in repr(row)


def test_walking_through_the_list_meets_every_answer_once(
    session: Session, many: dict[str, str]
) -> None:
    for sort in ("due", "-sent", "sent"):
        wanted = Wanted(sort=sort)
        ids = found(session, sort=sort)
        steps = [around(session, wanted, "en", each) for each in ids]
        assert [step.after for step in steps] == [*ids[1:], None]
        assert [step.before for step in steps] == [None, *ids[:-1]]


def test_the_next_one_is_found_from_an_answer_that_left_the_list(
    session: Session, many: dict[str, str]
) -> None:
    wanted = Wanted(state="unread")
    first, second = found(session, state="unread", sort="due")[:2]
    mark_read(session, first, "worker:1")
    assert around(session, wanted, "en", first).after == second


def test_an_unknown_answer_has_no_neighbours(session: Session, engine: Engine) -> None:
    assert around(session, Wanted(), "en", "nothing") == around(session, Wanted(), "en", "none")


def test_a_page_beyond_the_last_is_the_last(session: Session, many: dict[str, str]) -> None:
    shown = listing(session, Wanted(page=99), "en")
    assert (shown.page, shown.pages, len(shown.rows)) == (1, 1, len(many))
    assert len(many) < PAGE


def test_an_empty_list_has_one_page(session: Session) -> None:
    shown = listing(session, Wanted(state="read"), "en")
    assert (shown.rows, shown.total, shown.pages) == ((), 0, 1)


def test_a_filter_travels_as_the_query_of_an_address() -> None:
    wanted = Wanted(state="unread", language="pl", page=3)
    assert wanted.query() == {"state": "unread", "language": "pl"}
    assert wanted.query(page=2) == {"state": "unread", "language": "pl", "page": 2}
    assert Wanted(sort="due").query() == {"state": "all", "sort": "due"}
    assert not Wanted(state="look", sort="sent").narrowed
    assert wanted.narrowed
