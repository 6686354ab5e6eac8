"""What was learnt comes with this version, is up to date, and is learnt again where it is not."""

from __future__ import annotations

import threading
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from click.testing import CliRunner

from voice.running import _learnt_beside
from voice.themes import learnt, meaning
from voice.themes.commands import themes
from voice.themes.examples import Lists, ours
from voice.themes.meaning import Meaning

installed = pytest.mark.skipif(not meaning.available(), reason=meaning.why_not() or "installed")


def a_few() -> Lists:
    """Enough to learn anything at all from, within seconds."""
    whole = ours()
    return Lists(whole.themed[::300], whole.concerning[::75])


def test_what_is_shipped_is_small() -> None:
    assert learnt.SHIPPED.stat().st_size <= 10_000_000


@installed
def test_what_is_shipped_is_up_to_date() -> None:
    assert learnt.shipped() is not None, learnt.OUT_OF_DATE


@installed
def test_what_is_older_than_its_lists_is_not_used(tmp_path: Path) -> None:
    assert learnt.shipped(tmp_path / "none.npz") is None
    assert meaning.learnt(learnt.SHIPPED, a_few()) is None
    assert learnt.why_not_shipped() == learnt.OUT_OF_DATE


@installed
def test_the_worker_learns_again_beside_the_data_and_keeps_it(tmp_path: Path) -> None:
    again = learnt.beside(tmp_path, lists=a_few())
    assert again is not None
    kept = meaning.learnt(tmp_path / "learnt.npz", a_few())
    assert kept is not None
    said = ["i miss my mum"], ["en"]
    assert kept.themes_of(*said) == again.themes_of(*said)


@installed
def test_the_worker_takes_what_is_shipped(tmp_path: Path) -> None:
    assert isinstance(_learnt_beside(tmp_path, threading.Event()), Meaning)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_that_is_stopped_does_not_wait_for_it(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    _learnt_beside(tmp_path, stop)


def test_without_the_extra_phrases_work_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(meaning, "version", absent)
    meaning.why_not.cache_clear()
    try:
        assert learnt.absent()
        assert learnt.shipped() is None
        assert learnt.beside(tmp_path) is None
        assert "not installed" in learnt.why_not_shipped()
    finally:
        meaning.why_not.cache_clear()


@installed
def test_the_command_writes_what_was_learnt(tmp_path: Path) -> None:
    copy = tmp_path / "learnt.npz"
    copy.write_bytes(learnt.SHIPPED.read_bytes())
    assert learnt.shipped(copy) is not None, learnt.OUT_OF_DATE
    result = CliRunner().invoke(themes, ["learn", "--to", str(copy)])
    assert result.exit_code == 0, result.output
    assert "bytes" in result.output
