"""Learn again from what officers said, keep it only if it is no worse, and go back at will.

Run by the worker when nothing else waits, or by a person. What is kept, sealed, is which answers
were corrected and to which themes; the words are read again from the answers when a worker begins,
and the head is learnt from those that are still there. An answer taken back is forgotten.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete, or_, select
from sqlalchemy.orm import Session, selectinload

from voice.answers.kept import Response
from voice.answers.read import texts_for_coding
from voice.storage import keys, trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now
from voice.themes import learning, meaning, taught
from voice.themes.codebook import CONTROLS, shipped
from voice.themes.models import Coding, HandCoding, LearntHead
from voice.themes.taught import Corrected, Told

if TYPE_CHECKING:
    from voice.themes.meaning import Meaning

#: As many new corrections as make learning again worth reading every answer again.
ENOUGH = 20
#: As many heads as one can go back to.
_KEPT = 20
_PURPOSE = "themes.heads"


def corrections(session: Session) -> tuple[Corrected, ...]:
    """Every answer that a person has looked at, with the themes that hold since."""
    decided = select(Coding.response_id, Coding.question).where(
        Coding.start.is_not(None), or_(Coding.verdict.is_not(None), Coding.source == "person")
    )
    places = {(row[0], row[1]) for row in session.execute(decided)}
    counting = select(Coding.response_id, Coding.question, Coding.theme).where(
        Coding.counts, Coding.start.is_not(None), Coding.theme.not_in(CONTROLS)
    )
    themes: dict[str, set[str]] = {f"{one}|{question}": set() for one, question in places}
    ids = sorted({one for one, _ in places})
    for row in session.execute(counting.where(Coding.response_id.in_(ids))) if ids else ():
        if (row[0], row[1]) in places:
            themes[f"{row[0]}|{row[1]}"].add(row[2])
    for one in session.scalars(select(HandCoding).where(HandCoding.kind != "second")):
        themes[f"{one.response_id}|{one.question}"] = set(one.themes)
    return taught.places({mark: sorted(found) for mark, found in themes.items()})


def in_use(session: Session) -> LearntHead | None:
    """The head that is used; None is the one that comes with this version."""
    found = session.scalars(
        select(LearntHead).where(LearntHead.used_from.is_not(None)).order_by(LearntHead.id.desc())
    ).first()
    return found if found is not None and found.told is not None else None


def is_due(session: Session) -> bool:
    """Whether enough was said since the last time anything was learnt."""
    last = session.scalars(select(LearntHead).order_by(LearntHead.id.desc())).first()
    return len(corrections(session)) >= (last.corrections if last else 0) + ENOUGH


def heads(session: Session) -> Sequence[LearntHead]:
    """What was learnt, newest first."""
    return session.scalars(select(LearntHead).order_by(LearntHead.id.desc()).limit(_KEPT)).all()


def learn(engine: Engine, keystore: Keystore, ours: Meaning, by: str) -> LearntHead | None:
    """Learn from all corrections; used from now on only if no worse. None where there are none.

    `ours` is what comes with this version. Nothing is locked meanwhile.
    """
    with Session(engine.execution_options(writing=False)) as reading:
        told = _told(reading, keystore, ours, corrections(reading))
        used = in_use(reading)
        known = set() if used is None else {each.mark for each in _opened(keystore, used)}
    if not told.corrected:
        return None
    compared = taught.compare(ours.themes, told, known)
    with transaction(engine) as own:
        made = LearntHead(
            at=now(),
            by=by,
            made_from=taught.made_from(meaning.MODEL_ID, shipped().version, told.corrected),
            corrections=len(told.corrected),
            before=compared.before,
            after=compared.after,
        )
        made.told = _sealed(keystore, made.made_from, told.corrected)
        if compared.better:
            _use(own, made)
        else:
            own.add(made)
        _forget(own)
        _trace(own, by, "themes.learnt", made, used=compared.better)
        return made


def go_back(session: Session, head_id: int, by: str) -> bool:
    """Use an earlier head again, or with 0 the one that comes with this version."""
    old = session.get(LearntHead, head_id) if head_id else None
    if head_id and old is None:
        return False
    made = LearntHead(
        at=now(),
        by=by,
        made_from=old.made_from if old else "",
        corrections=old.corrections if old else 0,
        before=old.before if old else 0.0,
        after=old.after if old else 0.0,
        told=old.told if old else None,
    )
    _use(session, made)
    _forget(session)
    _trace(session, by, "themes.went_back", made, to=head_id)
    return True


def apply(engine: Engine, keystore: Keystore, ours: Meaning) -> Meaning:
    """What this installation hears by: ours, with the head in use."""
    with Session(engine.execution_options(writing=False)) as reading:
        used = in_use(reading)
        if used is None:
            return ours
        told = _told(reading, keystore, ours, _opened(keystore, used))
    mine = copy.copy(ours)
    mine.themes = learning.with_more(ours.themes, told.vectors, told.labels)
    return mine


def _use(session: Session, made: LearntHead) -> None:
    running = select(LearntHead).where(
        LearntHead.used_from.is_not(None), LearntHead.used_until.is_(None)
    )
    for each in session.scalars(running):
        each.used_until = now()
    made.used_from = now()
    session.add(made)


def _forget(session: Session) -> None:
    """Those that nobody can go back to, but never the one in use: the last 20 may all be worse."""
    session.flush()
    used = in_use(session)
    kept = [each.id for each in heads(session)] + ([used.id] if used else [])
    session.execute(delete(LearntHead).where(LearntHead.id.not_in(kept)))


def _trace(session: Session, by: str, act: str, made: LearntHead, **more: object) -> None:
    told = {"corrections": made.corrections, "before": made.before, "after": made.after, **more}
    trail.write(session, by, act, f"head:{made.id}", **told)


def _keys() -> list[str]:
    return [each.key for each in shipped().themes]


def _told(
    session: Session, keystore: Keystore, ours: Meaning, corrected: Sequence[Corrected]
) -> Told:
    """Those of these answers that still have words, with what is learnt from them."""
    import numpy as np

    ids = sorted({each.response_id for each in corrected})
    rows = select(Response).where(Response.id.in_(ids)).options(selectinload(Response.answers))
    responses = {each.id: each for each in session.scalars(rows)}
    opened = texts_for_coding(keystore, list(responses.values()))
    here = tuple(each for each in corrected if opened.get(each.response_id, {}).get(each.question))
    texts = [opened[each.response_id][each.question] for each in here]
    languages = [responses[each.response_id].language for each in here]
    vectors = ours.vectors(texts, languages) if here else np.zeros((0, meaning.WIDTH))
    return Told(here, vectors, taught.labels_of(here, _keys()))


def _place(name: str) -> keys.Place:
    # The column's first name, which what was sealed before is bound to.
    return keys.Place("learnt_heads", "weights", name, "heads")


def _sealed(keystore: Keystore, name: str, told: Sequence[Corrected]) -> bytes:
    whole = {"told": {each.mark: each.themes for each in told}}
    return keys.seal(keystore.derived(_PURPOSE), json.dumps(whole).encode(), _place(name))


def _opened(keystore: Keystore, head: LearntHead) -> tuple[Corrected, ...]:
    place = _place(head.made_from)
    whole = keys.open_sealed(keystore.derived(_PURPOSE), head.told or b"", place)
    return taught.places(json.loads(whole)["told"])
