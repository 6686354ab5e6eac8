"""Published words never change: an answer always points to what was on the child's screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.build import LANGUAGES
from voice.config import Config
from voice.questions.commands import questions
from voice.questions.models import PublishedSet, PublishedWords
from voice.questions.publish import (
    AlreadyPublished,
    NotPublished,
    languages_of,
    newest,
    publish,
    worded,
)
from voice.questions.sets import QuestionSet
from voice.questions.shelf import library
from voice.storage import trail


def _shouted(text: str) -> str:
    return text.upper()


def _as_it_is(text: str) -> str:
    return text


@pytest.fixture
def whole() -> QuestionSet:
    """A set that nobody published."""
    return replace(library()["GS-P"], key="T-1")


def test_a_set_is_read_back_in_the_words_it_was_published_in(
    either_engine: str, session: Session, whole: QuestionSet
) -> None:
    made = publish(session, whole, {"en": _as_it_is, "ar": _shouted}, "test")
    session.commit()
    assert worded(session, made.id, "en") == whole
    assert worded(session, made.id, "ar").title == whole.title.upper()
    assert languages_of(session, made.id) == ("ar", "en")


def test_publishing_again_changes_nothing(session: Session, whole: QuestionSet) -> None:
    first = publish(session, whole, {"en": _as_it_is}, "test")
    entries = session.scalar(select(func.count()).select_from(trail.TrailEntry))
    assert publish(session, whole, {"en": _as_it_is}, "test").id == first.id
    assert session.scalar(select(func.count()).select_from(trail.TrailEntry)) == entries


def test_other_words_under_the_same_version_are_refused(
    session: Session, whole: QuestionSet
) -> None:
    publish(session, whole, {"en": _as_it_is}, "test")
    with pytest.raises(AlreadyPublished, match="T-1 1 has other words in en"):
        publish(session, replace(whole, title="Changed"), {"en": _as_it_is}, "test")


def test_changed_words_are_a_new_version_and_the_old_one_stays(
    session: Session, whole: QuestionSet
) -> None:
    old = publish(session, whole, {"en": _as_it_is}, "test")
    later = replace(whole, version=2, title="Changed")
    new = publish(session, later, {"en": _as_it_is}, "test")
    assert newest(session, "T-1").id == new.id
    assert worded(session, old.id, "en").title == whole.title
    assert worded(session, new.id, "en").title == "Changed"


def test_a_language_that_joins_later_changes_nothing_in_the_others(
    session: Session, whole: QuestionSet
) -> None:
    made = publish(session, whole, {"en": _as_it_is}, "test")
    before = session.get_one(PublishedWords, (made.id, "en")).frozen_at
    publish(session, whole, {"en": _as_it_is, "pl": _shouted}, "test")
    assert languages_of(session, made.id) == ("en", "pl")
    assert session.get_one(PublishedWords, (made.id, "en")).frozen_at == before


def test_the_trail_says_who_published_what(session: Session, whole: QuestionSet) -> None:
    publish(session, whole, {"en": _as_it_is}, "worker:7")
    entry = session.scalars(select(trail.TrailEntry).filter_by(subject="set:T-1")).one()
    assert (entry.actor, entry.act) == ("worker:7", "questions.published")
    assert entry.detail == {"version": 1, "languages": ["en"]}


def test_what_was_never_published_is_not_found(session: Session, whole: QuestionSet) -> None:
    with pytest.raises(NotPublished):
        newest(session, "T-1")
    made = publish(session, whole, {"en": _as_it_is}, "test")
    with pytest.raises(NotPublished):
        worded(session, made.id, "xx")


def test_the_library_is_published_in_every_language(session: Session) -> None:
    for key in library():
        assert languages_of(session, newest(session, key).id) == tuple(sorted(LANGUAGES))


def test_the_command_publishes_the_library(
    session: Session, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = session.scalar(select(func.count()).select_from(PublishedSet))
    session.rollback()
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    result = CliRunner().invoke(questions, ["publish"])
    assert result.exit_code == 0, result.output
    assert "GS-P version 1" in result.output
    assert session.scalar(select(func.count()).select_from(PublishedSet)) == before


def test_the_command_counts_the_questions_of_each_set() -> None:
    result = CliRunner().invoke(questions, ["check"])
    assert result.exit_code == 0
    assert all(key in result.output for key in library())
