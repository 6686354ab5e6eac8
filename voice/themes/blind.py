"""Code an answer without seeing what was found: the second reader, and the sample for measuring.

One in ten of the answers that one officer checked goes to another, who sees the words alone; so
does a sample drawn by chance from all answers with words. What chance draws depends on a number
only: the same sample comes again until it is done.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from voice.answers.kept import Response
from voice.answers.reach import Reach
from voice.answers.wanted import Wanted, conditions
from voice.storage import trail
from voice.themes import agreement, deciding
from voice.themes.agreement import Kappa, Rightness
from voice.themes.codebook import codebook
from voice.themes.deciding import NoSuchCoding
from voice.themes.models import Coding, HandCoding

#: As many answers as one audit draws.
SAMPLE = 50
#: One in so many checked answers is read by a second person.
_ONE_IN = 10
KINDS = ("second", "audit")


def waiting(session: Session, kind: str, officer: int, reach: Reach) -> list[tuple[str, str]]:
    """Answers that this officer could read blind now."""
    if kind == "second":
        return _for_second(session, officer, reach)
    return _for_audit(session, reach)


def done(session: Session, kind: str) -> int:
    """How many were read so."""
    query = select(func.count()).select_from(HandCoding).where(HandCoding.kind == kind)
    return session.scalar(query) or 0


def save(
    session: Session, kind: str, place: tuple[str, str], themes: Sequence[str], officer: int
) -> None:
    """Keep what this reader saw; NoSuchCoding where the answer or a theme is not there."""
    known = {each.key for each in codebook().themes}
    if not set(themes) <= known or not deciding.own_words(session, *place):
        raise NoSuchCoding(place[1])
    found = deciding.found_alone(session, *place)
    deciding.by_hand(session, kind, place, officer, themes, found)
    subject, actor = f"response:{place[0]}", f"worker:{officer}"
    trail.write(session, actor, f"themes.read_{kind}", subject, question=place[1])


def kappas(session: Session) -> tuple[Kappa, ...]:
    """How far first and second readers agree, theme by theme."""
    first, second = aliased(HandCoding), aliased(HandCoding)
    rows = session.execute(
        select(first.themes, second.themes)
        .join(
            second,
            (first.response_id == second.response_id) & (first.question == second.question),
        )
        .where(first.kind == "first", second.kind == "second")
    )
    return agreement.kappas(_keys(), [(_counted(row[0]), _counted(row[1])) for row in rows])


def measured(session: Session) -> tuple[Rightness, ...]:
    """How right we were in the sample, theme by theme, with intervals."""
    audits = select(HandCoding.found, HandCoding.themes).where(HandCoding.kind == "audit")
    pairs = [(_counted(row[0]), _counted(row[1])) for row in session.execute(audits)]
    return agreement.rightness(_keys(), pairs)


def _keys() -> list[str]:
    return [each.key for each in codebook().themes]


def _counted(themes: Sequence[str]) -> list[str]:
    """As they are counted now: a theme may have been merged since."""
    return sorted({codebook().counted(each) for each in themes})


def _for_second(session: Session, officer: int, reach: Reach) -> list[tuple[str, str]]:
    second = aliased(HandCoding)
    rows = session.execute(
        select(HandCoding.response_id, HandCoding.question)
        .join(Response, Response.id == HandCoding.response_id)
        .outerjoin(
            second,
            (second.response_id == HandCoding.response_id)
            & (second.question == HandCoding.question)
            & (second.kind == "second"),
        )
        .where(HandCoding.kind == "first", HandCoding.by != officer, second.kind.is_(None))
        .where(*conditions(Wanted(reach=reach), ""))
        .order_by(HandCoding.at, HandCoding.response_id, HandCoding.question)
    )
    return [(row[0], row[1]) for row in rows if _drawn(row[0], row[1])]


def _drawn(response_id: str, question: str) -> bool:
    mark = hashlib.sha256(f"{response_id}|{question}".encode()).digest()
    return mark[0] % _ONE_IN == 0


def _for_audit(session: Session, reach: Reach) -> list[tuple[str, str]]:
    """What is left of the sample: answers met first from places that chance names."""
    left = SAMPLE - done(session, "audit") % SAMPLE
    draw = Random(done(session, "audit") // SAMPLE)  # noqa: S311 - a sample, not a secret
    chosen: dict[tuple[str, str], None] = {}
    for _ in range(3 * SAMPLE):  # several may point to the same answer
        if len(chosen) == left:
            break
        place = _from(session, str(uuid.UUID(int=draw.getrandbits(128))), reach)
        if place is not None:
            chosen[place] = None
    return list(chosen)


def _from(session: Session, threshold: str, reach: Reach) -> tuple[str, str] | None:
    read = select(HandCoding.response_id).where(HandCoding.kind == "audit")
    row = session.execute(
        select(Coding.response_id, Coding.question)
        .join(Response, Response.id == Coding.response_id)
        .where(Coding.start.is_not(None), Coding.response_id >= threshold)
        .where(Coding.response_id.not_in(read), *conditions(Wanted(reach=reach), ""))
        .order_by(Coding.response_id, Coding.question)
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None
