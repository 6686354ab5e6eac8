"""Write back to each child who spoke of something, once it is closed: in the child's language.

Who waits is a state, not a queue: a child whose answer carries the theme, who asked for an answer
and was not told of this action yet. So a sentence that is checked late, or an answer that came from
an offline tablet, is told the next time somebody looks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from voice.actions import told
from voice.actions.models import Action, Sentence, Told
from voice.answers import reply
from voice.answers.kept import Consent
from voice.i18n.catalogues import say_in
from voice.i18n.days import span
from voice.storage import trail
from voice.storage.keystore import Keystore, LostKey
from voice.storage.session import transaction
from voice.storage.types import now
from voice.themes.models import Heard

#: As on the page that everybody reads.
_LABELS: Final = {"did": "We did", "could_not": "We could not, because"}
#: Children told in one transaction, so that nobody waits for the database's pen.
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """Children who wait to be told of an action, by language."""

    by_language: Counter[str]

    @property
    def all(self) -> int:
        """How many in all."""
        return self.by_language.total()


def waiting(session: Session, action: Action) -> Waiting:
    """How many children wait to be told of this action."""
    mine = _waiting(action).subquery()
    query = select(mine.c.language, func.count()).group_by(mine.c.language)
    return Waiting(Counter(dict(session.execute(query).all())))


def tell(session: Session, keystore: Keystore, action: Action, most: int = _AT_ONCE) -> int:
    """Tell up to `most` children; how many. Those without a checked sentence go on waiting."""
    found = told.sentences(session, [action.id])[action.id]
    checked = {code: each for code, each in found.items() if each.state == "checked"}
    children = _waiting(action).where(Heard.language.in_(checked)).order_by(Heard.sent_at)
    by, count = action.closed_by or action.made_by, 0
    for response_id, language in session.execute(children).all():
        if count == most:
            break
        text = _text(action, checked[language])
        try:
            reply_id = reply.write(session, keystore, response_id, text, language, by)
        except LostKey:
            continue  # the words were erased: nobody is there to be told
        session.add(Told(action_id=action.id, response_id=response_id, reply_id=reply_id, at=now()))
        count += 1
    session.flush()
    if count:
        trail.write(session, "worker process", "actions.told", f"action:{action.id}", count=count)
    return count


def tell_everybody(engine: Engine, keystore: Keystore) -> int:
    """Tell every child who waits, a few at a time; how many. Any number of workers may do it."""
    with Session(engine.execution_options(writing=False)) as reading:
        ended = list(reading.scalars(select(Action.id).where(Action.state == "closed")))
        ended = [each for each in ended if _can_tell(reading, each)]
    count = 0
    for action_id in ended:
        while done := _tell_apart(engine, keystore, action_id):
            count += done
    return count


def _tell_apart(engine: Engine, keystore: Keystore, action_id: int) -> int:
    with transaction(engine) as own:
        # Locked, so that two workers do not tell the same child twice.
        action = own.get_one(Action, action_id, with_for_update=True)
        return tell(own, keystore, action)


def _can_tell(session: Session, action_id: int) -> bool:
    action = session.get_one(Action, action_id)
    checked = select(Sentence.language).filter_by(action_id=action_id, state="checked")
    ready = _waiting(action).where(Heard.language.in_(checked))
    return session.execute(ready.limit(1)).first() is not None


def _waiting(action: Action) -> Select[str, str]:
    """Ids and languages of the children who wait."""
    done = select(Told.response_id).where(Told.action_id == action.id)
    begins, ends = span(action.since, action.until)
    where = [
        Heard.theme == action.theme,
        Heard.sent_at >= begins,
        Heard.sent_at < ends,
        Consent.answer != "no",
        Heard.response_id.not_in(done),
    ]
    if action.form:
        where.append(Heard.set_key.startswith(f"{action.form}-", autoescape=True))
    return (
        select(Heard.response_id, Heard.language)
        .join(Consent, Consent.response_id == Heard.response_id)
        .where(*where)
    )


def _text(action: Action, sentence: Sentence) -> str:
    """What stands behind the child's receipt."""
    say_did = say_in(sentence.language, _LABELS[action.outcome or "did"])
    you_said = say_in(sentence.language, "You said")
    return f"{you_said}: {sentence.you_said}\n{say_did}: {sentence.we_did}"
