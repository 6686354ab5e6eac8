"""Leads are reminded once for each day, until the message arrives; never with anybody's words."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import SENT, a_worker, an_action
from voice.actions import promise, remind
from voice.actions.models import Action, Entry, Reminder
from voice.actions.promise import Update
from voice.people.models import Role, Worker
from voice.safety.notify import Letter, NotSent
from voice.safety.sending import Sender
from voice.storage.keystore import Keystore

NEAR = SENT + timedelta(days=28)
URL = "https://voice.demo-borough.example"


@dataclass
class Postbox:
    """A way out of the house that keeps what it carried, or refuses."""

    refusing: bool = False
    letters: list[Letter] = field(default_factory=list)
    name: str = "test"

    def send(self, letter: Letter) -> None:
        if self.refusing:
            raise NotSent("no")
        self.letters.append(letter)


@pytest.fixture
def lead(session: Session) -> Worker:
    return a_worker(session, Role.MANAGER)


@pytest.fixture
def led(session: Session, lead: Worker) -> Action:
    made = an_action(session, a_worker(session), lead_id=lead.id)
    session.commit()
    return made


def kept(session: Session) -> list[tuple[str, str | None]]:
    """States and last errors, as others left them; SQLite's pen is put down again."""
    found = session.execute(select(Reminder.state, Reminder.last_error)).all()
    session.rollback()
    return [(each.state, each.last_error) for each in found]


def test_a_reminder_is_written_once_and_arrives(
    engine: Engine, session: Session, lead: Worker, led: Action
) -> None:
    box = Postbox()
    sender = Sender(box, URL)
    assert remind.write_due(engine, NEAR - timedelta(days=5)) == 0
    assert remind.write_due(engine, NEAR) == 1
    assert remind.write_due(engine, NEAR) == 0
    assert remind.deliver_due(engine, sender, NEAR) == 1
    assert remind.deliver_due(engine, sender, NEAR) == 0
    assert [each.to for each in box.letters] == [lead.email]
    number, title = led.id, led.title
    session.rollback()
    assert f"A-{number}" in box.letters[0].text
    assert f"{URL}/work/actions/{number}" in box.letters[0].text
    assert title not in box.letters[0].text
    assert kept(session) == [("sent", None)]
    assert "reminded" in session.scalars(select(Entry.kind)).all()


def test_what_fails_is_tried_again_later(engine: Engine, session: Session, led: Action) -> None:
    box = Postbox(refusing=True)
    sender = Sender(box)
    remind.write_due(engine, NEAR)
    assert remind.deliver_due(engine, sender, NEAR) == 0
    assert kept(session) == [("waiting", "NotSent")]
    box.refusing = False
    assert remind.deliver_due(engine, sender, NEAR + timedelta(seconds=30)) == 0
    assert remind.deliver_due(engine, sender, NEAR + timedelta(minutes=5)) == 1
    assert "http" not in box.letters[0].text


def test_an_update_in_between_makes_it_moot(
    engine: Engine, session: Session, lead: Worker, led: Action
) -> None:
    box = Postbox()
    remind.write_due(engine, NEAR)
    promise.update(session, lead, led.id, Update("Going well."), NEAR)
    session.commit()
    assert remind.deliver_due(engine, Sender(box), NEAR) == 0
    assert kept(session) == [("moot", None)]
    assert box.letters == []


def test_an_action_without_a_lead_here_reminds_nobody(engine: Engine, session: Session) -> None:
    an_action(session, a_worker(session))
    session.commit()
    assert remind.write_due(engine, NEAR + timedelta(days=90)) == 0


def test_the_watch_reminds_until_it_is_stopped(
    engine: Engine, session: Session, keystore: Keystore, led: Action
) -> None:
    stop, box = threading.Event(), Postbox()
    session.rollback()

    class Once(Postbox):
        def send(self, letter: Letter) -> None:
            box.send(letter)
            stop.set()

    watching = threading.Thread(
        target=remind.keep_reminding, args=(engine, keystore, Sender(Once()), stop, 0.01)
    )
    watching.start()
    assert stop.wait(20)
    watching.join(20)
    assert not watching.is_alive()
    assert len(box.letters) >= 1
