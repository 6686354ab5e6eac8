"""Opening a response: whole, beside the words of its questions, and never without a trace."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import a_response
from voice.answers.arrival import Wishes
from voice.answers.models import Response
from voice.answers.opened import OpenedAnswer, OpenedResponse, Span, pieces
from voice.answers.read import NoSuchResponse, mark_read, open_response, texts_for_coding
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry

READER = "worker:7"


def acts(session: Session, act: str) -> list[TrailEntry]:
    return list(session.scalars(select(TrailEntry).filter_by(act=act)))


def erase(session: Session, keystore: Keystore, response_id: str) -> None:
    keystore.erase(session.get_one(Response, response_id).key_id)
    session.commit()


def under(opened: OpenedResponse, question: str) -> OpenedAnswer:
    return next(each for each in opened.answers if each.question.id == question)


def test_the_words_are_shown_under_their_question(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "She waits until I am done.")
    opened = open_response(engine, keystore, kept.response_id, READER)
    answer = under(opened, "going_well")
    assert answer.text == "She waits until I am done."
    assert answer.question.text == "What is going well?"
    assert answer.english == ""
    assert opened.said[0] is answer


def test_a_chosen_option_is_shown_as_the_child_read_it_with_english_beside(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, choosing={"worker_listens": "always"}, language="pl")
    opened = open_response(engine, keystore, kept.response_id, READER)
    answer = under(opened, "worker_listens")
    assert answer.chosen[0].english in {"Always", ""}
    assert answer.chosen[0].text != ""


def test_opening_stands_in_the_trail_before_anything_is_shown(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "hello")
    erase(session, keystore, kept.response_id)
    opened = open_response(engine, keystore, kept.response_id, READER)
    (entry,) = acts(session, "answers.opened")
    assert (entry.actor, entry.subject) == (READER, f"response:{kept.response_id}")
    assert "hello" not in str(entry.detail)
    assert opened.gone


def test_erased_words_leave_what_was_chosen(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "hello", choosing={"worker_listens": "never"})
    erase(session, keystore, kept.response_id)
    opened = open_response(engine, keystore, kept.response_id, READER)
    assert under(opened, "going_well").text == ""
    assert under(opened, "worker_listens").chosen


def test_what_is_not_there_is_refused_and_leaves_no_trace(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    with pytest.raises(NoSuchResponse):
        open_response(engine, keystore, "nothing", READER)
    assert acts(session, "answers.opened") == []


def test_an_alert_shows_the_words_it_rests_on(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "At home it is ok but he hits me at night.")
    opened = open_response(engine, keystore, kept.response_id, READER)
    assert opened.alerts
    assert all(each.words in "At home it is ok but he hits me at night." for each in opened.alerts)
    assert all(each.words for each in opened.alerts if each.source == "phrase")


def test_wishes_and_contact_are_opened(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    wishes = Wishes(share="ask", answer="contact", advocate=True, contact="tell my gran")
    kept = a_response(session, keystore, "hello", wishes=wishes)
    opened = open_response(engine, keystore, kept.response_id, READER)
    assert opened.wishes.contact == "tell my gran"
    assert (opened.wishes.share, opened.wishes.advocate) == ("ask", True)


def test_reading_is_marked_once(session: Session, keystore: Keystore) -> None:
    kept = a_response(session, keystore, "hello")
    assert mark_read(session, kept.response_id, READER)
    assert not mark_read(session, kept.response_id, READER)
    session.commit()
    assert session.get_one(Response, kept.response_id).read_at is not None
    assert len(acts(session, "answers.read")) == 1


def test_the_worker_opens_many_at_once_and_passes_over_erased_ones(
    session: Session, keystore: Keystore
) -> None:
    ids = [a_response(session, keystore, f"number {n}").response_id for n in range(5)]
    erase(session, keystore, ids[2])
    responses = [session.get_one(Response, each) for each in ids]
    texts = texts_for_coding(keystore, responses)
    assert list(texts) == [ids[0], ids[1], ids[3], ids[4]]
    assert texts[ids[4]] == {"going_well": "number 4"}
    assert acts(session, "answers.opened") == []


def test_pieces_join_to_the_text_and_overlaps_carry_both_themes() -> None:
    text = "my worker never listens"
    cut = pieces(text, [Span("worker", 3, 15), Span("listened", 10, 23), Span("x", 5, 99)])
    assert "".join(piece.text for piece in cut) == text
    assert [piece.themes for piece in cut] == [
        (),
        ("worker",),
        ("worker", "listened"),
        ("listened",),
    ]


def test_an_empty_text_has_no_pieces() -> None:
    assert pieces("", []) == ()
