"""A round: a body of young people reads a published pack, votes, and is told what came of it.

Only who belongs to that body votes; what they gave counts, even if they leave it before the end.
Nobody sees a tally before the round is closed, its facilitator included: `result` refuses. Closing
counts once, keeps the result sealed and throws the ballots away. The one exception is safety: words
that may mean danger are shown to the facilitator at once, with the name, and the page says so.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.i18n.locales import all_locales
from voice.panel import votes
from voice.panel.contents import YOUNG
from voice.panel.models import Pack
from voice.panel.round_models import Ballot, Question, Round
from voice.panel.votes import Given, Result, Words
from voice.people.models import Worker
from voice.safety import screen
from voice.storage import trail
from voice.storage.keys import Place, open_sealed, seal
from voice.storage.keystore import Keystore


class NoSuchRound(LookupError):
    """There is no such round, or no pack to open one on."""


class StillSecret(PermissionError):
    """The round is open: nobody sees a tally."""


class RoundClosed(ValueError):
    """The round is closed: nobody votes any more."""


@dataclass(frozen=True, slots=True)
class Worry:
    """Words of a round that is open which may mean danger, and whose they are."""

    nickname: str
    texts: tuple[str, ...]


def open_round(session: Session, keystore: Keystore, by: int, pack_id: int, at: datetime) -> Round:
    """Open a round on a pack that is published for young people; one round for each pack."""
    pack = session.get(Pack, pack_id)
    known = select(Round.id).filter_by(pack_id=pack_id)
    if pack is None or pack.state != "published" or pack.audience not in YOUNG:
        raise NoSuchRound(pack_id)
    if session.scalar(known) is not None:
        raise RoundClosed(pack_id)
    key_id, _key = keystore.make()
    opened = Round(
        pack_id=pack_id, body=pack.audience, opened_by=by, opened_at=at, key_id=key_id, state="open"
    )
    session.add(opened)
    session.flush()
    _trace(session, by, "panel.round_opened", opened, pack=pack_id)
    return opened


def themes_of(session: Session, found: Round) -> tuple[str, ...]:
    """The themes of its pack, in the pack's order."""
    return tuple(each["key"] for each in shown_themes(session.get_one(Pack, found.pack_id)))


def shown_themes(pack: Pack) -> list[dict[str, Any]]:
    """What the pack shows of each theme, in its order."""
    return sorted(pack.contents["themes"], key=lambda each: int(each["order"]))


def for_member(session: Session, member: Worker, round_id: int) -> Round:
    """A round of a body that this young person belongs to; NoSuchRound for any other."""
    found = of(session, round_id)
    if found.body not in member.bodies:
        raise NoSuchRound(round_id)
    return found


def give(
    session: Session, keystore: Keystore, voter: int, round_id: int, given: Given, at: datetime
) -> None:
    """Keep what this young person gives, in place of what they gave before.

    NoSuchRound for who is not of its body, RoundClosed after the end.
    """
    found = for_member(session, session.get_one(Worker, voter), round_id)
    if found.state != "open":
        raise RoundClosed(round_id)
    whole = votes.fit(given, themes_of(session, found))
    ballot = session.get(Ballot, (round_id, voter)) or Ballot(round_id=round_id, worker_id=voter)
    session.add(ballot)
    ballot.stars, ballot.changed_at = dict(whole.stars), at
    told = json.dumps(whole.words.told()) if whole.words.all else ""
    ballot.words = sealed(keystore, found, f"ballots.words.{voter}", told)
    ballot.worry = _is_worrying(whole.words)
    session.flush()
    _trace(session, voter, "panel.voted", found)


def given_by(session: Session, keystore: Keystore, voter: int, round_id: int) -> Given:
    """What this young person gave so far; nobody else's."""
    found, ballot = of(session, round_id), session.get(Ballot, (round_id, voter))
    return _given(keystore, found, ballot) if ballot is not None else Given({})


def voters(session: Session, round_id: int) -> int:
    """How many have given anything so far: a number, no more."""
    counted = select(func.count()).select_from(Ballot).filter_by(round_id=round_id)
    return session.scalar(counted) or 0


