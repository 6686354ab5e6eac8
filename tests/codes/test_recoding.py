"""What a change would move is counted before it is made, and nothing is written meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.build import a_response, a_team, a_worker
from tests.codes.built import WIFI
from voice.answers.models import Response
from voice.answers.reach import EVERYWHERE, Reach
from voice.codes import recoded, recoding
from voice.codes.recoding import NOTHING, Diff, Move
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes import deciding, in_use
from voice.themes.changes import Add, BringBack, Change, Merge, Retire, Reword, Split, Undo, Wording
from voice.themes.in_use import Draft
from voice.themes.models import Coding, Heard
from voice.themes.run import code_pending

NO_WIFI = "There is no wifi here."
NEVER = "My social worker never listens to me."
HEARS = Add("local_hears", Wording("Hears", "She hears."), {"en": ("never listens",)})


def looked(
    session: Session, engine: Engine, keystore: Keystore, change: Change, **more: int
) -> Diff:
    draft = drafted(session, engine, change)
    return recoding.diff(engine, keystore, draft.books, change, **more)


def drafted(session: Session, engine: Engine, change: Change) -> Draft:
    with in_use.of(engine):
        draft = in_use.draft(session, change)
    session.rollback()
    return draft


def coded(engine: Engine, keystore: Keystore) -> None:
    while code_pending(engine, keystore):
        pass


def everything(session: Session) -> list[Any]:
    tables = (Coding, Heard, TrailEntry, Response)
    counts = [session.scalar(select(func.count()).select_from(each)) for each in tables]
    session.rollback()
    return counts


def test_a_new_code_says_what_it_gains_and_writes_nothing(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    for saying in (NO_WIFI, NO_WIFI, NEVER):
        a_response(session, keystore, saying)
    coded(engine, keystore)
    before = everything(session)
    diff = looked(session, engine, keystore, WIFI)
    assert (diff.moved, diff.read, diff.total, diff.is_part) == (2, 3, 3, False)
    assert Move("local_wifi", 2, 0) in diff.moves
    assert everything(session) == before


def test_a_split_says_what_the_old_code_loses(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER)
    a_response(session, keystore, "Nobody listens to me.")
    diff = looked(session, engine, keystore, Split("listened", HEARS))
    assert diff.moved == 1
    assert {each.theme: (each.gained, each.lost) for each in diff.moves} == {
        "listened": (0, 1),
        "local_hears": (1, 0),
    }


def test_a_theme_that_another_answer_of_the_child_shows_is_not_lost(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, f"{NEVER} Nobody listens to me.")
    diff = looked(session, engine, keystore, Split("listened", HEARS))
    assert diff.moves == (Move("local_hears", 1, 0),)


def test_what_a_person_decided_stays_and_is_said_to_stay(
    either_engine: str, session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, NEVER)
    coded(engine, keystore)
    mine = session.scalars(select(Coding).filter_by(theme="listened")).one()
    deciding.keep(session, kept.response_id, mine.id, a_worker(session).id)
    session.commit()
    diff = looked(session, engine, keystore, Split("listened", HEARS))
    assert (diff.moves, diff.staying) == ((Move("local_hears", 1, 0),), 1)


def test_a_merge_is_counted_from_what_was_heard(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER)
    a_response(session, keystore, choosing={"worker_listens": "never"})
    coded(engine, keystore)
    diff = looked(session, engine, keystore, Merge("listened", "influence"))
    assert (diff.moved, diff.both, diff.read) == (2, 0, 0)
    assert diff.moves == (Move("influence", 2, 0), Move("listened", 0, 2))
    assert looked(session, engine, keystore, Merge("access", "influence")) == NOTHING


def test_retiring_and_bringing_back_are_counted_too(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, NO_WIFI)
    a_response(session, keystore, NO_WIFI)
    in_use.make(session, WIFI, "worker:1", "because")
    session.commit()
    coded(engine, keystore)
    mine = select(Coding).filter_by(theme="local_wifi", response_id=kept.response_id)
    deciding.keep(session, kept.response_id, session.scalars(mine).one().id, a_worker(session).id)
    session.commit()
    diff = looked(session, engine, keystore, Retire("local_wifi"))
    assert (diff.moves, diff.staying) == ((Move("local_wifi", 0, 1),), 1)
    in_use.make(session, Retire("local_wifi"), "worker:1", "because")
    session.commit()
    for change in (BringBack("local_wifi"), Undo(2)):
        diff = looked(session, engine, keystore, change)
        assert diff.moves == (Move("local_wifi", 1, 0),)
        assert diff.staying == 1


def test_other_words_move_nothing_and_read_nothing(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NO_WIFI)
    assert looked(session, engine, keystore, Reword("home", {"title": "My place"})) == NOTHING


def test_only_the_newest_are_read_where_there_are_more(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    for _ in range(3):
        a_response(session, keystore, NO_WIFI)
    diff = looked(session, engine, keystore, WIFI, most=2)
    assert (diff.moved, diff.read, diff.total, diff.is_part) == (2, 2, 3, True)


def test_words_in_another_language_than_the_forms_are_found(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, "There is never any wifi in this whole house.", language="pl")
    assert looked(session, engine, keystore, WIFI).moved == 1


@pytest.mark.parametrize("change", [WIFI, Merge("listened", "influence")])
def test_examples_are_shown_with_their_words_within_reach_and_traced(
    session: Session, engine: Engine, keystore: Keystore, change: Change
) -> None:
    near, far = a_team(session, "near"), a_team(session, "far")
    reach = Reach(frozenset({near.id}))
    mine = a_response(session, keystore, f"{NO_WIFI} {NEVER}", team=near)
    a_response(session, keystore, f"{NO_WIFI} {NEVER}", team=far)
    coded(engine, keystore)
    draft = drafted(session, engine, change)
    diff = recoding.diff(engine, keystore, draft.books, change)
    found = recoded.examples(engine, keystore, draft.books, diff, reach, "worker:1")
    assert [each.response_id for each in found] == [mine.response_id]
    marked = [found[0].text[each.start : each.end] for each in found[0].spans]
    assert marked
    assert all("wifi" in each or "listens" in each for each in marked)
    entry = session.scalars(select(TrailEntry).order_by(TrailEntry.number.desc())).first()
    assert entry is not None
    assert entry.act == "codebook.examples_opened"
    assert entry.detail == {"responses": [mine.response_id]}
    session.rollback()
    nobody = Reach(frozenset({-1}))
    assert recoded.examples(engine, keystore, draft.books, diff, nobody, "worker:1") == ()
    assert len(recoded.examples(engine, keystore, draft.books, diff, EVERYWHERE, "w")) == 2
