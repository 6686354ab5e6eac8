"""Demo Borough's actions in all four states, one of them told, by the verbs of the house.

The places, people and promises are made up. Days are counted from today, so that the colours stay.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.actions import promise, told, voices
from voice.actions.models import Action
from voice.actions.promise import Promise, Update
from voice.actions.told import Ending
from voice.people.models import Role, Worker
from voice.themes import quarters

#: What is promised: theme, title, what, agency, days until due, days since made and since updated.
_PROMISES: Final = (
    (
        "influence",
        "Ask us before the meeting, not after",
        "Every child is asked what they want to say a week before a conference or review.",
        "Children's services",
        (-20, 150, 25),
    ),
    (
        "alone",
        "Time alone with our worker",
        "Each visit plan names when the child and the worker talk alone, and where.",
        "Children's services",
        (60, 40, 10),
    ),
    (
        "delay",
        "Tell us if you are late",
        "A text to the child or carer when a worker is more than ten minutes late.",
        "Children's services",
        (45, 80, 48),
    ),
    (
        "informed",
        "A plan we can read",
        "A two-page plan in plain words and pictures, written with six young people.",
        "Children's services with the schools' partnership",
        (-12, 120, 9),
    ),
    (
        "activities",
        "Free bus rides to clubs",
        "Bus passes for every child in care from the age of five.",
        "Transport",
        (-35, 130, 60),
    ),
    (
        "worker_change",
        "The same worker for two years",
        "Keep every child with one social worker for at least two years.",
        "Human resources",
        (-30, 160, 30),
    ),
)
_SENTENCES: Final = {
    "en": (
        "Ask us before the meeting, not after.",
        "Now every child is asked what they want to say, a week before the meeting.",
    ),
    "ar": (
        "اسألونا قبل الاجتماع، لا بعده.",
        "الآن نسأل كل طفل ماذا يريد أن يقول، قبل الاجتماع بأسبوع.",
    ),
    "pl": (
        "Pytajcie nas przed spotkaniem, a nie po nim.",
        "Teraz tydzień przed spotkaniem pytamy każde dziecko, co chce powiedzieć.",
    ),
    "so": (
        "Na weydiiya shirka ka hor, ee ha noqon kadib.",
        "Hadda cunug kasta waxaan weydiinnaa waxa uu rabo inuu yiraahdo, toddobaad ka hor shirka.",
    ),
}
_COULD_NOT: Final = (
    "We want the same worker for a long time.",
    "Workers may change jobs. Now your old worker comes with the new one to say goodbye.",
)


def promise_all(session: Session, today: datetime, pack_id: int | None, body: str) -> None:
    """Six actions: one completed and told, one on track, two amber, one red, one not possible."""
    officer, lead = one(session, Role.OFFICER), one(session, Role.MANAGER)
    made = [_promised(session, officer, lead, each, today, pack_id, body) for each in _PROMISES]
    done, _alone, _late, plan, _bus, same = (each.id for each in made)
    _plan(session, officer, plan, today)
    _close(session, officer, done, today)
    ending = Ending("could_not", "Letter of 4 May from human resources.", *_COULD_NOT)
    told.close(session, officer.id, same, ending, "en", today - timedelta(days=6))
    for each, why in zip(young(session, body), ("small", "slow", "slow"), strict=False):
        voices.say(session, each, made[4].id, why, today)


def _promised(
    session: Session,
    officer: Worker,
    lead: Worker,
    told_of: tuple[str, str, str, str, tuple[int, int, int]],
    today: datetime,
    pack_id: int | None,
    body: str,
) -> Action:
    theme, title, what, agency, (due, made, updated) = told_of
    mine = agency == "Children's services"
    quarter = quarters.whole(today.date())[0]
    promised = Promise(
        title=title,
        what=what,
        theme=theme,
        lead_name=lead.name if mine else "Head of service",
        agency=agency,
        due=today.date() + timedelta(days=due),
        since=quarter.before.since,
        until=quarter.until,
        lead_id=lead.id if mine else None,
        pack_id=pack_id,
        body=body,
    )
    action = promise.make(session, officer.id, promised, today - timedelta(days=made))
    at = today - timedelta(days=updated)
    promise.update(session, officer, action.id, Update("The first teams have begun."), at)
    return action


def _plan(session: Session, officer: Worker, action_id: int, today: datetime) -> None:
    late = Update(
        "The words are ready, the pictures are not.",
        "A second illustrator finishes the pictures.",
        (today + timedelta(days=30)).date(),
    )
    promise.update(session, officer, action_id, late, today - timedelta(days=9))


def _close(session: Session, officer: Worker, action_id: int, today: datetime) -> None:
    at = today - timedelta(days=14)
    ending = Ending("did", "Audit of 40 conferences: 38 children were asked.", *_SENTENCES["en"])
    told.close(session, officer.id, action_id, ending, "en", at)
    for code in ("ar", "pl", "so"):
        told.translate(session, officer.id, action_id, code, *_SENTENCES[code], at)
        told.check(session, officer.id, action_id, code, "A family worker who speaks it", at)


def one(session: Session, role: Role) -> Worker:
    """Whoever has this role first."""
    return next(each for each in _active(session) if role in each.roles)


def young(session: Session, body: str) -> list[Worker]:
    """The young people of a body."""
    return [each for each in _active(session) if body in each.bodies]


def _active(session: Session) -> list[Worker]:
    return list(session.scalars(select(Worker).where(Worker.active).order_by(Worker.id)))
