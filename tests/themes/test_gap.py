"""A gap is a difference that chance does not explain; sources are columns once they have data."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.build import a_response
from voice.answers.wanted import Wanted
from voice.storage.keystore import Keystore
from voice.themes import sources
from voice.themes.gap import Gap, Side, gaps
from voice.themes.run import code_pending

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
