"""Every text of the product reaches its catalogue, and the check notices what does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner

from voice.i18n import commands, extract
from voice.questions.shelf import library


@pytest.fixture
def found() -> dict[str, Catalog]:
    """The templates of both catalogues."""
    return extract.catalogues()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Translations of one's own."""
    folder = tmp_path / "translations"
    shutil.copytree(extract.TRANSLATIONS, folder)
    monkeypatch.setattr(extract, "TRANSLATIONS", folder)
    return folder


def test_every_question_and_option_is_in_the_childs_catalogue(found: dict[str, Catalog]) -> None:
    missing = []
    for each in library().values():
        for question in each.questions[:-1]:
            texts = [question.text, question.help, *(option.text for option in question.options)]
            missing += [text for text in texts if text and text not in found["child"]]
    assert missing == []


def test_the_childs_screens_and_the_staffs_are_kept_apart(found: dict[str, Catalog]) -> None:
    assert "Send my answers" in found["child"]
    assert "Send my answers" not in found["messages"]
    assert "You are signed out." in found["messages"]


def test_the_same_words_are_the_same_bytes() -> None:
    first, second = (extract.written(extract.catalogues()["child"]) for _ in range(2))
    assert first == second
    assert b"POT-Creation-Date" not in first


def test_a_catalogue_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert len(extract.read(tmp_path / "none.po", "pl")) == 0


def test_extract_and_update_leave_nothing_to_do(own: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(commands.i18n, ["extract"]).exit_code == 0
    assert runner.invoke(commands.i18n, ["update"]).exit_code == 0
    before = {path: path.read_bytes() for path in own.rglob("*.po*")}
    runner.invoke(commands.i18n, ["extract"])
    runner.invoke(commands.i18n, ["update"])
    assert {path: path.read_bytes() for path in own.rglob("*.po*")} == before


def test_a_stale_template_is_noticed(own: Path) -> None:
    extract.template_path("child").write_bytes(extract.written(Catalog()))
    result = CliRunner().invoke(commands.i18n, ["check"])
    assert result.exit_code == 1
    assert "child.pot is not up to date" in result.output


def test_a_missing_translation_is_noticed_by_its_text(own: Path) -> None:
    path = extract.catalogue_path("child", "pl")
    catalogue = extract.read(path, "pl")
    catalogue["Send my answers"].string = ""
    path.write_bytes(extract.written(catalogue))
    result = CliRunner().invoke(commands.i18n, ["check"])
    assert result.exit_code == 1
    assert "pl: not translated: 'Send my answers'" in result.output


def test_a_lost_placeholder_is_noticed(own: Path) -> None:
    path = extract.catalogue_path("child", "pl")
    catalogue = extract.read(path, "pl")
    catalogue["%(here)s of %(total)s"].string = "%(here)s"
    path.write_bytes(extract.written(catalogue))
    result = CliRunner().invoke(commands.i18n, ["check"])
    assert "pl: placeholders differ: '%(here)s of %(total)s'" in result.output


def test_the_status_has_a_line_for_each_language(own: Path) -> None:
    result = CliRunner().invoke(commands.i18n, ["status"])
    assert result.exit_code == 0
    for code in ("en", "ar", "pl", "so"):
        assert any(line.startswith(code) for line in result.output.splitlines())
