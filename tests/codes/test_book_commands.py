"""The codebook on the command line: out to a file, in from one, looked at before it is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import a_response
from voice.cli import main
from voice.config import Config
from voice.storage.keystore import Keystore
from voice.themes.codebook_models import CodebookChange

Run = Callable[..., Result]
NEW = 'key,title,line,phrases en\n,Wifi,The internet.,"wifi\ninternet"\n'


@pytest.fixture
def run(config: Config, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    monkeypatch.setenv("VOICE_DEMO", "1")

    def _run(*words: str) -> Result:
        return CliRunner().invoke(main, ["codebook", *words])

    return _run


def test_a_file_is_looked_at_and_then_brought_in(
    run: Run, session: Session, keystore: Keystore, tmp_path: Path
) -> None:
    a_response(session, keystore, "There is no wifi here.")
    file = tmp_path / "codes.csv"
    file.write_text(NEW, "utf-8")
    looked = run("import", str(file), "--preview")
    assert "New code: “Wifi”: The internet." in looked.output
    assert "This change moves 1 answers." in looked.output
    assert "local_wifi: 1 more, 0 fewer" in looked.output
    assert session.scalars(select(CodebookChange)).all() == []
    session.rollback()
    done = run("import", str(file), "--apply", "--why", "They ask for it")
    assert "Change 1 is made." in done.output
    row = session.scalars(select(CodebookChange)).one()
    assert (row.by, row.why, row.kind) == ("command", "They ask for it", "add")
    session.rollback()
    again = run("import", str(file))
    assert again.exit_code == 1
    assert "Nothing would change." in again.output


def test_the_codebook_is_written_to_a_file_or_to_the_screen(run: Run, tmp_path: Path) -> None:
    assert "key" in run("export").output[:10]
    file = tmp_path / "book.qdc"
    assert "20 codes" in run("export", "--format", "qdc", "--to", str(file)).output
    assert file.read_bytes().startswith(b"<?xml")


def test_what_is_wrong_is_said_and_nothing_is_made(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("key,title\n,\nx,\n", "utf-8")
    wrong = run("import", str(file))
    assert wrong.exit_code == 1
    assert "Row 3: Give it a title." in wrong.output
    assert run("import", str(file), "--apply").exit_code == 2
    assert run("import", str(file), "--apply", "--preview").exit_code == 2
