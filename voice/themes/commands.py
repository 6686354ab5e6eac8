"""Read comments from the command line: `voice analyse`, with no database, app or network."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from voice.config import Config
from voice.questions.kinds import Kind
from voice.questions.sets import Question
from voice.questions.shelf import library
from voice.safety.screen import KINDS, Concern
from voice.storage.session import open_engine
from voice.themes import in_use, learnt, meaning, recount
from voice.themes.meaning import Meaning
from voice.themes.pipeline import Reading, read

#: Exit code when at least one line could not be read.
SOME_LINES_BAD = 2


class BadLineError(ValueError):
    """A line is not a comment; the message says why."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One line of the input."""

    id: str | int
    text: str
    lang: str | None = None
    question: str | None = None


@click.group()
def themes() -> None:
    """What the themes are found by."""


@themes.command("learn")
@click.option("--to", type=click.Path(path_type=Path), default=learnt.SHIPPED, help="The file.")
def learn(to: Path) -> None:
    """Learn again from the examples, after they were corrected; takes minutes."""
    if reason := meaning.why_not():
        raise click.ClickException(reason)
    click.echo(f"{to}: {learnt.write(to):,} bytes")


@themes.command("recount")
@click.option("--check", is_flag=True, help="Only say what is wrong; exit 1 where anything is.")
def count_again(check: bool) -> None:
    """Hold the counts of the board against the answers, and mend them."""
    engine = open_engine(Config.from_environment().main_database)
    with in_use.of(engine):
        if check:
            with Session(engine.execution_options(writing=False)) as reading:
                wrong = recount.check(reading)
        else:
            wrong = recount.repair(engine)
    found = f"{wrong.responses} answers and {wrong.counts} counts were wrong"
    if wrong and check:
        raise click.ClickException(f"{found}: run `voice themes recount`.")
    click.echo(f"{found}; they are mended." if wrong else "Every count is right.")


@click.command("analyse")
@click.option("--no-meaning", is_flag=True, help="Phrases alone, even where likeness is installed.")
@click.option("--relearn", is_flag=True, help="Learn from the examples first; takes minutes.")
@click.pass_context
def analyse(context: click.Context, no_meaning: bool, relearn: bool) -> None:
    """Find the language, themes, feeling and concerns of comments.

    Reads JSON lines {"id", "text", "lang"?, "question"?} from standard input and writes one JSON
    line for each, in the same order. "question" is the id or the words of one of our questions. A
    line that cannot be read is named on standard error, the others are answered, and the exit code
    is 2.
    """
    known = None if no_meaning else _learnt(relearn)
    bad = False
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            comment = comment_of(line)
        except BadLineError as wrong:
            bad = True
            click.echo(f"Line {number}: {wrong}", err=True)
            continue
        click.echo(json.dumps(answer_of(comment, known)))
    if bad:
        context.exit(SOME_LINES_BAD)


def _learnt(relearn: bool) -> Meaning | None:
    known = meaning.learn() if relearn and meaning.available() else learnt.shipped()
    if known is None:
        click.echo(f"Phrases alone: {learnt.why_not_shipped()}", err=True)
    return known


def comment_of(line: bytes) -> Comment:
    """The comment on a line; BadLineError says what is wrong with it."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise BadLineError(f"is not JSON in UTF-8 ({wrong})") from wrong
    if not isinstance(raw, dict):
        raise BadLineError("is not a JSON object")
    if not isinstance(raw.get("id"), str | int):
        raise BadLineError('has no "id" that is a string or a number')
    if not isinstance(raw.get("text"), str):
        raise BadLineError('has no "text" that is a string')
    lang, question = _optional(raw, "lang"), _optional(raw, "question")
    return Comment(raw["id"], raw["text"], lang, question)


def _optional(raw: Mapping[str, Any], key: str) -> str | None:
    value = raw.get(key)
    if value is not None and not isinstance(value, str):
        raise BadLineError(f'has a "{key}" that is not a string')
    return value or None


def answer_of(comment: Comment, known: Meaning | None = None) -> dict[str, Any]:
    """What is written for a comment; spans are character offsets into its text."""
    asked = _questions().get(comment.question or "")
    theme = asked.theme if asked else None
    polarity = asked.polarity if asked and asked.kind is Kind.OPEN else None
    reading = read(comment.text, comment.lang, theme, polarity, learnt=known)
    return {
        "id": comment.id,
        "lang": reading.lang,
        "themes": [coding.theme for coding in reading.themes],
        "feeling": reading.feeling,
        "concern": _gravest(reading.concerns),
        "reasons": _reasons(reading),
    }


def _gravest(concerns: tuple[Concern, ...]) -> str | None:
    """The kind to show first: alerts before requests, each in the order of the safety list."""
    return min((concern.kind for concern in concerns), key=KINDS.index, default=None)


def _reasons(reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"concern": each.kind, **_evidence(each.source, each.start, each.end, each.score)}
        for each in reading.concerns
    ]
    return found + [
        {"theme": each.theme, **_evidence(each.source, each.start, each.end, each.score)}
        for each in reading.themes
    ]


def _evidence(source: str, start: int | None, end: int | None, score: float) -> dict[str, Any]:
    return {
        "source": source,
        "span": None if start is None else [start, end],
        "score": round(score, 3),
    }


@cache
def _questions() -> Mapping[str, Question]:
    """Our questions by id and by their words; of two under one id, the first."""
    found: dict[str, Question] = {}
    for each in library().values():
        for question in each.questions:
            found.setdefault(question.id, question)
            found.setdefault(question.text, question)
    return found
