"""What an officer says of a theme: it is right, it is not, or it was missed; and taking that back.

Each act stands in the trail and changes the counts in the same transaction. The words are not
opened here: a verdict points to a place in them. One person at a time decides on one answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.answers.kept import Response
from voice.storage import trail
from voice.storage.types import now
from voice.themes import recount
from voice.themes.codebook import CONTROLS, codebook
from voice.themes.models import Coding, HandCoding

_SURE = 1.0


class NoSuchCoding(LookupError):
    """There is no such theme in this answer, or the answer is gone."""


def keep(session: Session, response_id: str, coding_id: int, officer: int) -> None:
    """It is right; NoSuchCoding."""
    _decide(session, response_id, coding_id, "kept", officer)


def remove(session: Session, response_id: str, coding_id: int, officer: int) -> None:
    """It is not; NoSuchCoding."""
    _decide(session, response_id, coding_id, "removed", officer)


def undo(session: Session, response_id: str, coding_id: int, officer: int) -> None:
    """As if nothing had been said of it; what a person added goes away. NoSuchCoding."""
    coding = _coding(session, response_id, coding_id)
    if coding.source == "person":
        session.delete(coding)
    coding.verdict, coding.decided_by, coding.decided_at = None, None, None
    _done(session, "undone", coding, officer)


def add(
    session: Session,
    response_id: str,
    question: str,
    theme: str,
    span: tuple[int, int],
    officer: int,
) -> Coding:
    """This theme is in these words of an answer, too; NoSuchCoding for what does not exist.

    Where it was found there already, it is kept.
    """
    if theme not in {each.key for each in codebook().themes}:
        raise NoSuchCoding(theme)
    _hold(session, response_id)
    found = session.scalars(
        select(Coding)
        .filter_by(response_id=response_id, question=question, theme=theme)
        .where(Coding.start.is_not(None))
    ).first()
    if found is not None:
        _say(found, "kept", officer)
        _done(session, "kept", found, officer)
        return found
    made = Coding(
        response_id=response_id,
        question=question,
        theme=theme,
        source="person",
        start=span[0],
        end=span[1],
        score=_SURE,
        codebook=codebook().version,
        change=codebook().change,
        sure=True,
    )
    _say(made, "added", officer)
    session.add(made)
    _done(session, "added", made, officer)
    return made


def all_right(session: Session, response_id: str, question: str, officer: int) -> None:
    """What counts in this answer is right as it stands, and what is unsure is not; NoSuchCoding."""
    _hold(session, response_id)
    mine = own_words(session, response_id, question)
    if not mine:
        raise NoSuchCoding(question)
    found = _found(mine)
    for each in mine:
        if each.verdict is None and each.theme not in CONTROLS:
            _say(each, "kept" if each.sure else "removed", officer)
    themes = sorted({each.theme for each in mine if each.counts and each.theme not in CONTROLS})
    by_hand(session, "first", (response_id, question), officer, themes, found)
    recount.refresh(session, [response_id])
    trail.write(
        session,
        f"worker:{officer}",
        "themes.checked",
        f"response:{response_id}",
        question=question,
        themes=themes,
    )


def by_hand(
    session: Session,
    kind: str,
    place: tuple[str, str],
    officer: int,
    themes: Iterable[str],
    found: Iterable[str],
) -> None:
    """Keep what one person saw in one answer, once for each kind of looking."""
    row = session.get(HandCoding, (*place, kind))
    if row is None:
        row = HandCoding(response_id=place[0], question=place[1], kind=kind)
        session.add(row)
    row.by, row.at = officer, now()
    row.themes, row.found = sorted(themes), sorted(found)


def own_words(session: Session, response_id: str, question: str) -> list[Coding]:
    """All that was found or added in the words of one answer."""
    mine = select(Coding).filter_by(response_id=response_id, question=question)
    return list(session.scalars(mine.where(Coding.start.is_not(None)).order_by(Coding.id)))


def found_alone(session: Session, response_id: str, question: str) -> list[str]:
    """The themes that we found without a person, and were sure of."""
    return _found(own_words(session, response_id, question))


def _found(codings: Iterable[Coding]) -> list[str]:
    ours = (each for each in codings if each.source != "person" and each.sure)
    return sorted({each.theme for each in ours if each.theme not in CONTROLS})


def _decide(session: Session, response_id: str, coding_id: int, verdict: str, officer: int) -> None:
    coding = _coding(session, response_id, coding_id)
    if coding.source == "person" and verdict == "removed":
        undo(session, response_id, coding_id, officer)
        return
    if coding.source != "person":
        _say(coding, verdict, officer)
        _done(session, verdict, coding, officer)


def _coding(session: Session, response_id: str, coding_id: int) -> Coding:
    _hold(session, response_id)
    found = session.get(Coding, coding_id, populate_existing=True)
    if found is None or found.response_id != response_id or found.start is None:
        raise NoSuchCoding(str(coding_id))
    return found


def _hold(session: Session, response_id: str) -> None:
    """No worker reads it anew and nobody else decides meanwhile."""
    mine = select(Response.id).where(Response.id == response_id).with_for_update()
    if session.scalar(mine) is None:
        raise NoSuchCoding(response_id)


def _say(coding: Coding, verdict: str, officer: int) -> None:
    coding.verdict, coding.decided_by, coding.decided_at = verdict, officer, now()


def _done(session: Session, act: str, coding: Coding, officer: int) -> None:
    recount.refresh(session, [coding.response_id])
    trail.write(
        session,
        f"worker:{officer}",
        f"themes.{act}",
        f"response:{coding.response_id}",
        question=coding.question,
        theme=coding.theme,
    )
