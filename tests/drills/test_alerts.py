"""Kill the server while children say that they are hurt: no cry for help is lost.

Every answer discloses something. Between a kill and the next start the database is looked into: an
answer without its alert, or an alert without its message, must never be there, so all three were
written in one transaction. Prints N, kills, lost. VOICE_DRILL_N is how many (default 300).
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from tests.drills.test_kill import Crowd, a_way_in
from tests.served import Served
from voice.answers.models import Response
from voice.safety.models import Alert, Outbox
from voice.storage import trail

N = int(os.environ.get("VOICE_DRILL_N", "300"))
#: Between two kills, so many alerts are acknowledged.
PEACE = (20, 60) if N < 2_000 else (100, 300)
#: From the keeping of the answer to its alert.
SOON = timedelta(seconds=5)


def _said(number: int) -> str:
    return f"He hit me. Number {number}."


@dataclass(frozen=True, slots=True)
class Tally:
    """What the database holds."""

    kept: int
    without_alert: int
    without_message: int
    slow: int
    chain: trail.Broken | None

    @classmethod
    def of(cls, server: Served) -> Tally:
        """Look into the database as it lies there."""
        with server.session() as session:
            told = select(Alert.response_id)
            called = select(Alert.response_id).join(Outbox).where(Outbox.step == "raised")
            times = session.execute(select(Alert.raised_at, Response.received_at).join_from(
                Alert, Response, Alert.response_id == Response.id
            )).all()  # fmt: skip
            return cls(
                kept=_count(session, select(Response.id)),
                without_alert=_count(session, select(Response.id).where(Response.id.not_in(told))),
                without_message=_count(
                    session, select(Response.id).where(Response.id.not_in(called))
                ),
                slow=sum(abs(raised - kept) > SOON for raised, kept in times),
                chain=trail.verify(session),
            )


def _count(session: object, wanted: object) -> int:
    query = select(func.count()).select_from(wanted.subquery())  # type: ignore[attr-defined]
    return int(session.scalar(query))  # type: ignore[attr-defined]


def _told(took: list[float]) -> str:
    """The middle, the slow end, and how many came within the promise though servers died."""
    p50, p95 = took[len(took) // 2], took[len(took) * 95 // 100]
    soon = sum(each <= SOON.total_seconds() for each in took)
    return (
        f"p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, slowest {took[-1]:.1f} s,"
        f" within 5 s {soon} of {len(took)}"
    )


@pytest.mark.drill
def test_no_alert_is_lost_when_the_server_is_killed(served: Served) -> None:
    _, token = a_way_in(served)
    crowd, rng, kills, next_kill = Crowd(served, token, N, _said), random.Random(11), 0, 0
    crowd.begin()
    while crowd.until(next_kill := next_kill + rng.randint(*PEACE)):
        served.end()
        kills += 1
        torn = Tally.of(served)
        assert torn == Tally(torn.kept, 0, 0, 0, None), f"after kill {kills}"
        served.start()
    crowd.end()
    assert not crowd.broken, crowd.broken
    tally = Tally.of(served)
    print(
        f"\n  N {crowd.acknowledged}, kills {kills}, sent again {crowd.retries},"
        f" lost {N - tally.kept + tally.without_alert}, without message {tally.without_message},"
        f" raised later than 5 s after keeping {tally.slow}"
    )
    print(f"  from Send to thanked, the alert raised: {_told(sorted(crowd.took))}")
    assert kills >= N // (2 * PEACE[1])
    assert tally == Tally(N, 0, 0, 0, None)


@pytest.mark.drill
def test_the_drill_would_notice_a_lost_alert(served: Served) -> None:
    """The control: an alert taken away behind the server's back is missed."""
    _, token = a_way_in(served)
    crowd = Crowd(served, token, 12, _said)
    crowd.begin()
    crowd.end()
    assert Tally.of(served) == Tally(12, 0, 0, 0, None)
    with served.session() as session, session.begin():
        gone = session.scalars(select(Alert.id)).first()
        session.execute(delete(Alert).where(Alert.id == gone))
    assert Tally.of(served) == Tally(12, 1, 1, 0, None)
