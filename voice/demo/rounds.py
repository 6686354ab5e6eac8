"""Demo Borough's panel at work: one round closed with votes, one open, and the boards' reports."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from voice.demo import actions
from voice.panel import reports, round_minutes, rounds
from voice.panel.models import Pack
from voice.panel.round_models import Round
from voice.panel.votes import Given, Words
from voice.people import accounts
from voice.people.models import Body, Role, Worker
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.storage.types import now
from voice.themes import quarters

_PANEL: Final = (Body.YOUTH_PANEL,)
_COUNCIL: Final = (Body.CARE_COUNCIL,)
#: Nicknames of young people beside the one who is there already, and where they belong.
_YOUNG: Final = (
    ("Plover", _PANEL),
    ("Wren", _PANEL),
    ("Curlew", _PANEL + _COUNCIL),
    ("Dunlin", _PANEL),
    ("Heron", _COUNCIL),
    ("Lapwing", _COUNCIL),
)
#: What each of them wrote; the names are for whatever comes first in the pack.
_WRITTEN: Final = (
    Words("Nothing about us without us", "School buses that come on time", "", {}),
    Words("", "", "Why do workers change so often?", {}),
    Words("We talk. Who listens?", "", "Who decides what happens to our ideas?", {}),
    Words("", "What it is like to move house", "", {}),
    Words("Nothing about us without us", "", "", {}),
)
_NAME: Final = "Hear us properly"
_MINUTES: Final = (
    "We read the five themes aloud and gave our stars. We talked longest about meetings:"
    " it helps to be asked the week before. We want to see the plan for the buses next time."
)
_ANSWER: Final = "People may change jobs. From now on your old worker comes with the new one."


def begin(engine: Engine, keystore: Keystore) -> None:
    """Let the panel work and the adults promise, unless they did already."""
    with transaction(engine) as session:
        packs = {each.audience: each for each in session.scalars(select(Pack).order_by(Pack.id))}
        pack, today = packs.get("youth_panel"), now()
        if pack is None or session.scalar(select(Round.id).limit(1)) is not None:
            return
        _vote(session, keystore, pack, today)
        actions.promise_all(session, today, pack.id, pack.audience)
        if "care_council" in packs:
            facilitator = actions.one(session, Role.PANEL_FACILITATOR)
            council = packs["care_council"]
            rounds.open_round(session, keystore, facilitator.id, council.id, today)
        _report(session, packs.get("partnership"), today)


def _vote(session: Session, keystore: Keystore, pack: Pack, today: datetime) -> None:
    facilitator, at = actions.one(session, Role.PANEL_FACILITATOR), today - timedelta(days=9)
    opened = rounds.open_round(session, keystore, facilitator.id, pack.id, at)
    themes, random = rounds.themes_of(session, opened), Random(20_181_119)
    for young, words in zip(_panel(session, facilitator), _WRITTEN, strict=False):
        stars: dict[str, int] = {}
        for theme in random.choices(themes, range(len(themes), 0, -1), k=3):
            stars[theme] = stars.get(theme, 0) + 1
        named = Words(words.headline, words.missing, words.question, {themes[0]: _NAME})
        given = Given(stars, named if random.random() < 0.5 else words)
        rounds.give(session, keystore, young.id, opened.id, given, at)
    rounds.close(session, keystore, facilitator.id, opened.id, at + timedelta(hours=2))
    headline = _WRITTEN[0].headline
    round_minutes.keep(session, keystore, facilitator.id, opened.id, headline, _MINUTES)
    asked = round_minutes.questions(session, keystore, opened.id)
    about = next(each.id for each in asked if each.words.startswith("Why"))
    officer = actions.one(session, Role.OFFICER)
    round_minutes.answer(session, officer.id, about, _ANSWER, today - timedelta(days=2))


def _panel(session: Session, facilitator: Worker) -> list[Worker]:
    """Five young people of the youth panel; one of them, and two more, are of the council."""
    actor = f"worker:{facilitator.id}"
    for name, bodies in _YOUNG:
        made = accounts.add_young_person(session, actor, name, "demo-panel-member-2026")
        accounts.approve(session, actor, made, bodies)
    return actions.young(session, Body.YOUTH_PANEL)


def _report(session: Session, pack: Pack | None, today: datetime) -> None:
    """Four reports, of which one is prepared and signed off."""
    officer = actions.one(session, Role.OFFICER)
    reports.plan(session, officer.id, quarters.whole(today.date())[0])
    if pack is None:
        return
    row = next(
        each for each in reports.rows(session, today.date()) if each.report.board == "partnership"
    )
    reports.prepare(session, officer.id, row.report.id, pack.id, today - timedelta(days=4))
    partner = actions.one(session, Role.PARTNERSHIP)
    reports.sign(session, partner.id, row.report.id, today - timedelta(days=1))
