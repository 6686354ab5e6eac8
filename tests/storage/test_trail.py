"""Nobody changes the trail: the database refuses, and the chain shows what got past it."""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from voice.config import Config
from voice.storage import trail
from voice.storage.append_only import guards, lifted
from voice.storage.commands import verify as verify_command
from voice.storage.session import transaction

LENGTH = 40
TAMPERS = 200
_ROW = "number, at, actor, act, subject, detail, before, hash"


def _begun(engine: Engine, length: int = LENGTH) -> None:
    with transaction(engine) as own:
        for number in range(length):
            trail.write(own, f"worker:{number % 3}", "answers.read", f"response:{number}", n=number)


def _broken(engine: Engine) -> trail.Broken | None:
    with Session(engine.execution_options(writing=False)) as own:
        return trail.verify(own)


def test_an_empty_trail_is_whole(engine: Engine, session: Session) -> None:
    assert session.query(trail.TrailEntry).count() >= 0
    assert _broken(engine) is None


def test_a_trail_as_it_was_written_is_whole(either_engine: str, engine: Engine) -> None:
    _begun(engine)
    assert _broken(engine) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail SET actor = 'nobody'",
        "DELETE FROM trail",
        "DELETE FROM trail WHERE number = 1",
    ],
)
def test_the_database_refuses_to_change_it(
    either_engine: str, engine: Engine, statement: str
) -> None:
    _begun(engine, 3)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))
    assert _broken(engine) is None


@pytest.mark.postgresql
@pytest.mark.parametrize("either_engine", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_it(either_engine: str, engine: Engine) -> None:
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("TRUNCATE trail"))


def test_an_act_that_failed_leaves_no_entry(engine: Engine) -> None:
    before = _numbers(engine)

    def _fails() -> None:
        with transaction(engine) as own:
            trail.write(own, "child", "answers.received", "response:x")
            raise LookupError

    with pytest.raises(LookupError):
        _fails()
    assert _numbers(engine) == before
    assert _broken(engine) is None


def test_many_writers_at_once_make_one_chain(either_engine: str, engine: Engine) -> None:
    before = len(_numbers(engine))

    def _write(name: int) -> None:
        for turn in range(10):
            with transaction(engine) as own:
                trail.write(own, f"worker:{name}", "answers.read", f"response:{turn}")

    threads = [threading.Thread(target=_write, args=(name,)) for name in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(_numbers(engine)) == before + 40
    assert _broken(engine) is None


def _numbers(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT number FROM trail ORDER BY number")).scalars())


def _change(connection: Connection, rng: random.Random, numbers: list[int]) -> None:
    """One column of one entry."""
    number = rng.choice(numbers)
    column = rng.choice(["actor", "act", "subject", "detail", "at", "hash", "before"])
    changed = {"detail": json.dumps({"n": -1}), "at": "2020-02-02 02:02:02.000000"}
    value = changed.get(column, "f" * 64 if column in {"hash", "before"} else "somebody else")
    connection.execute(
        text(f"UPDATE trail SET {column} = :value WHERE number = :number"),
        {"value": value, "number": number},
    )


def _delete(connection: Connection, rng: random.Random, numbers: list[int]) -> None:
    """One entry; of the last, only whoever sent the head out would know."""
    connection.execute(text(f"DELETE FROM trail WHERE number = {rng.choice(numbers[:-1])}"))


def _close_the_gap(connection: Connection, rng: random.Random, numbers: list[int]) -> None:
    """One entry, with all later ones moved up."""
    gone = rng.choice(numbers[:-1])
    connection.execute(text(f"DELETE FROM trail WHERE number = {gone}"))
    for number in range(gone + 1, numbers[-1] + 1):
        connection.execute(text(f"UPDATE trail SET number = {number - 1} WHERE number = {number}"))


def _swap(connection: Connection, rng: random.Random, numbers: list[int]) -> None:
    """Two entries in each other's place."""
    one, two = rng.sample(numbers, 2)
    for was, becomes in ((one, -1), (two, one), (-1, two)):
        connection.execute(text(f"UPDATE trail SET number = {becomes} WHERE number = {was}"))


def _insert(connection: Connection, rng: random.Random, numbers: list[int]) -> None:
    """A copy of an earlier entry at the end."""
    columns = _ROW.replace("number", str(numbers[-1] + 1), 1)
    connection.execute(
        text(f"INSERT INTO trail ({_ROW}) SELECT {columns} FROM trail WHERE number = :copied"),
        {"copied": rng.choice(numbers[:-1])},
    )


@pytest.mark.parametrize("tamper", [_change, _delete, _close_the_gap, _swap, _insert])
def test_no_random_tampering_goes_unseen(
    engine: Engine, tamper: Callable[[Connection, random.Random, list[int]], None]
) -> None:
    _begun(engine)
    numbers, found = _numbers(engine), 0
    for seed in range(TAMPERS // 5):
        rng = random.Random(f"{tamper.__name__} {seed}")
        with engine.connect() as connection, Session(connection) as own:
            for statement in lifted("sqlite"):
                connection.execute(text(statement))
            tamper(connection, rng, numbers)
            found += trail.verify(own) is not None
            connection.rollback()
    assert found == TAMPERS // 5
    assert _broken(engine) is None


def test_the_guards_can_be_lifted_and_set_again(either_engine: str, engine: Engine) -> None:
    _begun(engine, 2)
    with engine.begin() as connection:
        for statement in (*lifted(engine.dialect.name), *guards(engine.dialect.name)):
            connection.execute(text(statement))
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text("DELETE FROM trail"))


def test_the_command_says_that_the_trail_is_whole(
    engine: Engine, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    result = CliRunner().invoke(verify_command)
    assert (result.exit_code, result.output) == (0, "The trail is whole.\n")


def test_the_command_names_the_place_of_the_break(
    engine: Engine, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    _begun(engine)
    broken = _numbers(engine)[7]
    with engine.begin() as connection:
        for statement in lifted("sqlite"):
            connection.execute(text(statement))
        connection.execute(text(f"UPDATE trail SET act = 'nothing' WHERE number = {broken}"))
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    result = CliRunner().invoke(verify_command)
    assert result.exit_code == 1
    assert f"Entry {broken}: it was changed." in result.output
