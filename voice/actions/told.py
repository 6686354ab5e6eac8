"""Tell children how it ended: close an action with a sentence, and put it into their languages.

A sentence counts in a language once somebody who speaks it has checked it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.actions import promise
from voice.actions.models import Action, Sentence
from voice.storage import trail

OUTCOMES = ("did", "could_not")


@dataclass(frozen=True, slots=True)
class Ending:
    """How an action ended, with its evidence and what children are told."""

    #: One of OUTCOMES.
    outcome: str
    evidence: str
    you_said: str
    we_did: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One "you said, we did", as everybody may read it."""

    action_id: int
    theme: str
    outcome: str
    closed_at: datetime
    #: The language it is told in: the reader's where there is a checked sentence, else the home's.
    language: str
    you_said: str
    we_did: str


class NothingToTell(ValueError):
    """An action cannot close without evidence and a sentence for the children."""


def close(
    session: Session, by: int, action_id: int, ending: Ending, home: str, at: datetime
) -> None:
    """Close it and keep the sentence in the language of the house, which its writer vouches for."""
    action = promise.of(session, action_id)
    needed = (ending.evidence, ending.you_said, ending.we_did)
    if ending.outcome not in OUTCOMES or not all(each.strip() for each in needed):
        raise NothingToTell(action_id)
    action.state, action.outcome, action.evidence = "closed", ending.outcome, ending.evidence
    action.closed_at, action.closed_by = at, by
    sentence = _sentence(session, action_id, home, by, at)
    sentence.you_said, sentence.we_did = ending.you_said, ending.we_did
    sentence.state, sentence.checked_by, sentence.checked_at = "checked", by, at
    session.flush()
    promise.note(session, action, by, at, "closed")
    _trace(session, by, "actions.closed", action_id, outcome=ending.outcome)


def translate(
    session: Session,
    by: int,
    action_id: int,
    language: str,
    you_said: str,
    we_did: str,
    at: datetime,
) -> None:
    """A draft in another language; what was checked before is a draft again."""
    closed(session, action_id)
    if not (you_said.strip() and we_did.strip()):
        raise NothingToTell(action_id)
    sentence = _sentence(session, action_id, language, by, at)
    sentence.you_said, sentence.we_did = you_said, we_did
    sentence.by, sentence.at, sentence.state = by, at, "draft"
    sentence.checked_as = sentence.checked_by = sentence.checked_at = None
    session.flush()
    _trace(session, by, "actions.translated", action_id, language=language)


def check(
    session: Session, by: int, action_id: int, language: str, checked_as: str, at: datetime
) -> None:
    """A speaker has checked it: `checked_as` says who, and how they know the language."""
    sentence = session.get(Sentence, (action_id, language))
    if sentence is None or not checked_as.strip():
        raise NothingToTell(action_id)
    sentence.state, sentence.checked_as = "checked", checked_as.strip()
    sentence.checked_by, sentence.checked_at = by, at
    session.flush()
    _trace(session, by, "actions.sentence_checked", action_id, language=language)


def closed(session: Session, action_id: int) -> Action:
    """An action that has ended; NoSuchAction."""
    action = session.get(Action, action_id)
    if action is None or action.state != "closed":
        raise promise.NoSuchAction(action_id)
    return action


def sentences(session: Session, action_ids: Sequence[int]) -> dict[int, dict[str, Sentence]]:
    """Sentences by action and language."""
    found: dict[int, dict[str, Sentence]] = {each: {} for each in action_ids}
    for each in session.scalars(select(Sentence).where(Sentence.action_id.in_(action_ids))):
        found[each.action_id][each.language] = each
    return found


def answers(session: Session, language: str, home: str, form: str = "") -> tuple[Answer, ...]:
    """What changed, the newest first, in this language where that was checked.

    With a form ("CP"), what is about it or about every form.
    """
    wanted = select(Action).where(Action.state == "closed")
    if form:
        wanted = wanted.where(Action.form.in_(("", form)))
    ended = session.scalars(wanted.order_by(Action.closed_at.desc(), Action.id.desc())).all()
    known = sentences(session, [each.id for each in ended])
    found = (_answer(each, known[each.id], language, home) for each in ended)
    return tuple(each for each in found if each is not None)


def _answer(action: Action, known: dict[str, Sentence], language: str, home: str) -> Answer | None:
    mine = known.get(language)
    told = mine if mine is not None and mine.state == "checked" else known.get(home)
    if told is None or action.closed_at is None or action.outcome is None:
        return None
    return Answer(
        action.id,
        action.theme,
        action.outcome,
        action.closed_at,
        told.language,
        told.you_said,
        told.we_did,
    )


def _sentence(session: Session, action_id: int, language: str, by: int, at: datetime) -> Sentence:
    found = session.get(Sentence, (action_id, language))
    if found is None:
        found = Sentence(action_id=action_id, language=language, by=by, at=at, state="draft")
        session.add(found)
    return found


def _trace(session: Session, by: int, act: str, action_id: int, **detail: object) -> None:
    trail.write(session, f"worker:{by}", act, f"action:{action_id}", **detail)
