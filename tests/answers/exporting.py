"""The verbs of an export as their routes call them, for tests that take them one by one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_worker
from voice.answers import exports
from voice.answers.agreement import Person
from voice.answers.export_file import File
from voice.answers.wanted import Wanted
from voice.people.models import Membership, Role, Team
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SENT + timedelta(days=1), tick=True) as moving:
        yield moving


@dataclass
class Desk:
    """The verbs as their routes call them, each committed."""

    session: Session
    engine: Engine
    keystore: Keystore

    def person(self, role: Role, team: Team | None = None, *more: tuple[Role, Team]) -> Person:
        worker = a_worker(self.session, role, team)
        worker.memberships += [Membership(role=each, team_id=at.id) for each, at in more]
        self.session.commit()
        return Person.of(worker)

    def ask(self, person: Person, wanted: Wanted | None = None, reason: str = "A report") -> str:
        within = wanted or Wanted()
        asked = exports.ask(self.session, self.keystore, person, within, reason, "en")
        self.session.commit()
        return asked

    def agree(self, person: Person, asked: str) -> None:
        exports.agree(self.session, person, asked)
        self.session.commit()

    def refuse(self, person: Person, asked: str) -> None:
        exports.refuse(self.session, self.keystore, person, asked, "Too many")
        self.session.commit()

    def fetch(self, person: Person, asked: str, kind: str = "csv") -> File:
        self.session.rollback()
        return exports.fetch(self.engine, self.keystore, person, asked, kind, "en")

    def taken(self, person: Person, wanted: Wanted | None = None) -> list[dict[str, str]]:
        """The rows of a file that somebody else agreed to."""
        asked = self.ask(person, wanted)
        self.agree(self.person(Role.GOVERNANCE), asked)
        return rows(self.fetch(person, asked))

    def acts(self) -> list[str]:
        self.session.rollback()
        mine = TrailEntry.act.startswith("exports.")
        query = select(TrailEntry.act).where(mine).order_by(TrailEntry.number)
        return [each.removeprefix("exports.") for each in self.session.scalars(query)]


def rows(file: File) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.body.decode("utf-8-sig"), newline="")))


@pytest.fixture
def desk(session: Session, engine: Engine, keystore: Keystore) -> Desk:
    return Desk(session, engine, keystore)


@pytest.fixture
def officer(desk: Desk) -> Person:
    return desk.person(Role.OFFICER)


@pytest.fixture
def second(desk: Desk) -> Person:
    return desk.person(Role.GOVERNANCE)


def kept(desk: Desk, saying: str = "hello", **more: object) -> str:
    return a_response(desk.session, desk.keystore, saying, **more).response_id
