"""Plain builders: a test says only what matters to it, the rest is ordinary."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.actions import promise
from voice.actions.models import Action
from voice.actions.promise import Promise
from voice.answers import exports
from voice.answers.agreement import Person
from voice.answers.arrival import Arrival, Given, Kept, Wishes
from voice.answers.receive import receive
from voice.answers.wanted import Wanted
from voice.child.links import Invitation, make
from voice.child.models import Link
from voice.figures import cube
from voice.figures.cells import Shape
from voice.figures.cube import Cube
from voice.figures.hiding import Rules
from voice.i18n.catalogues import compile_stale, speaker
from voice.panel import contents
from voice.panel.contents import Choices, ChosenTheme, Setting
from voice.panel.models import Pack, Release
from voice.people import presence
from voice.people.models import Body, Membership, Role, Seat, Team, Worker
from voice.questions import publish
from voice.questions.kinds import State, Tier
from voice.questions.shelf import library
from voice.storage.keystore import Keystore
from voice.themes import quarters

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


def a_worker(
    session: Session,
    role: Role = Role.OFFICER,
    team: Team | None = None,
    bodies: tuple[Body, ...] = (Body.YOUTH_PANEL,),
) -> Worker:
    """A person with one role; of the panel, in the youth panel."""
    worker = Worker(name=f"A {role}", email=f"{uuid.uuid4().hex}@demo.example", created_at=SENT)
    worker.memberships = [Membership(role=role, team_id=team.id if team else None)]
    if role is Role.PANEL_MEMBER:
        worker.seats = [Seat(body=each) for each in bodies]
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


def an_action(session: Session, by: Worker, **more: object) -> Action:
    """Somebody promised to do something about being listened to."""
    told: dict[str, object] = {
        "title": "Ask us before the meeting",
        "what": "Every child is asked before a conference.",
        "theme": "listened",
        "lead_name": "Head of service",
        "agency": "Children's services",
        "due": date(2026, 12, 1),
        "since": date(2026, 7, 1),
        "until": date(2026, 9, 30),
    }
    return promise.make(session, by.id, Promise(**{**told, **more}), SENT)  # type: ignore[arg-type]


def a_cube(answered: int = 480) -> Cube:
    """Figures of a quarter, as released: many spoke of being listened to, fewer of waiting."""
    teams = ("team:1", "team:2")
    shape = Shape((teams, ("tier:11-18", "tier:8-10"), ("set:GS-P",)), {})
    counts = {("", "all", "all"): answered, ("", "team:1", "all"): 300}
    for theme, all_, happy, unhappy in (("listened", 240, 150, 60), ("delay", 60, 5, 45)):
        counts |= {
            (theme, "all", "all"): all_,
            (theme, "all", "happy"): happy,
            (theme, "all", "unhappy"): unhappy,
            (theme, "team:1", "all"): all_ // 2,
        }
    return Cube(Rules(), shape, counts)


def a_release(session: Session, period: str = "2026-Q3") -> Release:
    """Figures of a quarter that somebody released."""
    told = cube.written(a_cube())
    made = Release(
        period=period,
        made_at=SENT,
        by="command",
        threshold=5,
        step=5,
        cube=told,
        attacked={"shown": 10, "hidden": [["delay", "all", "mixed", "small"]], "attacked": 9},
        fingerprint=cube.fingerprint(told),
        state="released",
    )
    session.add(made)
    session.flush()
    return made


def a_pack(session: Session, audience: str = "youth_panel", team: Team | None = None) -> Pack:
    """A published pack of two themes, proposed and published by two people."""
    one, other = a_worker(session), a_worker(session, Role.PANEL_FACILITATOR)
    found = session.scalar(select(Release)) or a_release(session)
    waiting = ChosenTheme("delay", line="We wait too long.")
    chosen = Choices(themes=(waiting, ChosenTheme("listened")))
    names = {"team:1": "North", "team:2": "South"}
    group = contents.group_of(audience, team.id if team else None)
    ages = ("8-10", "11-18")
    quarter = quarters.of_key(found.period)
    setting = Setting(
        quarter, audience, group, "en", "Demo Borough", names, ages, found.fingerprint
    )
    told = contents.compose(chosen, a_cube(), setting, {}, "not_assigned")
    pack = Pack(
        period=found.period,
        audience=audience,
        team_id=team.id if team else None,
        language="en",
        state="published",
        release_id=found.id,
        headline="",
        contents=told,
        made_by=one.id,
        made_at=SENT,
        proposed_by=one.id,
        proposed_at=SENT,
        published_by=other.id,
        published_at=SENT,
        fingerprint=cube.fingerprint(told),
    )
    session.add(pack)
    session.flush()
    return pack


def an_export(
    session: Session, keystore: Keystore, team: Team | None = None, by: Worker | None = None
) -> str:
    """A request by an officer for one calm answer and its like, waiting for a second person."""
    a_response(session, keystore, "I like my dog.", team=team)
    officer = Person.of(by or a_worker(session, Role.OFFICER))
    wanted = Wanted(team_id=team.id if team else None)
    asked = exports.ask(session, keystore, officer, wanted, "For the yearly report", "en")
    session.commit()
    return asked
