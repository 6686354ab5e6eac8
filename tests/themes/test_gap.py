"""A gap is a difference that chance does not explain; sources are columns once they have data."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker, signed_in
from voice.answers.wanted import Wanted
from voice.storage.keystore import Keystore
from voice.themes import sources
from voice.themes.evidence import Asked, evidence
from voice.themes.gap import FeltGap, Gap, Part, Side, felt_gaps, gaps
from voice.themes.run import code_pending
from voice.themes.splits import Split

NEVER = "My social worker never listens to me."


def test_only_what_chance_does_not_explain_is_a_gap() -> None:
    first = Side(100, {"home": 60, "school": 50, "safe": 10})
    second = Side(100, {"home": 20, "school": 48, "safe": 60})
    assert gaps(["home", "school", "safe", "delay"], first, second) == (
        Gap("safe", 10, 60),
        Gap("home", 60, 20),
    )
    assert Gap("safe", 10, 60).wide == 50


def test_few_children_make_no_gap() -> None:
    assert gaps(["home"], Side(9, {"home": 9}), Side(100, {})) == ()


def test_a_theme_is_felt_differently_where_chance_does_not_explain_it() -> None:
    alone = {
        "home": {"own": Split(neg=30, pos=10), "rated": Split(neg=20, pos=20)},
        "school": {"own": Split(neg=9), "rated": Split(pos=2, neg=38)},
        "safe": {"own": Split(neg=20), "rated": Split()},
    }
    helped = {
        "home": {"own": Split(neg=5, mixed=35), "rated": Split(neg=19, pos=21)},
        "school": {"own": Split(pos=90), "rated": Split(pos=39, unclear=1)},
    }
    found = felt_gaps(["home", "school", "safe", "delay"], alone, helped)
    assert found == (
        FeltGap("school", "rated", Part(38, 40), Part(0, 40)),
        FeltGap("home", "own", Part(30, 40), Part(5, 40)),
    )
    assert [(each.wide, each.first.percent, each.second.percent) for each in found] == [
        (95, 95, 0),
        (63, 75, 12),
    ]


def _felt(session: Session, engine: Engine, keystore: Keystore) -> None:
    for _ in range(10):
        a_response(session, keystore, choosing={"worker_listens": "never"})
        a_response(session, keystore, choosing={"worker_listens": "always"}, company=("parent",))
    while code_pending(engine, keystore):
        pass


def test_how_children_feel_opens_to_as_many_answers_as_it_counts(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    _felt(session, engine, keystore)
    found = sources.of_filter(session, Wanted())
    assert found is not None
    assert found.felt == (FeltGap("listened", "rated", Part(10, 10), Part(0, 10)),)
    session.rollback()
    for helped, part in (("alone", found.felt[0].first), ("assisted", found.felt[0].second)):
        for band, children in (("neg", part.unhappy), (None, part.of)):
            asked = Asked("listened", "rated", band)
            wanted = Wanted(helped=helped)
            assert evidence(engine, keystore, asked, wanted, "en", "worker:1").total == children


def test_the_gap_card_says_in_one_sentence_how_children_feel(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    _felt(session, engine, keystore)
    signed_in(client, session, a_worker(session))
    page = client.get("/work/themes").get_data(as_text=True)
    assert 'way=rated&amp;feeling=neg&amp;helped=alone">10 of 10</a> who answered alone' in page
    assert "(100%), and for 0 of 10 with somebody there (0%)." in page
    assert "No theme on which" not in page


def test_columns_stand_beside_one_another_once_there_are_two(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    for _ in range(10):
        a_response(session, keystore, NEVER)
    a_response(session, keystore, NEVER, company=("parent",))
    while code_pending(engine, keystore):
        pass
    found = sources.of_filter(session, Wanted())
    assert found is not None
    assert (found.alone, found.assisted, found.gap) == (10, 1, ())
    assert found.occasions == found.channels == ()
    session.rollback()
    a_response(session, keystore, NEVER, set_key="CP-P", under="agree_why")
    while code_pending(engine, keystore):
        pass
    found = sources.of_filter(session, Wanted())
    assert found is not None
    cp, gs = found.occasions
    assert (cp.code, cp.percent("listened")) == ("CP", None)
    assert (gs.code, gs.percent("listened")) == ("GS", 100)
    assert sources.of_filter(session, Wanted(language="en")) is None
