"""The worker: codes what is pending, once, the same every time, and leaves people's work alone."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tests.build import a_response
from voice.answers.models import Response
from voice.questions.kinds import Polarity, Tier
from voice.questions.sets import for_tier
from voice.questions.shelf import library
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes import edition
from voice.themes.codebook import NOT_ASSIGNED
from voice.themes.hearing import hear
from voice.themes.models import Coding, Feeling
from voice.themes.run import code_pending, work_forever

NEVER = "My social worker never listens to me."
Row = tuple[str, str, str, int | None, int | None]


def codings(engine: Engine) -> list[Row]:
    with Session(engine.execution_options(writing=False)) as reading:
        rows = reading.scalars(select(Coding).order_by(Coding.response_id, Coding.id))
        return [(each.question, each.theme, each.source, each.start, each.end) for each in rows]


def feelings(engine: Engine) -> set[tuple[str, str, str]]:
    with Session(engine.execution_options(writing=False)) as reading:
        rows = reading.scalars(select(Feeling))
        return {(each.question, each.band, each.source) for each in rows}


def again(session: Session) -> None:
    """As if the codebook had a newer version."""
    session.execute(update(Response).values(coded_with=0))
    session.commit()


def test_words_are_coded_with_the_place_they_rest_on(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER)
    assert code_pending(engine, keystore) == 1
    places = [(start, end) for _, theme, _, start, end in codings(engine) if theme == "listened"]
    assert places
    assert all("listens" in NEVER[start:end] for start, end in places)


def test_a_rating_speaks_for_its_question_only_where_it_was_answered(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, choosing={"worker_listens": "never"})
    code_pending(engine, keystore)
    assert codings(engine) == [("worker_listens", "listened", "question", None, None)]
    assert feelings(engine) == {("worker_listens", "neg", "rating")}


def test_coding_again_gives_the_same_rows(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER, choosing={"worker_listens": "never"})
    code_pending(engine, keystore)
    before = codings(engine), feelings(engine)
    again(session)
    assert code_pending(engine, keystore) == 1
    assert (codings(engine), feelings(engine)) == before


def test_nothing_is_done_twice(session: Session, engine: Engine, keystore: Keystore) -> None:
    a_response(session, keystore, NEVER)
    assert [code_pending(engine, keystore) for _ in range(2)] == [1, 0]


def test_batches_are_small_and_oldest_come_first(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    first = a_response(session, keystore, NEVER).response_id
    a_response(session, keystore, NEVER)
    assert code_pending(engine, keystore, limit=1) == 1
    assert session.get_one(Response, first).coded_with == edition.current(session)
    session.rollback()
    assert code_pending(engine, keystore) == 1


def test_what_a_person_decided_stays(session: Session, engine: Engine, keystore: Keystore) -> None:
    kept = a_response(session, keystore, NEVER)
    session.add(
        Coding(
            response_id=kept.response_id,
            question="going_well",
            theme="delay",
            source="person",
            score=1.0,
            codebook=1,
        )
    )
    session.commit()
    code_pending(engine, keystore)
    assert ("going_well", "delay", "person", None, None) in codings(engine)


def test_words_without_a_theme_are_kept_apart(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, "Purple purple seventeen.", under="anything_else")
    code_pending(engine, keystore)
    assert [row[1] for row in codings(engine)] == [NOT_ASSIGNED]


def test_erased_words_are_passed_over(session: Session, engine: Engine, keystore: Keystore) -> None:
    kept = a_response(session, keystore, NEVER, choosing={"worker_listens": "never"})
    keystore.erase(session.get_one(Response, kept.response_id).key_id)
    session.commit()
    assert code_pending(engine, keystore) == 1
    assert [row[2] for row in codings(engine)] == ["question"]


def test_a_worry_in_another_language_than_the_form_is_raised_once(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    text = "Boję się wracać do domu, bo tata mnie bije każdego wieczoru."
    a_response(session, keystore, text)
    for _ in range(2):
        code_pending(engine, keystore)
        kinds = [each.kind for each in session.scalars(select(Alert))]
        session.rollback()
        assert "harm" in kinds
        assert len(kinds) == len(set(kinds)) or kinds.count("harm") == 1
        again(session)


def test_the_worker_leaves_no_reading_trail(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER)
    code_pending(engine, keystore)
    acts = set(session.scalars(select(TrailEntry.act)))
    assert "answers.opened" not in acts


def test_two_workers_share_the_work(
    either_engine: str, session: Session, engine: Engine, keystore: Keystore
) -> None:
    for number in range(12):
        a_response(session, keystore, f"{NEVER} {number}")
    done: list[int] = []
    workers = [
        threading.Thread(target=lambda: done.append(code_pending(engine, keystore, 12)))
        for _ in range(2)
    ]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sum(done) == 12
    assert len([row for row in codings(engine) if row[1] == "listened"]) == 12


def test_the_worker_stops_when_told(session: Session, engine: Engine, keystore: Keystore) -> None:
    a_response(session, keystore, NEVER)
    stop = threading.Event()
    worker = threading.Thread(target=work_forever, args=(engine, keystore, stop, 30.0))
    worker.start()
    for _ in range(2000):
        if codings(engine):
            break
    stop.set()
    worker.join(timeout=10)
    assert not worker.is_alive()
    assert codings(engine)


@pytest.mark.parametrize(("value", "band"), [("always", "pos"), ("never", "neg")])
def test_agreeing_with_what_is_bad_is_not_good(value: str, band: str) -> None:
    asked = for_tier(library()["GS-P"], Tier.OLDER)
    question = asked.question("worker_listens")
    assert question is not None
    turned = replace(question, polarity=Polarity.BAD)
    assert hear(question, (value,), "", "en").band == band
    assert hear(turned, (value,), "", "en").band != band


def test_faces_of_both_kinds_are_mixed() -> None:
    asked = for_tier(library()["GS-Y"], Tier.MIDDLE)
    question = asked.question("feelings_today") or next(
        each for each in asked.questions if each.kind == "feelings"
    )
    good = next(one.value for one in question.options if (one.weight or 0) > 0)
    bad = next(one.value for one in question.options if (one.weight or 0) < 0)
    assert hear(question, (good, bad), "", "en").band == "mixed"
