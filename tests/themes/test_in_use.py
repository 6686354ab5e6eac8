"""The codebook of one installation: what is changed is used, counted, undone and never mixed up."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.build import a_pack, a_release, a_response, a_worker, an_action
from tests.codes.built import WIFI, numbered
from voice.actions.view import rows
from voice.answers.models import Response
from voice.answers.wanted import Wanted
from voice.panel.models import Pack, Release
from voice.storage.base import Base
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes import deciding, edition, folding, in_use, learnt, meaning, pipeline, recount
from voice.themes.board import board
from voice.themes.changes import Add, Change, Merge, Retire, Split, Undo, Unfit
from voice.themes.codebook import codebook, shipped, using
from voice.themes.codebook_models import CodebookChange
from voice.themes.evidence import Asked, evidence
from voice.themes.in_use import Overtaken
from voice.themes.labels import title_of
from voice.themes.models import Coding
from voice.themes.run import code_pending

installed = pytest.mark.skipif(not meaning.available(), reason=meaning.why_not() or "installed")
NO_WIFI = "There is no wifi here."
NEVER = "My social worker never listens to me."


def changed(session: Session, *changes: Change) -> int:
    number = 0
    for each in changes:
        number = in_use.make(session, each, "worker:1", "because")
    session.commit()
    return number


def spoken(engine: Engine, keystore: Keystore) -> dict[str, int]:
    """Children by theme on the board, when everything is read."""
    while code_pending(engine, keystore):
        pass
    with in_use.of(engine), Session(engine.execution_options(writing=False)) as reading:
        cards = board(reading, Wanted(), "en").cards
    return {card.theme.key: card.spoken for card in cards if card.spoken}


def test_a_local_code_reaches_the_board_and_taking_it_back_takes_it_away(
    either_engine: str, session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NO_WIFI)
    before = spoken(engine, keystore)
    changed(session, WIFI)
    assert spoken(engine, keystore) == before | {"local_wifi": 1}
    found = session.scalars(select(Coding).filter_by(theme="local_wifi")).one()
    assert (found.source, found.codebook, found.change) == ("phrase", shipped().version, 1)
    session.rollback()
    changed(session, Undo(1))
    assert spoken(engine, keystore) == before


def test_a_merged_theme_is_counted_under_the_other_and_a_persons_word_with_it(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, NEVER, choosing={"worker_listens": "never"})
    officer = a_worker(session).id
    session.commit()
    assert spoken(engine, keystore)["listened"] == 1
    mine = select(Coding).filter_by(theme="listened", question="going_well")
    deciding.keep(session, kept.response_id, session.scalars(mine).one().id, officer)
    session.commit()
    changed(session, Merge("listened", "informed"))
    after = spoken(engine, keystore)
    assert "listened" not in after
    assert after["informed"] == 1
    session.expire_all()
    assert session.scalars(mine).one().verdict == "kept"
    session.rollback()
    with in_use.of(engine):
        assert not recount.check(session)
        session.rollback()
        asked = Asked("informed", "own")
        shown = evidence(engine, keystore, asked, Wanted(), "en", "worker:1").shown
    assert [[mark.theme for mark in one.heard.marks] for one in shown]
    assert {mark.theme for mark in shown[0].heard.marks} <= {"informed", "worker"}


def test_what_was_released_stays_as_it_was(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    release, pack = a_release(session), a_pack(session)
    session.commit()
    before = (dict(release.cube), release.fingerprint, dict(pack.contents), pack.fingerprint)
    changed(session, WIFI, Merge("delay", "meetings"), Merge("listened", "worker"))
    code_pending(engine, keystore)
    session.expire_all()
    one, other = session.get_one(Release, release.id), session.get_one(Pack, pack.id)
    assert (one.cube, one.fingerprint, other.contents, other.fingerprint) == before
    with in_use.of(engine):
        assert [codebook().theme(key).key for key in ("delay", "listened")] == ["delay", "listened"]


def test_what_was_promised_and_decided_before_a_taking_back_is_still_named(
    session: Session, engine: Engine
) -> None:
    changed(session, WIFI, Merge("delay", "meetings"), Undo(1))
    by = a_worker(session)
    for theme in ("local_wifi", "delay", "home"):
        an_action(session, by, theme=theme)
    with in_use.of(engine):
        assert title_of("local_wifi").title == "Wifi"
        shown = rows(session, date(2026, 9, 1))
    assert [row.theme.key for row in shown] == ["home", "delay", "local_wifi"]


def test_every_change_makes_every_answer_work_again(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NO_WIFI)
    code_pending(engine, keystore)
    before = edition.current(session)
    session.rollback()
    changed(session, WIFI)
    assert edition.current(session) == before + 1
    session.rollback()
    changed(session, Undo(1))
    assert edition.current(session) == before + 2
    session.rollback()
    assert code_pending(engine, keystore) == 1
    assert session.scalars(select(Response.coded_with)).one() == before + 2


def test_a_change_stands_in_the_trail_and_is_never_altered(
    either_engine: str, session: Session
) -> None:
    assert changed(session, WIFI, Split("home", Add("local_den", WIFI.wording))) == 2
    entry = session.scalars(select(TrailEntry).order_by(TrailEntry.number.desc())).first()
    assert entry is not None
    assert (entry.act, entry.subject, entry.actor) == ("codebook.changed", "codebook:2", "worker:1")
    assert entry.detail == {"kind": "split", "keys": ["home"]}
    for act in (update(CodebookChange).values(why="x"), delete(CodebookChange)):
        with pytest.raises(DBAPIError, match="only grows"):
            session.execute(act)
        session.rollback()


def test_a_change_that_does_not_fit_is_not_made(session: Session) -> None:
    with pytest.raises(Unfit, match="comes with Voice"):
        changed(session, Retire("home"))
    session.rollback()
    changed(session, WIFI)
    with pytest.raises(Overtaken):
        in_use.make(session, Retire("local_wifi"), "worker:1", "because", after=0)
    assert in_use.make(session, Retire("local_wifi"), "worker:1", "because", after=1) == 2


def test_each_database_has_its_own_and_nothing_is_left_behind(
    app: Flask, session: Session, engine: Engine
) -> None:
    changed(session, WIFI)
    other = Engine(engine.pool, engine.dialect, engine.url)
    Base.metadata.create_all(other)
    with in_use.of(engine):
        assert codebook().number == f"{shipped().version}.1"
        with in_use.of(other):
            assert codebook() is in_use.book_of(other)
        assert codebook() is in_use.book_of(engine)
    assert codebook() is shipped()
    seen = []
    app.add_url_rule("/seen", "seen", lambda: seen.append(codebook().number) or "seen")
    app.view_functions["seen"].guard = "anyone"  # type: ignore[attr-defined]
    assert app.test_client().get("/seen").status_code == 200
    assert (seen, codebook()) == ([f"{shipped().version}.1"], shipped())


def test_a_batch_reads_with_one_codebook_to_its_end(session: Session, engine: Engine) -> None:
    with in_use.of(engine):
        before = codebook()
        changed(session, WIFI)
        assert codebook() is before
    with in_use.of(engine):
        assert codebook().number == f"{shipped().version}.1"


@installed
def test_likeness_can_neither_find_nor_doubt_a_local_code() -> None:
    book = folding.applied(shipped(), numbered(WIFI, Merge("delay", "meetings")))
    with using(lambda: book):
        said = "the wifi is slow and I am still waiting for an answer"
        found = pipeline.read(said, "en", learnt=learnt.shipped()).themes
    sure = {each.theme for each in found if each.sure and each.source == "phrase"}
    assert {"local_wifi", "meetings"} <= sure
    assert "delay" not in {each.theme for each in found}
