"""The board counts children, its counts open to their evidence, and it quotes only what it may."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_worker, signed_in
from voice.answers.arrival import Wishes
from voice.answers.wanted import Wanted
from voice.people.models import Role
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes.board import board, with_quotes
from voice.themes.cards import Board, Card, cards
from voice.themes.codebook import codebook
from voice.themes.evidence import Asked, evidence
from voice.themes.run import code_pending
from voice.themes.splits import BAD, BETWEEN, GOOD, HERE, Split, Spoke, Tally, band_of, codes_of

YES = Wishes(share="yes")
NEVER = "My social worker never listens to me."
ALWAYS = "My social worker always listens to me."


def card(found: Board, key: str = "listened") -> Card:
    return next(each for each in found.cards if each.theme.key == key)


def counted(engine: Engine, keystore: Keystore, **wanted: object) -> Board:
    while code_pending(engine, keystore):
        pass
    with Session(engine.execution_options(writing=False)) as reading:
        return board(reading, Wanted(**wanted), "en")  # type: ignore[arg-type]


def quoted(engine: Engine, keystore: Keystore) -> Board:
    found = counted(engine, keystore)
    return with_quotes(found, engine, keystore, Wanted(), "en", "worker:1")


def test_a_child_who_says_it_twice_counts_once(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, f"{NEVER} Nobody listens to me.")
    found = counted(engine, keystore)
    assert card(found).own.total == 1
    assert found.children == 1


def test_own_words_and_ratings_are_never_pooled(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, choosing={"worker_listens": "always"})
    a_response(session, keystore, choosing={"worker_listens": "never"})
    a_response(session, keystore, NEVER, under="one_change")
    shown = card(counted(engine, keystore))
    assert (shown.rated.pos, shown.rated.neg, shown.rated.total) == (1, 1, 2)
    assert shown.own.total == 1


def test_a_child_who_says_both_is_mixed(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    both = {"worker_listens": "always", "views_serious": "not_true"}
    a_response(session, keystore, choosing=both)
    assert card(counted(engine, keystore)).rated == Split(mixed=1)


def test_the_filter_leaves_out_other_children(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER)
    a_response(session, keystore, NEVER, company=("parent",))
    assert card(counted(engine, keystore, helped="alone")).own.total == 1
    assert counted(engine, keystore, language="pl").children == 0


def test_what_has_no_theme_is_counted_too(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, "Purple purple seventeen.", under="anything_else")
    assert counted(engine, keystore).controls["not_assigned"] == 1


def test_the_rare_and_serious_stand_apart(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, "He hits me. He hit me again.")
    assert counted(engine, keystore).serious["harm"] == 1


def test_every_count_opens_to_as_many_answers(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    for number in range(3):
        a_response(session, keystore, NEVER, choosing={"worker_listens": "never"})
        a_response(session, keystore, f"Purple {number}", under="anything_else")
    a_response(session, keystore, ALWAYS, choosing={"worker_listens": "always"})
    found = counted(engine, keystore)
    for each in found.cards:
        for way, split in (("own", each.own), ("rated", each.rated)):
            for band, children in [*split.counts.items(), (None, split.total)]:
                asked = Asked(each.theme.key, way, band)
                page = evidence(engine, keystore, asked, Wanted(), "en", "worker:1")
                assert (page.total, len(page.shown)) == (children, children)
    asked = Asked("not_assigned", "own")
    page = evidence(engine, keystore, asked, Wanted(), "en", "worker:1")
    assert page.total == found.controls["not_assigned"]


def test_evidence_shows_the_answers_that_count_and_is_traced(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, NEVER, choosing={"worker_listens": "never"})
    counted(engine, keystore)
    (shown,) = evidence(
        engine, keystore, Asked("listened", "own"), Wanted(), "en", "worker:1"
    ).shown
    assert [each.text for each in shown.answers] == [NEVER]
    assert shown.noticed == {"going_well": "phrase"}
    (entry,) = session.scalars(select(TrailEntry).filter_by(act="themes.evidence_opened"))
    assert entry.detail == {"responses": [kept.response_id]}


def test_only_words_a_child_shares_are_quoted(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    for share in ("no", "ask"):
        a_response(session, keystore, NEVER, wishes=Wishes(share=share))
    assert card(quoted(engine, keystore)).quotes == ()


def test_words_that_raised_an_alert_are_never_quoted(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, f"{NEVER} He hits me.", wishes=YES)
    assert card(quoted(engine, keystore)).quotes == ()


def test_words_for_staff_alone_are_never_quoted(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER, set_key="CPB-P", under="not_in_front", wishes=YES)
    assert all(each.quotes == () for each in quoted(engine, keystore).cards)


def test_at_most_three_quotes_of_different_children_and_the_opening_is_traced(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    ids = {a_response(session, keystore, NEVER, wishes=YES).response_id for _ in range(5)}
    found = quoted(engine, keystore)
    quotes = [quote for each in found.cards for quote in each.quotes]
    assert len(card(found).quotes) == 3
    assert len({quote.response_id for quote in quotes}) == len(quotes)
    (entry,) = session.scalars(select(TrailEntry).filter_by(act="themes.quotes_opened"))
    assert set(entry.detail["responses"]) <= ids
    assert "listens" not in str(entry.detail)


def test_a_quote_is_the_sentence_with_its_words_marked(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, f"It is Tuesday. {NEVER} It rains.", wishes=YES)
    found = quoted(engine, keystore)
    (quote,) = card(found).quotes
    assert "".join(piece.text for piece in quote.pieces).strip() == NEVER
    marked = [piece.text for piece in quote.pieces if piece.themes]
    assert len(marked) == 1
    assert "listens" in marked[0]


def test_the_board_without_quotes_opens_nothing(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    quoted(engine, keystore)
    assert list(session.scalars(select(TrailEntry).filter_by(act="themes.quotes_opened"))) == []


def test_a_trend_needs_two_quarters_with_enough_children() -> None:
    theme = codebook().theme("listened")
    first, second = date(2026, 1, 1), date(2026, 5, 1)
    spoke = [Spoke("listened", first, 5), Spoke("listened", second, 4)]
    tallies = [Tally("listened", HERE, 0, 9)]
    (enough,) = cards([theme], tallies, spoke, {first: 10, second: 20})
    assert enough.trend == (50, 20)
    (few,) = cards([theme], tallies, spoke, {first: 9, second: 20})
    assert few.trend == ()
    (gap,) = cards([theme], tallies, spoke, {first: 10, date(2026, 12, 1): 20})
    assert gap.trend == (50, None, None, 0)
    assert cards([theme], [], [], {})[0].points == ()


def test_a_trend_crosses_the_year() -> None:
    months = {date(2025, 10, 1): 10, date(2026, 1, 1): 10}
    (made,) = cards([codebook().theme("listened")], [], [], months)
    assert [point.quarter for point in made.points] == [date(2025, 10, 1), date(2026, 1, 1)]


def test_bits_and_bands_fit_each_other() -> None:
    assert band_of(HERE | GOOD | BAD) == "mixed"
    assert band_of(HERE | GOOD | BETWEEN) == "pos"
    assert band_of(HERE | BAD) == "neg"
    assert band_of(HERE | BETWEEN) == "neutral"
    assert band_of(HERE) == "unclear"
    every = [code for band in Split().counts for code in codes_of(band)]
    assert sorted(every) == sorted(codes_of(None))


def sign_in(client: FlaskClient, session: Session, role: Role) -> None:
    worker = a_worker(session, role)
    signed_in(client, session, worker)


def test_two_clicks_lead_from_the_board_to_the_words(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    a_response(session, keystore, NEVER, wishes=YES)
    counted(engine, keystore)
    sign_in(client, session, Role.OFFICER)
    html = client.get("/work/themes").text
    assert "1 child in their own words" in html
    assert "/work/themes/listened" in html
    assert "<mark" in client.get("/work/themes/listened").text


@pytest.mark.parametrize("role", [Role.MANAGER, Role.PANEL_FACILITATOR])
def test_a_manager_sees_no_words_and_no_evidence(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore, role: Role
) -> None:
    for _ in range(12):
        a_response(session, keystore, NEVER, wishes=YES)
    counted(engine, keystore)
    sign_in(client, session, role)
    html = client.get("/work/themes?language=pl", follow_redirects=True).text
    assert "No figures are released yet" in html
    assert "never listens" not in html
    assert client.get("/work/themes/listened").status_code == 403


def test_empty_boards_say_why(client: FlaskClient, session: Session, keystore: Keystore) -> None:
    sign_in(client, session, Role.OFFICER)
    assert "No themes yet" in client.get("/work/themes").text
    assert "No child fits" in client.get("/work/themes?language=pl").text
    assert "Nobody spoke of this" in client.get("/work/themes/school").text
    assert client.get("/work/themes/nonsense").status_code == 404
    a_response(session, keystore, NEVER)
    assert "Themes are being looked for" in client.get("/work/themes").text


def test_evidence_can_be_narrowed_and_paged(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    for number in range(22):
        a_response(session, keystore, NEVER, sent=SENT + timedelta(minutes=number))
    counted(engine, keystore)
    sign_in(client, session, Role.OFFICER)
    assert "22 children" in client.get("/work/themes/listened?page=2").text
    assert "No child fits" in client.get("/work/themes/listened?feeling=neutral").text
    assert client.get("/work/themes/listened?feeling=x&way=y&page=99").status_code == 200