def worries(session: Session, keystore: Keystore, by: int, round_id: int) -> tuple[Worry, ...]:
    """Words that may mean danger, for the facilitator, now; reading them stands in the trail."""
    found = of(session, round_id)
    marked = select(Ballot).filter_by(round_id=round_id, worry=True)
    ballots = session.scalars(marked.order_by(Ballot.changed_at)).all()
    if ballots:
        _trace(session, by, "panel.worry_read", found, count=len(ballots))
    return tuple(
        Worry(session.get_one(Worker, each.worker_id).name, _given(keystore, found, each).words.all)
        for each in ballots
    )


def is_worried(session: Session, round_id: int, voter: int | None = None) -> bool:
    """Whether something, or something of this young person's, may mean danger."""
    marked = select(Ballot.round_id).filter_by(round_id=round_id, worry=True)
    if voter is not None:
        marked = marked.filter_by(worker_id=voter)
    return session.execute(marked.limit(1)).first() is not None


def close(session: Session, keystore: Keystore, by: int, round_id: int, at: datetime) -> Result:
    """Count, keep the result, and throw away who gave what."""
    found = session.get(Round, round_id, with_for_update=True) or of(session, round_id)
    if found.state != "open":
        raise RoundClosed(round_id)
    ballots = session.scalars(select(Ballot).filter_by(round_id=round_id)).all()
    given = [_given(keystore, found, each) for each in ballots]
    counted = votes.count(given, themes_of(session, found), found.key_id)
    found.state, found.closed_by, found.closed_at = "closed", by, at
    found.voters = counted.voters
    found.results = sealed(keystore, found, "rounds.results", json.dumps(asdict(counted)))
    for each in ballots:
        session.delete(each)
    _ask(session, keystore, found, counted.questions)
    session.flush()
    _trace(session, by, "panel.round_closed", found, voters=counted.voters)
    return counted


def result(session: Session, keystore: Keystore, round_id: int) -> Result:
    """What a round said; StillSecret until it is closed."""
    found = of(session, round_id)
    if found.state != "closed" or found.results is None:
        raise StillSecret(round_id)
    return votes.read(json.loads(opened(keystore, found, "rounds.results", found.results)))


def of(session: Session, round_id: int) -> Round:
    """A round; NoSuchRound."""
    found = session.get(Round, round_id)
    if found is None:
        raise NoSuchRound(round_id)
    return found


def opened(keystore: Keystore, found: Round, column: str, envelope: bytes | None) -> str:
    """Words that `sealed` sealed; an empty string for none."""
    if envelope is None:
        return ""
    return open_sealed(keystore.find(found.key_id), envelope, _place(found, column)).decode()


def _given(keystore: Keystore, found: Round, ballot: Ballot) -> Given:
    told = opened(keystore, found, f"ballots.words.{ballot.worker_id}", ballot.words)
    return Given(ballot.stars, Words(**json.loads(told)) if told else Words())


def _ask(session: Session, keystore: Keystore, found: Round, questions: Sequence[str]) -> None:
    for place, text in enumerate(questions):
        words = sealed(keystore, found, f"panel_questions.words.{place}", text)
        session.add(Question(round_id=found.id, place=place, words=words))


def _is_worrying(words: Words) -> bool:
    """Whether the safety net notices anything, in any language that it knows."""
    kinds = {
        each.kind
        for text in words.all
        for code in all_locales()
        for each in screen.screen(text, code)
    }
    return bool(kinds & {*screen.ALERTS})


def sealed(keystore: Keystore, found: Round, column: str, text: str) -> bytes | None:
    """Words of this round, sealed to their place; None for none."""
    if not text:
        return None
    return seal(keystore.find(found.key_id), text.encode(), _place(found, column))


def _place(found: Round, column: str) -> Place:
    table, _, name = column.partition(".")
    return Place(table, name, str(found.id), found.key_id)


def _trace(session: Session, by: int, act: str, found: Round, **detail: object) -> None:
    trail.write(session, f"worker:{by}", act, f"round:{found.id}", **detail)
