"""Kill the server in the middle of its work, again and again: no acknowledged answer is lost.

Four children at once send answers; a submission that was not acknowledged is sent again until it
is. Prints N, kills, lost, duplicated. VOICE_DRILL_N is how many answers are sent (default 700).
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, select

from tests.build import a_link
from tests.served import Served
from tests.visitor import Visitor
from voice.answers.models import Answer, Response
from voice.answers.sealing import open_text
from voice.child.models import Link
from voice.safety.models import Alert
from voice.storage import trail

N = int(os.environ.get("VOICE_DRILL_N", "700"))
CHILDREN = 4
#: Between two kills, so many answers are acknowledged.
PEACE = (25, 80)
#: Every so many answers, one discloses something.
DISCLOSING = 10


def _said(number: int) -> str:
    return f"{'He hit me. ' if number % DISCLOSING == 0 else ''}Answer {number}."


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the answers that children were thanked for."""

    lost: int
    duplicated: int
    alerts_lost: int
    chain: trail.Broken | None

    @classmethod
    def of(cls, server: Served, expected: int) -> Tally:
        """Open everything that was kept and hold it against what was sent."""
        found = Counter(text for text, _ in _kept(server))
        warned = {text for text, alerted in _kept(server) if alerted}
        sent = {_said(number) for number in range(expected)}
        disclosed = {_said(number) for number in range(0, expected, DISCLOSING)}
        with server.session() as session:
            chain = trail.verify(session)
        return cls(
            lost=len(sent - found.keys()),
            duplicated=sum(found.values()) - len(found),
            alerts_lost=len(disclosed - warned),
            chain=chain,
        )


def _kept(server: Served) -> Iterator[tuple[str, bool]]:
    with server.session() as session:
        warned = set(session.scalars(select(Alert.response_id)))
        rows = session.execute(
            select(Response, Answer.text).join(Answer).where(Answer.question == "going_well")
        ).all()
        keys = server.keystore.find_all([response.key_id for response, _ in rows])
        for response, envelope in rows:
            key = keys[response.key_id]
            text = open_text(key, response, "answers.text.going_well", envelope)
            yield text, response.id in warned


class Crowd:
    """Children who answer until all N answers are acknowledged."""

    def __init__(
        self, server: Served, token: str, total: int, saying: Callable[[int], str] = _said
    ) -> None:
        self._saying = saying
        self._numbers = iter(range(total))
        self._lock = threading.Lock()
        self._some = threading.Condition()
        self._server, self._path, self._total = server, f"/f/{token}", total
        self.acknowledged = 0
        self.retries = 0
        #: Seconds from pressing Send to being thanked, however often it was sent again.
        self.took: list[float] = []
        self.broken: list[BaseException] = []
        self._threads = [threading.Thread(target=self._answer) for _ in range(CHILDREN)]

    def begin(self) -> None:
        for each in self._threads:
            each.start()

    def until(self, wanted: int) -> bool:
        """Wait until so many are acknowledged; False when the last one is, or a child gave up."""
        with self._some:
            self._some.wait_for(
                lambda: self.broken or self.acknowledged >= min(wanted, self._total), timeout=600
            )
            return not self.broken and wanted <= self.acknowledged < self._total

    def end(self) -> None:
        for each in self._threads:
            each.join()

    def _answer(self) -> None:
        try:
            with Visitor(self._server.port, self._path) as child:
                while (number := self._next()) is not None:
                    form, pressed = child.open_form(), time.perf_counter()
                    child.send(form, **{"a-going_well": self._saying(number)})
                    self.took.append(time.perf_counter() - pressed)
                    self._count(1)
                self.retries += child.retries
        except BaseException as wrong:  # noqa: BLE001 - shown by the test in the main thread
            self.broken.append(wrong)
            self._count(0)

    def _next(self) -> int | None:
        with self._lock:
            return next(self._numbers, None)

    def _count(self, acknowledged: int) -> None:
        with self._some:
            self.acknowledged += acknowledged
            self._some.notify_all()


def a_way_in(server: Served) -> tuple[int, str]:
    with server.session() as session, session.begin():
        link = a_link(session)
        return link.id, link.token


@pytest.mark.drill
def test_no_acknowledged_answer_is_lost_when_the_server_is_killed(served: Served) -> None:
    link, token = a_way_in(served)
    crowd, rng, kills, next_kill = Crowd(served, token, N), random.Random(7), 0, 0
    crowd.begin()
    while crowd.until(next_kill := next_kill + rng.randint(*PEACE)):
        served.end()
        kills += 1
        served.start()
    crowd.end()
    assert not crowd.broken, crowd.broken
    tally = Tally.of(served, N)
    print(
        f"\n  N {crowd.acknowledged}, kills {kills}, sent again {crowd.retries}, lost {tally.lost},"
        f" duplicated {tally.duplicated}, alerts lost {tally.alerts_lost}"
    )
    assert kills >= N // (2 * PEACE[1])
    assert tally == Tally(lost=0, duplicated=0, alerts_lost=0, chain=None)
    with served.session() as session:
        assert session.get_one(Link, link).used == N


@pytest.mark.drill
def test_the_drill_would_notice_a_loss(served: Served) -> None:
    """The control: an answer taken away behind the server's back is counted as lost."""
    _, token = a_way_in(served)
    crowd = Crowd(served, token, 20)
    crowd.begin()
    crowd.end()
    assert Tally.of(served, 20) == Tally(0, 0, 0, None)
    with served.session() as session, session.begin():
        gone = session.scalars(select(Alert.response_id)).first()
        session.execute(delete(Response).where(Response.id == gone))
    assert Tally.of(served, 20) == Tally(lost=1, duplicated=0, alerts_lost=1, chain=None)
