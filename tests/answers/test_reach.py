"""How far a person's reading goes: their teams, and never what is about their own line."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker, signed_in
from voice.answers import to_read
from voice.answers.listing import around, groups, listing, reached, reaches
from voice.answers.reach import EVERYWHERE, Reach
from voice.answers.read import NoSuchResponse
from voice.answers.wanted import Wanted
from voice.people.models import Membership, Role, Team, Worker
from voice.storage.keystore import Keystore
from voice.themes.models import Coding
from voice.themes.run import code_pending

ABOUT = "My social worker shouts at me and I want to complain about him"


class Borough:
    """Two teams; in the north one plain answer and one about a worker, one in no team."""

    def __init__(self, session: Session, keystore: Keystore) -> None:
        self.north, self.south = a_team(session, "north"), a_team(session, "south")
        self.plain = self._kept(session, keystore, "hello", self.north)
        self.about = self._kept(session, keystore, ABOUT, self.north)
        self.far = self._kept(session, keystore, "hello", self.south)
        self.nobodys = self._kept(session, keystore, ABOUT, None)

    def _kept(self, session: Session, keystore: Keystore, saying: str, team: Team | None) -> str:
        return a_response(session, keystore, saying, team=team).response_id

    @property
    def all(self) -> set[str]:
        return {self.plain, self.about, self.far, self.nobodys}


@pytest.fixture
def borough(session: Session, keystore: Keystore) -> Borough:
    return Borough(session, keystore)


def person(session: Session, *held: tuple[Role, Team | None]) -> Worker:
    worker = a_worker(session, held[0][0], held[0][1])
    for role, team in held[1:]:
        worker.memberships.append(Membership(role=role, team_id=team.id if team else None))
    session.commit()
    return worker


def listed(session: Session, reach: Reach) -> set[str]:
    return {each.id for each in listing(session, Wanted(reach=reach), "en").rows}


def test_who_stands_in_no_line_reads_everything(session: Session, borough: Borough) -> None:
    officer = Reach.of(person(session, (Role.OFFICER, None)), "answers.read")
    assert officer == EVERYWHERE
    assert listed(session, officer) == borough.all


def test_what_is_about_a_worker_is_not_listed_for_that_workers_line(
    session: Session, borough: Borough
) -> None:
    both = person(session, (Role.OFFICER, None), (Role.MANAGER, borough.north))
    reach = Reach.of(both, "answers.read")
    assert listed(session, reach) == borough.all - {borough.about}
    assert not reaches(session, reach, borough.about)
    assert reaches(session, reach, borough.nobodys)
    assert reached(session, both, "answers.read", UUID(borough.nobodys)) == borough.nobodys
    with pytest.raises(NoSuchResponse):
        reached(session, both, "answers.read", UUID(borough.about))


def test_a_role_in_one_team_lists_that_team_and_what_is_in_none(
    session: Session, borough: Borough
) -> None:
    here = Reach.of(person(session, (Role.OFFICER, borough.south)), "answers.read")
    assert listed(session, here) == {borough.far, borough.nobodys}
    duty = Reach.of(person(session, (Role.DUTY, borough.north)), "answers.read")
    assert listed(session, duty) == {borough.plain, borough.nobodys}


def test_the_counts_stop_where_the_list_stops(session: Session, borough: Borough) -> None:
    reach = Reach(line=frozenset({borough.north.id}))
    counts = groups(session, Wanted(reach=reach), "en")
    assert (counts.total, counts.look) == (3, 1)
    assert listing(session, Wanted(reach=reach), "en").total == 3
    (waiting,) = to_read.by_language(session, SENT + timedelta(days=1), reach)
    assert waiting.waiting == 3


def test_walking_from_answer_to_answer_steps_over_it(session: Session, borough: Borough) -> None:
    wanted = Wanted(sort="sent", reach=Reach(line=frozenset({borough.north.id})))
    ids = [each.id for each in listing(session, wanted, "en").rows]
    steps = {around(session, wanted, "en", each).after for each in ids}
    assert borough.about not in steps
    assert steps == {*ids[1:], None}


def test_the_reach_never_travels_in_an_address() -> None:
    wanted = Wanted(state="unread", language="pl", reach=Reach(line=frozenset({1})))
    assert wanted.query() == {"language": "pl", "state": "unread"}
    assert not Wanted(reach=Reach(line=frozenset({1}))).narrowed
    assert wanted.narrowed


@pytest.mark.parametrize("act", ["", "/read", "/reply"])
def test_no_address_leads_to_an_answer_out_of_reach(
    client: FlaskClient, session: Session, borough: Borough, act: str
) -> None:
    both = person(session, (Role.OFFICER, None), (Role.WORKER, borough.north))
    signed_in(client, session, both)
    client.application.config["WTF_CSRF_ENABLED"] = False
    path = f"/work/answers/{borough.about}{act}"
    answer = client.post(path) if act else client.get(path)
    assert answer.status_code == 404
    assert "This answer is not here" in answer.text
    inbox = client.get("/work/answers?state=all").text
    assert borough.about not in inbox
    assert borough.plain in inbox


def test_the_evidence_of_a_theme_stops_there_too(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore, borough: Borough
) -> None:
    code_pending(engine, keystore, 100)
    heard = select(Coding.theme).where(
        Coding.response_id == borough.about, Coding.start.is_not(None)
    )
    page = f"/work/themes/{session.scalars(heard).first()}?way=own"
    signed_in(client, session, person(session, (Role.OFFICER, None)))
    assert borough.about in client.get(page).text
    both = person(session, (Role.OFFICER, None), (Role.WORKER, borough.north))
    signed_in(client, session, both)
    assert borough.about not in client.get(page).text
