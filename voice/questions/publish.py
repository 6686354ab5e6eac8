"""Publish a question set: freeze its exact words in each language, once and for good.

An answer points to the words that were on the child's screen. Changed words are a new version; a
language that joins later is added to the version, and changes nothing in the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.questions.frozen import as_plain, fingerprint, from_plain
from voice.questions.models import PublishedSet, PublishedWords
from voice.questions.sets import QuestionSet, Translate, in_words
from voice.storage import trail
from voice.storage.types import now

#: Thawed sets by their fingerprint: published words never change, so this is never stale.
_THAWED: Final[dict[str, QuestionSet]] = {}
#: Where a session keeps the fingerprints it has asked for.
_MARKS: Final = "published fingerprints"


class AlreadyPublished(ValueError):
    """This version exists with other words; raise the version to change them."""


class NotPublished(LookupError):
    """There is no such published set."""


def publish(
    session: Session, whole: QuestionSet, languages: Mapping[str, Translate], actor: str
) -> PublishedSet:
    """Freeze `whole` in `languages`; AlreadyPublished if this version has other words."""
    published = session.scalar(select(PublishedSet).filter_by(key=whole.key, version=whole.version))
    if published is None:
        published = PublishedSet(key=whole.key, version=whole.version, published_at=now())
        session.add(published)
        session.flush()
    added = [
        code for code, said in languages.items() if _freeze(session, published, whole, code, said)
    ]
    if added:
        subject = f"set:{whole.key}"
        trail.write(
            session, actor, "questions.published", subject, version=whole.version, languages=added
        )
    return published


def _freeze(
    session: Session, published: PublishedSet, whole: QuestionSet, code: str, said: Translate
) -> bool:
    plain = as_plain(in_words(whole, said))
    mark = fingerprint(plain)
    found = session.get(PublishedWords, (published.id, code))
    if found is None:
        session.add(
            PublishedWords(
                set_id=published.id,
                language=code,
                frozen_at=now(),
                words=plain,
                fingerprint=mark,
            )
        )
    elif found.fingerprint != mark:
        raise AlreadyPublished(f"{whole.key} {whole.version} has other words in {code}")
    return found is None


def newest(session: Session, key: str) -> PublishedSet:
    """The highest published version of a set; NotPublished when there is none."""
    found = session.scalar(
        select(PublishedSet).filter_by(key=key).order_by(PublishedSet.version.desc()).limit(1)
    )
    if found is None:
        raise NotPublished(f"no version of {key} is published")
    return found


def worded(session: Session, set_id: int, language: str) -> QuestionSet:
    """A published set as frozen in this language; NotPublished when it never was."""
    mark = _mark(session, set_id, language)
    if mark not in _THAWED:
        row = session.get_one(PublishedWords, (set_id, language))
        _THAWED[mark] = from_plain(row.words)
    return _THAWED[mark]


def _mark(session: Session, set_id: int, language: str) -> str:
    """The fingerprint of these words, asked for once in a session: they never change."""
    known: dict[int, dict[str, str]] = session.info.setdefault(_MARKS, {})
    if language not in known.get(set_id, {}):
        query = select(PublishedWords.language, PublishedWords.fingerprint).filter_by(set_id=set_id)
        known[set_id] = {row[0]: row[1] for row in session.execute(query)}
    if language not in known[set_id]:
        raise NotPublished(f"set {set_id} is not published in {language}")
    return known[set_id][language]


def languages_of(session: Session, set_id: int) -> tuple[str, ...]:
    """Codes of the languages in which this set is published."""
    query = select(PublishedWords.language).filter_by(set_id=set_id).order_by("language")
    return tuple(session.scalars(query))
