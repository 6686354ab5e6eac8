"""From forty children's words to a pack, a vote, a promise, and back to one child in Somali."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker, signed_in
from voice.actions import measure, tell, view
from voice.actions.models import Action
from voice.actions.tracker import State
from voice.answers.arrival import Wishes
from voice.child import receipt
from voice.config import Config
from voice.figures.cube import fingerprint
from voice.panel import packs, rounds
from voice.panel.models import Pack
from voice.panel.packs import Wanted
from voice.people.models import Body, Role, Worker
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.themes.quarters import Quarter
from voice.themes.run import code_pending

QUARTER = Quarter(2026, 3)
#: The day on which the panel meets, in the quarter after the answers.
MEETING = datetime(2026, 10, 14, 16, 0, tzinfo=UTC)
ASKS = Wishes(answer="pictures")
SAID = {
    "en": "Nobody listens to me.",
    "ar": "لا أحد يستمع إلي",
    "pl": "Nikt mnie nie słucha.",
    "so": "Cidna ima dhegeysato.",
    #: Written on the English form: we offer no form in Ukrainian.
    "uk": "Мене ніхто не слухає.",
}
TOLD = {
    "en": ("Listen to us.", "Now every worker has an hour for you each month."),
    "so": ("Na dhegeysta.", "Hadda shaqaale kasta saacad ayuu kuu hayaa bil kasta."),
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MEETING, tick=True) as moving:
        yield moving


class Borough:
    """The app with its people, one client for whoever is at it."""

    def __init__(self, app: Flask, session: Session, keystore: Keystore, engine: Engine) -> None:
        self.app, self.session, self.keystore, self.engine = app, session, keystore, engine
        self.client: FlaskClient = app.test_client()
        self.config: Config = app.extensions["voice.config"]
        self.children: dict[str, list[str]] = {}

    def person(self, role: Role, body: Body = Body.YOUTH_PANEL) -> Worker:
        worker = a_worker(self.session, role, bodies=(body,))
        self.session.commit()
        return worker

    def as_(self, worker: Worker) -> None:
        signed_in(self.client, self.session, worker)

    def post(self, path: str, status: int = 302, **told: object) -> str:
        self.session.rollback()  # SQLite has one pen
        answer = self.client.post(path, data=told)
        assert answer.status_code == status, answer.text
        return answer.text

    def forty_children(self) -> None:
        languages = ["en"] * 12 + ["ar"] * 8 + ["pl"] * 8 + ["so"] * 8 + ["uk"] * 4
        for place, code in enumerate(languages):
            kept = a_response(
                self.session,
                self.keystore,
                SAID[code],
                language=code if code != "uk" else "en",
                choosing={"worker_listens": "never"},
                wishes=ASKS,
                sent=datetime(2026, 9, 1 + place % 20, 10, tzinfo=UTC),
            )
            self.children.setdefault(code, []).append(kept.response_id)
        while code_pending(self.engine, self.keystore, 100):
            pass

    def a_published_pack(self) -> Pack:
        first, second = self.person(Role.OFFICER), self.person(Role.PANEL_FACILITATOR)
        wanted = Wanted(QUARTER, "youth_panel")
        pack = packs.begin(self.session, self.keystore, self.config, first.id, wanted)
        packs.propose(self.session, pack, first.id)
        shown = packs.composed(self.session, self.keystore, self.config, pack)
        args = (self.session, self.keystore, self.config, pack)
        with pytest.raises(packs.NotNow):
            packs.publish(*args, first.id, fingerprint(shown))
        packs.publish(*args, second.id, fingerprint(shown))
        self.session.commit()
        return pack


@pytest.fixture
def borough(app: Flask, session: Session, keystore: Keystore, engine: Engine) -> Borough:
    app.config["WTF_CSRF_ENABLED"] = False
    return Borough(app, session, keystore, engine)


def test_what_forty_children_said_comes_back_to_one_of_them_in_somali(
    borough: Borough, clock: time_machine.Traveller
) -> None:
    # Given forty children in five languages, and a pack that two people published
    borough.forty_children()
    pack = borough.a_published_pack()
    assert "listened" in [each["key"] for each in pack.contents["themes"]]

    # When the panel votes and writes its headline
    facilitator = borough.person(Role.PANEL_FACILITATOR)
    place = _the_panel_votes(borough, pack, facilitator)
    assert place == "listened"

    # And an officer promises something about it
    officer, lead = borough.person(Role.OFFICER), borough.person(Role.MANAGER)
    action = _an_officer_promises(borough, pack, officer, lead)

    # Then its colour follows the clock
    _the_colour_follows_the_clock(borough, clock, action, lead)

    # And closed with a sentence, it reaches the child in Somali, who says that it helped
    _it_is_closed_and_told(borough, clock, action, officer)
    _the_child_reads_it_in_somali(borough)
    borough.session.rollback()
    with Session(borough.engine) as own:
        assert trail.verify(own) is None


def _the_panel_votes(borough: Borough, pack: Pack, facilitator: Worker) -> str:
    borough.as_(facilitator)
    borough.post("/work/rounds/open", pack=pack.id)
    opened = borough.session.scalars(select(rounds.Round)).one()
    path = f"/panel/rounds/{opened.id}"
    for number, headline in enumerate(("Listen first.", "", "Hear us.")):
        borough.as_(borough.person(Role.PANEL_MEMBER))
        borough.post(path, give="listened", headline=headline)
        borough.post(path, give="listened", headline=headline)
        hidden = borough.client.get(f"{path}/results")
        assert hidden.status_code == 409
        assert number or "secret" in hidden.text
    borough.as_(borough.person(Role.PANEL_MEMBER, Body.CARE_COUNCIL))
    borough.post(path, 404, give="listened", headline="Not mine to say.")
    assert borough.client.get(f"/panel?pack={pack.id}").status_code == 404
    borough.as_(facilitator)
    assert "Listen first." not in borough.client.get(f"/work/rounds/{opened.id}").text
    borough.post(f"/work/rounds/{opened.id}/close")
    borough.post(f"/work/rounds/{opened.id}/minutes", headline="Listen first.", minutes="We met.")
    borough.session.expire_all()
    result = rounds.result(borough.session, borough.keystore, opened.id)
    assert (result.voters, result.places[0].stars) == (3, 6)
    assert "Listen first." in borough.client.get(f"{path}/results").text
    borough.session.rollback()
    return result.places[0].theme


def _an_officer_promises(borough: Borough, pack: Pack, officer: Worker, lead: Worker) -> int:
    borough.as_(officer)
    borough.post(
        "/work/actions/new",
        title="An hour to listen",
        what="Every worker keeps an hour a month for each child.",
        theme="listened",
        lead_id=lead.id,
        agency="Children's services",
        due="2027-01-15",
        update_days=30,
        since=QUARTER.since,
        until=QUARTER.until,
        pack_id=pack.id,
        body="youth_panel",
    )
    found = borough.session.scalars(select(Action)).one()
    assert (found.pack_id, found.lead_id) == (pack.id, lead.id)
    borough.session.rollback()
    return found.id


def _the_colour_follows_the_clock(
    borough: Borough, clock: time_machine.Traveller, action: int, lead: Worker
) -> None:
    def state() -> State:
        borough.session.expire_all()
        row = view.rows(borough.session, date.today(), [action])[0]  # noqa: DTZ011 - the test's clock
        borough.session.rollback()
        return row.standing.state

    assert state() is State.ON_TRACK
    clock.move_to(MEETING + timedelta(days=31))
    assert state() is State.LATE, "an update was missed"
    borough.as_(lead)
    borough.post(f"/work/actions/{action}/update", text="Two teams do it already.", said="")
    assert state() is State.ON_TRACK
    clock.move_to(datetime(2027, 1, 16, 9, tzinfo=UTC))
    assert state() is State.STUCK, "past its day, and no plan"
    borough.as_(lead)
    told = {"text": "The last team is late.", "plan": "It begins.", "plan_due": "2027-02-01"}
    borough.post(f"/work/actions/{action}/update", said="", **told)
    assert state() is State.LATE
    sheet = borough.client.get("/work/actions/files/xlsx", buffered=True)
    cells = [each.value for each in openpyxl.load_workbook(BytesIO(sheet.data)).active[2]]
    assert cells[0] == f"A-{action}"
    assert "Late, but a plan is in place" in cells


def _it_is_closed_and_told(
    borough: Borough, clock: time_machine.Traveller, action: int, officer: Worker
) -> None:
    clock.move_to(datetime(2027, 1, 28, 9, tzinfo=UTC))
    borough.as_(officer)
    path, said, did = f"/work/actions/{action}", *TOLD["en"]
    borough.post(f"{path}/close", 422, outcome="did", evidence="Diaries.", you_said=said)
    borough.post(f"{path}/close", outcome="did", evidence="Diaries.", you_said=said, we_did=did)
    assert "8" in borough.client.get("/work/actions/words").text
    said, did = TOLD["so"]
    borough.post(f"{path}/words/so", you_said=said, we_did=did)
    borough.post(f"{path}/words/so/check", checked_as="Hodan, family worker")
    while tell.tell_everybody(borough.engine, borough.keystore):
        pass
    borough.session.expire_all()
    rows = view.rows(borough.session, date.today())  # noqa: DTZ011 - the test's clock
    meters = measure.measure(borough.session, rows, ("en", "ar", "pl", "so"))
    told = len(borough.children["en"]) + len(borough.children["uk"]) + len(borough.children["so"])
    assert (meters.friendly.part, meters.friendly.whole) == (told, 40)
    assert rows[0].standing.state is State.COMPLETED
    borough.session.rollback()
    borough.session.rollback()
    public = borough.app.test_client().get("/you-said?lang=so")
    assert did in public.text
    assert "Set-Cookie" not in public.headers


def _the_child_reads_it_in_somali(borough: Borough) -> None:
    mine = borough.children["so"][0]
    secret: bytes = borough.app.extensions["voice.secret"]
    given = receipt.give(borough.session, secret, "a seed", mine)
    borough.session.commit()
    assert given is not None
    child = borough.app.test_client()
    told = {"pictures": list(given.pictures), "code": given.spaced}
    page = child.post("/receipt?lang=so", data=told).text
    assert TOLD["so"][1] in page
    assert SAID["so"] not in page
    found = re.findall(r'name="(?:key|reply)" value="([^"]+)"', page)
    helped = child.post(
        "/receipt/helped?lang=so", data={"key": found[0], "reply": found[1], "helped": "yes"}
    )
    assert helped.status_code == 200
    borough.session.expire_all()
    meters = measure.measure(borough.session, (), ("en",))
    assert (meters.helped.part, meters.helped.whole) == (1, 1)
