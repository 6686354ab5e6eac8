"""Young people of the panel: a nickname, a passphrase, and a facilitator who lets them in."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import a_worker, signed_in
from tests.people.steps import acts, give_password, is_in, press
from voice.people.models import Role, Worker

PAGE = "/panel/members"
PHRASE = "otter violin"


@pytest.fixture
def facilitator(visitor: FlaskClient, session: Session) -> FlaskClient:
    signed_in(visitor, session, a_worker(session, Role.PANEL_FACILITATOR))
    return visitor


def _add(client: FlaskClient, nickname: str = "Kestrel", passphrase: str = PHRASE) -> str:
    return press(client, PAGE, PAGE, nickname=nickname, passphrase=passphrase).text


def _known(session: Session, name: str = "Kestrel") -> int:
    session.rollback()
    known = session.scalars(select(Worker.id).where(Worker.name == name)).one()
    session.rollback()
    return known


def test_a_young_person_waits_to_be_let_in(
    facilitator: FlaskClient, real: Flask, session: Session
) -> None:
    _add(facilitator)
    tablet = real.test_client()
    assert "still has to let you in" in give_password(tablet, "kestrel", PHRASE).text
    assert "do not belong" in give_password(tablet, "kestrel", "wrong phrase").text
    assert "Waits to be let in" in facilitator.get(PAGE).text
    press(facilitator, PAGE, f"{PAGE}/{_known(session)}/approve", bodies="youth_panel")
    assert give_password(tablet, "KESTREL", PHRASE).location == "/work", "no second step"
    assert tablet.get("/panel").status_code == 200
    assert acts(session)[-2:] == ["people.panel_member_approved", "people.signed_in"]


def test_a_young_person_is_shut_out_at_once_and_let_in_again(
    facilitator: FlaskClient, real: Flask, session: Session
) -> None:
    _add(facilitator)
    known = _known(session)
    press(facilitator, PAGE, f"{PAGE}/{known}/approve", bodies="youth_panel")
    tablet = real.test_client()
    give_password(tablet, "Kestrel", PHRASE)
    press(facilitator, PAGE, f"{PAGE}/{known}/disable")
    assert not is_in(tablet)
    press(facilitator, PAGE, f"{PAGE}/{known}/enable")
    give_password(tablet, "Kestrel", PHRASE)
    assert is_in(tablet)


def test_a_facilitator_says_where_a_young_person_belongs_and_changes_it(
    facilitator: FlaskClient, session: Session
) -> None:
    _add(facilitator)
    path = f"{PAGE}/{_known(session)}"
    refused = press(facilitator, PAGE, f"{path}/approve")
    assert refused.status_code == 422
    assert "Say where they belong" in refused.text
    assert "Waits to be let in" in refused.text
    assert press(facilitator, PAGE, f"{path}/approve", bodies="nowhere").status_code == 422
    press(facilitator, PAGE, f"{path}/approve", bodies="care_council")
    assert _bodies(session) == {"care_council"}
    press(facilitator, PAGE, f"{path}/seat", bodies=["youth_panel", "care_council"])
    assert _bodies(session) == {"youth_panel", "care_council"}
    assert press(facilitator, PAGE, f"{path}/seat").status_code == 422
    press(facilitator, PAGE, f"{path}/seat", bodies="youth_panel")
    press(facilitator, PAGE, f"{path}/seat", bodies="youth_panel")
    assert _bodies(session) == {"youth_panel"}
    assert acts(session).count("people.bodies_changed") == 2


def _bodies(session: Session) -> set[str]:
    known = _known(session)
    young = session.get_one(Worker, known, populate_existing=True)
    found = {str(each) for each in young.bodies}
    session.rollback()
    return found


@pytest.mark.parametrize(
    ("nickname", "passphrase", "why"),
    [
        ("", PHRASE, "Type a nickname"),
        ("K", PHRASE, "2 to 40"),
        ("a@b.example", PHRASE, "has no @"),
        ("Heron", "short", "at least 8"),
        ("Heron", "password", "easy to guess"),
        ("kestrel", PHRASE, "Somebody has this"),
    ],
)
def test_what_does_not_work_is_said(
    facilitator: FlaskClient, nickname: str, passphrase: str, why: str
) -> None:
    _add(facilitator)
    assert why in _add(facilitator, nickname, passphrase)


def test_a_facilitator_changes_nobody_but_young_people(
    facilitator: FlaskClient, session: Session
) -> None:
    officer = a_worker(session)
    session.commit()
    _add(facilitator)
    for path in (f"{PAGE}/{officer.id}/disable", f"{PAGE}/999/disable", f"{PAGE}/1/delete"):
        assert press(facilitator, PAGE, path).status_code == 404
    assert facilitator.post(f"{PAGE}/{_known(session)}/approve").status_code == 404
