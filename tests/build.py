"""Plain builders: a test says only what matters to it, the rest is ordinary."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from voice.answers.arrival import Arrival, Given, Kept, Wishes
from voice.answers.receive import receive
from voice.child.links import Invitation, make
from voice.child.models import Link
from voice.i18n.catalogues import compile_stale, speaker
from voice.people import presence
from voice.people.models import Membership, Role, Team, Worker
from voice.questions import publish
from voice.questions.kinds import State, Tier
from voice.questions.shelf import library
from voice.storage.keystore import Keystore

LANGUAGES = ("en", "ar", "pl", "so")
#: A Wednesday morning on which nothing special happens.
SENT = datetime(2026, 9, 16, 9, 30, tzinfo=UTC)


def publish_all(session: Session) -> None:
    """The whole library in the four languages."""
    compile_stale()
    for each in library().values():
        publish.publish(session, each, {code: speaker(code) for code in LANGUAGES}, "test")


def a_team(session: Session, key: str = "north") -> Team:
    """A team."""
    team = Team(key=key, name=key.title(), service="assessment")
    session.add(team)
    session.flush()
    return team


def a_worker(session: Session, role: Role = Role.OFFICER, team: Team | None = None) -> Worker:
    """A person with one role."""
    worker = Worker(name=f"A {role}", email=f"{uuid.uuid4().hex}@demo.example", created_at=SENT)
    worker.memberships = [Membership(role=role, team_id=team.id if team else None)]
    session.add(worker)
    session.flush()
    return worker


def signed_in(client: FlaskClient, session: Session, worker: Worker) -> None:
    """Be signed in as this person, as if by a password."""
    token = presence.begin(session, worker, "password")
    session.commit()
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["key"] = token


def a_link(
    session: Session,
    set_key: str = "GS-P",
    tier: Tier = Tier.OLDER,
    team: Team | None = None,
    most: int | None = None,
) -> Link:
    """An open link."""
    wanted = Invitation(set_key, tier, team.id if team else None, date(2026, 9, 1), most)
    return make(session, wanted)


def an_arrival(
    session: Session,
    saying: str = "",
    under: str = "going_well",
    set_key: str = "GS-P",
    tier: Tier = Tier.OLDER,
    language: str = "en",
    choosing: dict[str, str] | None = None,
    wishes: Wishes | None = None,
    sent: datetime = SENT,
    team: Team | None = None,
    company: tuple[str, ...] = ("alone",),
    taps: str = "me",
    submission: str | None = None,
) -> Arrival:
    """What a child's form says: `saying` under one open question, `choosing` options."""
    given = [Given(q, State.ANSWERED, (value,)) for q, value in (choosing or {}).items()]
    if saying:
        given.append(Given(under, State.ANSWERED, (), saying))
    return Arrival(
        submission_id=submission or str(uuid.uuid4()),
        set_id=publish.newest(session, set_key).id,
        tier=tier,
        language=language,
        period=sent.date(),
        channel="link",
        came_by="link:1",
        sent_at=sent,
        given=tuple(given),
        team_id=team.id if team else None,
        company=company,
        taps=taps,
        wishes=wishes or Wishes(),
    )


def a_response(session: Session, keystore: Keystore, saying: str = "", **more: object) -> Kept:
    """A response that came through the door."""
    arrival = an_arrival(session, saying, **more)  # type: ignore[arg-type]
    kept = receive(session, keystore, arrival, timedelta(days=5))
    session.commit()
    return kept
