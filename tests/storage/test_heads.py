"""Signed heads: a trail that was shortened or made anew does not fit the line written before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from voice.config import Config
from voice.storage import trail
from voice.storage.append_only import lifted
from voice.storage.commands import trail as command


@pytest.fixture
def heads(
    app: Flask, session: Session, config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A trail of three acts more, and one head of it."""
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    for number in range(3):
        trail.write(session, "command", "x.y", f"z:{number}")
    session.commit()
    path = tmp_path / "heads.jsonl"
    assert run("head", "--out", str(path)).exit_code == 0
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def tamper(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        for each in lifted("sqlite"):
            connection.execute(text(each))
        connection.execute(text(statement))


def test_a_trail_that_only_grew_fits_all_its_heads(heads: Path, session: Session) -> None:
    trail.write(session, "command", "x.y", "z:9")
    session.commit()
    assert run("head", "--out", str(heads)).exit_code == 0
    assert len(heads.read_text().splitlines()) == 2
    assert run("verify", "--head", str(heads)).output == "The trail is whole.\n"
    assert run("verify").output == "The trail is whole.\n"


def test_a_trail_whose_end_was_cut_off_is_found_out(heads: Path, engine: Engine) -> None:
    tamper(engine, "DELETE FROM trail WHERE number = (SELECT max(number) FROM trail)")
    assert run("verify").exit_code == 0, "the chain alone cannot know"
    result = run("verify", "--head", str(heads))
    assert result.exit_code == 1
    assert "ends before this head" in result.output


def test_a_trail_that_was_made_anew_is_found_out(
    heads: Path, engine: Engine, session: Session
) -> None:
    tamper(engine, "DELETE FROM trail")
    for number in range(20):
        trail.write(session, "command", "x.y", f"other:{number}")
    session.commit()
    assert run("verify").exit_code == 0
    assert "another one" in run("verify", "--head", str(heads)).output


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("nonsense", "no head"),
        ("[]", "no head"),
        ('{"at": "x", "number": 1, "hash": "y"}', "no head"),
        ('{"at": "x", "number": 1, "hash": "y", "mac": "z"}', "not signed"),
    ],
)
def test_a_line_that_is_not_ours_is_refused(heads: Path, line: str, why: str) -> None:
    with heads.open("a") as file:
        file.write(f"{line}\n")
    assert why in run("verify", "--head", str(heads)).output


def test_a_head_cannot_be_moved(heads: Path) -> None:
    told = json.loads(heads.read_text())
    heads.write_text(json.dumps({**told, "number": told["number"] - 1}))
    assert "not signed" in run("verify", "--head", str(heads)).output


def test_an_empty_file_or_none_proves_nothing(heads: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    assert run("verify", "--head", str(tmp_path / "empty")).exit_code == 1
    assert run("verify", "--head", str(tmp_path / "missing")).exit_code == 1


def test_a_chain_that_is_broken_says_so_first(heads: Path, engine: Engine) -> None:
    tamper(engine, "UPDATE trail SET actor = 'nobody' WHERE number = 1")
    assert "it was changed" in run("verify", "--head", str(heads)).output


def test_an_empty_trail_has_no_head(heads: Path, engine: Engine, tmp_path: Path) -> None:
    tamper(engine, "DELETE FROM trail")
    assert "empty" in run("head", "--out", str(tmp_path / "other")).output
