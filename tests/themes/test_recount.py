"""The counts are those of a count from nothing, whatever happened to the answers."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, delete, select, text, update
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker
from voice.answers.models import Response
from voice.answers.reach import Reach
from voice.answers.take_back import take_back
from voice.answers.wanted import Wanted
from voice.config import Config
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes import counted, recount
from voice.themes.board import board
from voice.themes.commands import themes
from voice.themes.models import Coding, Heard, ThemeCount
from voice.themes.run import code_pending

SAYINGS = (
    "My social worker never listens to me.",
    "I like my school, but I miss my brother.",
    "Purple purple seventeen.",
    "They were late again and nobody told me why.",
    "no",
)


def some_answers(session: Session, keystore: Keystore, draw: random.Random, many: int) -> None:
    team = a_team(session, f"team{draw.randrange(10**6)}")
    for _ in range(many):
        a_response(
            session,
            keystore,
            draw.choice(SAYINGS),
            team=draw.choice((team, None)),
            company=draw.choice((("alone",), ("parent",))),
            sent=SENT + timedelta(days=draw.randrange(120)),
            choosing=draw.choice(({}, {"worker_listens": "never"}, {"worker_listens": "always"})),
        )


def all_right(engine: Engine) -> None:
    with Session(engine.execution_options(writing=False)) as reading:
        assert not recount.check(reading), recount.check(reading)
        assert reading.scalars(select(Heard.theme)).first() is not None


def decide(session: Session, draw: random.Random) -> None:
    """A verdict as the routes give it, on some coding."""
    officer = a_worker(session)
    coding = draw.choice(session.scalars(select(Coding).order_by(Coding.id)).all())
    coding.verdict, coding.decided_by, coding.decided_at = (
        draw.choice(("kept", "removed", None)),
        officer.id,
        SENT,
    )
    recount.refresh(session, [coding.response_id])
    session.commit()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_counts_stay_exact_through_everything(
    either_engine: str, session: Session, engine: Engine, keystore: Keystore, seed: int
) -> None:
    draw = random.Random(seed)
    some_answers(session, keystore, draw, 12)
    while code_pending(engine, keystore, limit=5):
        pass
    for _ in range(12):
        decide(session, draw)
    some = session.scalars(select(Response.id).limit(3)).all()
    session.commit()
    for one in some:
        with transaction(engine) as own:
            take_back(own, keystore, one)
    moved = session.scalars(select(Response.id)).first()
    team = a_team(session, "elsewhere")
    session.execute(
        update(Response)
        .where(Response.id == moved)
        .values(team_id=team.id, company=["parent"], period=SENT.date())
    )
    session.execute(update(Response).values(coded_with=0))
    session.commit()
    some_answers(session, keystore, draw, 2)
    all_right(engine)
    while code_pending(engine, keystore, limit=5):
        pass
    all_right(engine)
    recount.fold(engine)
    all_right(engine)
    assert recount.fold(engine) is None


def test_workers_beside_one_another_count_every_child_once(
    either_engine: str, session: Session, engine: Engine, keystore: Keystore
) -> None:
    some_answers(session, keystore, random.Random(3), 12)
    session.execute(delete(Coding))
    session.commit()

    def work() -> None:
        while code_pending(engine, keystore, limit=3):
            recount.fold(engine)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    all_right(engine)


def test_kept_counts_and_a_count_now_are_the_same_board(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    some_answers(session, keystore, random.Random(4), 12)
    while code_pending(engine, keystore):
        pass
    team = session.scalars(select(Response.team_id).where(Response.team_id.is_not(None))).first()
    session.rollback()
    assert team is not None
    choices = (
        Wanted(),
        Wanted(helped="alone"),
        Wanted(helped="assisted"),
        Wanted(team_id=team),
        Wanted(language="en"),
        Wanted(set_key="GS-P"),
        Wanted(tier="older"),
        Wanted(helped="alone", language="en"),
        Wanted(tier="older", helped="assisted"),
        Wanted(team_id=team, set_key="GS-P"),
        Wanted(reach=Reach(frozenset({team}))),
        Wanted(reach=Reach(frozenset({team})), helped="alone"),
    )
    with Session(engine.execution_options(writing=False)) as reading:
        for wanted in choices:
            assert counted.line_of(wanted) is not None
            quick = board(reading, wanted, "en")
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(counted, "line_of", lambda _: None)
                assert board(reading, wanted, "en") == quick


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(helped="alone", language="en", tier="older"),
        Wanted(since=SENT.date()),
        Wanted(until=SENT.date()),
        Wanted(reach=Reach(line=frozenset({1}))),
        Wanted(reach=Reach(frozenset({1})), language="en", helped="alone"),
        Wanted(reach=Reach(frozenset({1})), team_id=1),
    ],
)
def test_more_than_two_choices_are_counted_now(wanted: Wanted) -> None:
    assert counted.line_of(wanted) is None


def test_the_command_finds_and_mends(
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    session: Session,
    engine: Engine,
    keystore: Keystore,
) -> None:
    some_answers(session, keystore, random.Random(5), 3)
    code_pending(engine, keystore)
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    run = CliRunner().invoke
    assert run(themes, ["recount", "--check"]).output == "Every count is right.\n"
    session.execute(update(ThemeCount).values(children=ThemeCount.children + 1))
    session.execute(text("DROP TRIGGER heard_counted_on_delete"))
    session.execute(delete(Heard).where(Heard.theme == session.scalar(select(Heard.theme))))
    session.commit()
    found = run(themes, ["recount", "--check"])
    assert found.exit_code == 1
    assert "voice themes recount" in found.output
    assert "they are mended" in run(themes, ["recount"]).output
    assert run(themes, ["recount", "--check"]).output == "Every count is right.\n"
    all_right(engine)
