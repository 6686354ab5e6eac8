"""Fill Demo Borough: its people, two years of answers through the real door, and its links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import Engine, or_, select, update
from sqlalchemy.orm import Session

from voice.answers.arrival import Arrival
from voice.answers.kept import Response
from voice.answers.read import mark_coded, mark_read_before
from voice.answers.receive import receive
from voice.child.links import Invitation, make
from voice.child.models import Link
from voice.config import Config
from voice.demo import children, people
from voice.demo.children import Child
from voice.i18n.catalogues import speaker
from voice.people.models import Team
from voice.questions import publish
from voice.questions.kinds import Tier
from voice.questions.models import PublishedSet
from voice.questions.sets import for_tier
from voice.questions.shelf import library
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now
from voice.themes.codebook import NOT_ASSIGNED
from voice.themes.models import Coding

#: Which teams ask with which form; the key is how the set's key begins.
_ASKING = {
    "GS": ("front_door", "harbour", "meadow", "orchard", "bridge", "next_steps"),
    "CP": ("front_door", "harbour", "meadow"),
    "RV": ("orchard", "bridge", "next_steps"),
}
#: Answers older than this have been read, and their alerts decided.
_SETTLED = timedelta(days=6)
#: So many of the newest are heard by likeness within a minute.
_HEARD_AGAIN = 200


def is_filled(engine: Engine) -> bool:
    """Whether Demo Borough is already there."""
    with transaction(engine) as session:
        return session.scalar(select(Link.id).limit(1)) is not None


def fill(engine: Engine, keystore: Keystore, config: Config, step: Callable[[], None]) -> None:
    """Make the borough; `step` is called after each answer. One transaction for all."""
    random, today = Random(20_181_119), now()
    with transaction(engine) as session:
        teams = people.settle(session)
        for each in library().values():
            publish.publish(session, each, {c: speaker(c) for c in config.languages}, "command")
        for child in children.children(random):
            _answer(session, keystore, config, teams, child, random, today)
            step()
        _settle_old(session, today - _SETTLED)
        _open_links(session, teams, today.date())


def _answer(
    session: Session,
    keystore: Keystore,
    config: Config,
    teams: dict[str, Team],
    child: Child,
    random: Random,
    today: datetime,
) -> None:
    published = publish.newest(session, child.set_key)
    asked = for_tier(publish.worded(session, published.id, child.language), child.tier)
    team = teams[random.choice(_ASKING[child.set_key[:2]])]
    sent = children.sent_at(child, random, today)
    company, taps = children.company(child, random)
    arrival = Arrival(
        submission_id=f"demo-{random.getrandbits(96):024x}",
        set_id=published.id,
        tier=child.tier,
        language=child.language,
        period=sent.date(),
        channel="link",
        came_by="link:demo",
        sent_at=sent,
        given=children.given(child, asked, random),
        team_id=team.id,
        company=company,
        taps=taps,
        wishes=children.wishes(child, random),
    )
    receive(session, keystore, arrival, timedelta(days=config.read_days))


def _settle_old(session: Session, before: datetime) -> None:
    mark_read_before(session, before, "command")
    session.execute(
        update(Alert)
        .where(Alert.sent_at < before)
        .values(state="decided", decision="known", seen_at=Alert.sent_at, decided_at=Alert.sent_at)
    )


def _open_links(session: Session, teams: dict[str, Team], today: date) -> None:
    for key, whole in library().items():
        team = teams[_ASKING[key[:2]][1]]
        for tier in whole.tiers:
            make(session, Invitation(key, tier, team.id, today))


def child_links(session: Session) -> dict[str, str]:
    """The token of an open link for each set, for its oldest tier."""
    query = select(PublishedSet.key, Link.tier, Link.token).join(
        PublishedSet, PublishedSet.id == Link.set_id
    )
    rows = sorted(session.execute(query), key=lambda row: list(Tier).index(Tier(row.tier)))
    return {row.key: row.token for row in rows}


def hear_some_again(engine: Engine) -> None:
    """Let the worker read the newest, and those without a theme, by likeness too.

    All of them would take it minutes.
    """
    unthemed = select(Coding.response_id).where(Coding.theme == NOT_ASSIGNED)
    newest = select(Response.id).order_by(Response.sent_at.desc(), Response.id).limit(_HEARD_AGAIN)
    some = or_(Response.id.in_(unthemed), Response.id.in_(newest))
    with transaction(engine) as session:
        for response in session.scalars(select(Response).where(some)):
            mark_coded(response, response.coded_with - 1)
