"""What the panel's summary is made from, and what can never get into it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker
from voice.answers.arrival import Wishes
from voice.answers.models import Consent, Response
from voice.panel.figures import FEELINGS
from voice.panel.quarters import Quarter
from voice.panel.summary import Card, Summary, summary
from voice.people.models import Role
from voice.questions.kinds import Tier
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes.models import Coding, Feeling

QUARTER = Quarter(2026, 3)
SAID = "They asked me after they had decided."
SHARED = Wishes(share="yes")


@pytest.fixture
def said(session: Session, keystore: Keystore) -> list[str]:
    """Twenty children who spoke of having a say; the first one may be quoted."""
    ids = [a_child(session, keystore, "I do not mind at all really", Wishes()) for _ in range(19)]
    return [a_child(session, keystore, SAID, SHARED, band="neg"), *ids]


def a_child(
    session: Session,
    keystore: Keystore,
    saying: str,
    wishes: Wishes = SHARED,
    band: str = "pos",
    theme: str = "influence",
    **more: object,
) -> str:
    """One child who spoke of one theme, coded by hand, and read by a person."""
    kept = a_response(session, keystore, saying, wishes=wishes, **more)
    under = str(more.get("under", "going_well"))
    session.add(
        Coding(
            response_id=kept.response_id,
            question=under,
            theme=theme,
            source="phrase",
            start=0,
            end=4,
            score=1,
            codebook=1,
        )
    )
    session.add(
        Feeling(response_id=kept.response_id, question=under, band=band, source="estimated")
    )
    row = session.get_one(Response, kept.response_id)
    row.read_at, row.coded_with = SENT, 1
    session.commit()
    return kept.response_id


def made(engine: Engine, keystore: Keystore, threshold: int = 5) -> Summary:
    return summary(engine, keystore, QUARTER, threshold, "worker:1")


def the_card(engine: Engine, keystore: Keystore) -> Card:
    [card] = made(engine, keystore).cards
    return card


def test_children_are_counted_by_theme_and_feeling(
    engine: Engine, keystore: Keystore, said: list[str]
) -> None:
    found = made(engine, keystore)
    [card] = found.cards
    assert (found.answered, card.theme, card.sure) == (20, "influence", "fairly")
    assert [card.feeling(key).count for key in FEELINGS] == [20, None, None, None]


def test_one_quote_stands_beside_a_theme(
    engine: Engine, keystore: Keystore, said: list[str]
) -> None:
    quote = the_card(engine, keystore).quote
    assert quote is not None
    assert (quote.text, quote.tier, quote.occasion) == (SAID, "11-18", "general")


def test_no_words_without_consent(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    assert the_card(engine, keystore).quote is not None
    for answer in ("no", "ask"):
        session.execute(update(Consent).values(share=answer))
        session.commit()
        assert the_card(engine, keystore).quote is None


def test_no_words_of_a_response_with_an_alert_even_a_decided_one(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    session.add(
        Alert(
            response_id=said[0],
            kind="fear",
            source="phrase",
            sent_at=SENT,
            raised_at=SENT,
            state="decided",
            decision="known",
        )
    )
    session.commit()
    assert the_card(engine, keystore).quote is None


def test_no_words_that_no_person_has_read(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    session.execute(update(Response).where(Response.id == said[0]).values(read_at=None))
    session.commit()
    assert the_card(engine, keystore).quote is None


def test_no_words_under_a_private_question(
    engine: Engine, session: Session, keystore: Keystore
) -> None:
    for _ in range(20):
        a_child(session, keystore, SAID, set_key="CPB-P", under="not_in_front")
    assert the_card(engine, keystore).quote is None


def test_no_words_of_a_small_group(engine: Engine, session: Session, keystore: Keystore) -> None:
    for _ in range(9):
        a_child(session, keystore, SAID)
    assert the_card(engine, keystore).quote is None


def test_no_words_that_name_someone_we_know(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    a_team(session, "decided")
    session.commit()
    assert the_card(engine, keystore).quote is None


def test_no_words_in_a_language_that_few_speak(
    engine: Engine, session: Session, keystore: Keystore
) -> None:
    for _ in range(20):
        a_child(session, keystore, "I do not mind at all really", Wishes())
    a_child(session, keystore, "zapytali mnie o to za późno", language="pl")
    assert the_card(engine, keystore).quote is None


def test_erased_words_are_not_missed(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    keystore.erase(session.get_one(Response, said[0]).key_id)
    session.rollback()
    assert the_card(engine, keystore).quote is None


def test_an_age_that_few_share_is_not_told(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    session.execute(update(Response).where(Response.id == said[0]).values(tier=Tier.MIDDLE))
    session.commit()
    quote = the_card(engine, keystore).quote
    assert quote is not None
    assert (quote.tier, quote.occasion) == ("", "")


def test_a_child_is_quoted_once_at_most(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    for id_ in said:
        session.add(
            Coding(
                response_id=id_,
                question="going_well",
                theme="listened",
                source="phrase",
                start=0,
                end=4,
                score=1,
                codebook=1,
            )
        )
    session.commit()
    quotes = [card.quote for card in made(engine, keystore).cards]
    assert [quote.text for quote in quotes if quote] == [SAID]


def test_a_theme_of_few_children_is_left_out_and_said_to_be(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    a_child(session, keystore, "my dog is very nice to me", theme="activities")
    found = made(engine, keystore)
    assert [card.theme for card in found.cards] == ["influence"]
    assert found.small_themes


def test_controls_are_no_themes(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    for _ in range(6):
        a_child(session, keystore, "the sky is blue today", theme="not_assigned")
    found = made(engine, keystore)
    assert [card.theme for card in found.cards] == ["influence"]
    assert found.unassigned == 5


def test_whom_we_did_not_hear_from_is_said(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    team = a_team(session, "quiet")
    session.execute(update(Response).values(team_id=a_team(session, "loud").id))
    a_response(session, keystore, "hello there to you", team=team)
    found = made(engine, keystore)
    assert found.few_tiers == ("4-7", "8-10")
    assert found.few_teams == ("Quiet",)


def test_only_the_quarter_counts(engine: Engine, keystore: Keystore, said: list[str]) -> None:
    found = summary(engine, keystore, Quarter(2026, 2), 5, "worker:1")
    assert (found.answered, found.cards) == (None, ())


def test_making_it_is_in_the_trail_and_looking_again_makes_nothing(
    engine: Engine, session: Session, keystore: Keystore, said: list[str]
) -> None:
    worker = a_worker(session, Role.PANEL_MEMBER)
    session.commit()
    first = summary(engine, keystore, QUARTER, 5, f"worker:{worker.id}")
    assert summary(engine, keystore, QUARTER, 5, "worker:2") is first
    entries = session.scalars(select(TrailEntry).filter_by(act="panel.summary_made")).all()
    assert [(each.actor, each.subject) for each in entries] == [
        (f"worker:{worker.id}", "summary:2026-Q3")
    ]
    assert entries[0].detail == {"opened": [said[0]]}


def test_only_so_many_summaries_are_kept(
    engine: Engine, session: Session, keystore: Keystore
) -> None:
    for year in range(1900, 1970):
        summary(engine, keystore, Quarter(year, 1), 5, "worker:1")
    summary(engine, keystore, Quarter(1900, 1), 5, "worker:1")
    made_ = select(func.count()).where(TrailEntry.act == "panel.summary_made")
    assert session.scalar(made_) == 71
