"""From a child's words to a quote that two people stand behind."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_worker, signed_in
from voice.answers import redacting, take_back, translating
from voice.answers.arrival import Wishes
from voice.answers.marks import Mark
from voice.answers.models import Attachment, Response
from voice.answers.read import mark_read
from voice.answers.sealing import seal_text
from voice.answers.translating import Given
from voice.answers.versions import Redaction
from voice.people.models import Role, Worker
from voice.quotes import quoting
from voice.quotes.approved import ApprovedQuote, approved
from voice.quotes.proposed import Quote
from voice.quotes.quoting import CannotBeQuoted, Proposal
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes.models import Coding

YES = Wishes(share="yes")
AUTUMN = date(2026, 7, 1), date(2026, 9, 30)
Crowd = list[str]


def said(session: Session, keystore: Keystore, text: str, **more: object) -> str:
    """A response whose words speak of the worker, read by a person."""
    more.setdefault("wishes", YES)
    kept = a_response(session, keystore, text, **more)
    session.add(
        Coding(
            response_id=kept.response_id,
            question="going_well",
            theme="worker",
            source="phrase",
            start=0,
            end=4,
            score=1.0,
            codebook=1,
        )
    )
    mark_read(session, kept.response_id, "worker:1")
    session.commit()
    return kept.response_id


@pytest.fixture
def crowd(session: Session, keystore: Keystore) -> Crowd:
    """Ten children who spoke of their worker; the first of them is to be quoted."""
    first = said(session, keystore, "My brother Jaden likes her. She listens to us.")
    return [first, *(said(session, keystore, "She is kind.") for _ in range(9))]


@pytest.fixture
def two(session: Session) -> tuple[Worker, Worker]:
    """An officer, and a second person."""
    pair = a_worker(session), a_worker(session, Role.PANEL_FACILITATOR)
    session.commit()
    return pair


def prepared(session: Session, keystore: Keystore, response_id: str, by: int) -> tuple[str, str]:
    """Its words, redacted to the end."""
    place = response_id, "going_well"
    text = redacting.words(session, keystore, place).text
    start = text.find("My brother Jaden")
    left_out = (Mark(start, start + 16, "name", "[my brother]"),) if start >= 0 else ()
    redacting.keep(session, keystore, place, left_out, (), by)
    redacting.finish(session, place, by, ())
    return place


def proposed(session: Session, keystore: Keystore, crowd: Crowd, by: int) -> str:
    """The first child's words, proposed as a quote."""
    place = prepared(session, keystore, crowd[0], by)
    return quoting.propose(session, keystore, place, Proposal("worker", (0, 1)), by)


def shown(session: Session, keystore: Keystore) -> tuple[ApprovedQuote, ...]:
    """What may be shown of the autumn."""
    session.flush()
    return approved(session, keystore, *AUTUMN)


def test_a_quote_is_shown_once_a_second_person_agreed(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    quote = proposed(session, keystore, crowd, two[0].id)
    assert shown(session, keystore) == ()
    quoting.decide(session, keystore, quote, two[1].id, approve=True)
    (only,) = shown(session, keystore)
    assert only.words == "[my brother] likes her. She listens to us."
    assert (only.theme, only.language, only.tier, only.translation) == (
        "worker",
        "en",
        "11-18",
        None,
    )
    acts = set(session.scalars(select(TrailEntry.act)))
    assert {
        *("answers.redacted", "answers.redaction_finished"),
        *("quotes.proposed", "quotes.approved"),
    } <= acts
    assert approved(session, keystore, date(2026, 1, 1), date(2026, 3, 31)) == ()


def test_a_second_person_must_agree(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    quote = proposed(session, keystore, crowd, two[0].id)
    with pytest.raises(CannotBeQuoted, match="same"):
        quoting.decide(session, keystore, quote, two[0].id, approve=True)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(Quote).values(state="approved", decided_by=two[0].id))


def test_a_refusal_needs_a_reason_and_leaves_the_child_free_to_be_quoted_otherwise(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    quote = proposed(session, keystore, crowd, two[0].id)
    with pytest.raises(CannotBeQuoted, match="reason"):
        quoting.decide(session, keystore, quote, two[1].id, approve=False)
    quoting.decide(session, keystore, quote, two[1].id, approve=False, reason="Her team knows.")
    with pytest.raises(CannotBeQuoted, match="decided"):
        quoting.decide(session, keystore, quote, two[1].id, approve=True)
    again = Proposal("worker", (1,))
    assert quoting.propose(session, keystore, (crowd[0], "going_well"), again, two[0].id)


def test_each_child_is_quoted_once(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    proposed(session, keystore, crowd, two[0].id)
    place = crowd[0], "going_well"
    with pytest.raises(CannotBeQuoted, match="twice"):
        quoting.propose(session, keystore, place, Proposal("worker", (1,)), two[0].id)


@pytest.mark.parametrize("gone", ["consent", "unread", "alert", "unfinished", "few"])
def test_what_no_longer_holds_takes_a_quote_away_at_once(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker], gone: str
) -> None:
    quote = proposed(session, keystore, crowd, two[0].id)
    quoting.decide(session, keystore, quote, two[1].id, approve=True)
    response = session.get_one(Response, crowd[0])
    if gone == "consent":
        response.consent.share = "no"
    elif gone == "unread":
        response.read_at = None
    elif gone == "alert":
        session.add(
            Alert(response_id=crowd[0], kind="fear", source="phrase", sent_at=SENT, raised_at=SENT)
        )
    elif gone == "few":
        session.delete(session.get_one(Response, crowd[9]))
    else:
        redaction = session.scalars(select(Redaction)).one()
        redaction.finished_at = None
    assert shown(session, keystore) == ()
    place = crowd[0], "going_well"
    if gone != "few":
        quoting.withdraw(session, quote, two[0].id)
        with pytest.raises(CannotBeQuoted, match=gone):
            quoting.propose(session, keystore, place, Proposal("worker", (0,)), two[0].id)


def test_words_that_are_redacted_anew_are_proposed_anew(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    quote = proposed(session, keystore, crowd, two[0].id)
    quoting.decide(session, keystore, quote, two[1].id, approve=True)
    quoting.withdraw_from(session, (crowd[0], "going_well"), two[0].id)
    assert shown(session, keystore) == ()
    assert session.get_one(Quote, quote).state == "withdrawn"


def test_a_rare_language_is_shown_in_translation_alone(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    rare = said(session, keystore, "Lubię ją. Słucha nas.", language="pl")
    place = prepared(session, keystore, rare, two[0].id)
    with pytest.raises(CannotBeQuoted, match="untranslated"):
        quoting.propose(session, keystore, place, Proposal("worker", (0,)), two[0].id)
    given = Given("I like her. She listens to us.", "interpreter", "en")
    translating.keep(session, keystore, place, given, two[0].id)
    with pytest.raises(CannotBeQuoted, match="unfinished"):
        quoting.propose(session, keystore, place, Proposal("worker", (0,)), two[0].id)
    prepared(session, keystore, rare, two[0].id)
    with pytest.raises(CannotBeQuoted, match="length"):
        quoting.propose(session, keystore, place, Proposal("worker", (0,)), two[0].id)
    quote = quoting.propose(session, keystore, place, Proposal("worker", (0,), (0,)), two[0].id)
    quoting.decide(session, keystore, quote, two[1].id, approve=True)
    (only,) = shown(session, keystore)
    assert (only.words, only.language, only.translation) == ("I like her.", "en", None)


def test_english_on_a_form_in_another_language_needs_no_translation(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    kept = said(session, keystore, "She listens to us.", language="pl")
    place = prepared(session, keystore, kept, two[0].id)
    translating.keep(session, keystore, place, Given("", "none", "en"), two[0].id)
    prepared(session, keystore, kept, two[0].id)
    quote = quoting.propose(session, keystore, place, Proposal("worker", (0,)), two[0].id)
    quoting.decide(session, keystore, quote, two[1].id, approve=True)
    (only,) = shown(session, keystore)
    assert (only.words, only.language) == ("She listens to us.", "en")


def test_a_private_question_is_never_quoted(
    session: Session, keystore: Keystore, two: tuple[Worker, Worker]
) -> None:
    kept = said(session, keystore, "She is kind.")
    assert quoting.why_not(session, (kept, "no_such_question")) == "private"
    assert quoting.why_not(session, ("nobody", "going_well")) == "gone"


def test_taking_an_answer_back_takes_its_quote_along(
    session: Session, keystore: Keystore, crowd: Crowd, two: tuple[Worker, Worker]
) -> None:
    quote = proposed(session, keystore, crowd, two[0].id)
    quoting.decide(session, keystore, quote, two[1].id, approve=True)
    session.commit()
    take_back.take_back(session, keystore, crowd[0])
    session.commit()
    assert session.scalars(select(Quote.id)).all() == []
    assert shown(session, keystore) == ()


def test_an_officer_prepares_a_quote_in_four_clicks_and_somebody_else_approves(
    client: FlaskClient,
    session: Session,
    keystore: Keystore,
    crowd: Crowd,
    two: tuple[Worker, Worker],
) -> None:
    officer, second = two
    signed_in(client, session, officer)
    page = client.get(f"/work/answers/{crowd[0]}?state=all").text
    assert "Prepare as a quote" in page
    address = f"/work/answers/{crowd[0]}/redact/going_well"
    page = client.get(address).text
    ticks = re.findall(r'name="text" value="([^"]+)" checked', page)
    assert "0:16:name:[my brother]" in ticks
    answer = client.post(address, data={"text": ticks, "csrf_token": _token(page)})
    page = client.get(answer.location).text
    assert "[my brother] likes her." in page
    sent = {"csrf_token": _token(page), "text": ["0"], "theme": "worker", "do": "propose"}
    assert "Say first that nobody" in client.post(answer.location, data=sent).text
    done = client.post(answer.location, data={**sent, "nobody": "y"})
    assert done.location == "/work/quotes?theme=worker&from=2026-07-01"
    quote = session.scalars(select(Quote)).one()
    session.commit()
    page = client.get(done.location).text
    assert "You proposed this" in page
    assert "She is kind." in page
    signed_in(client, session, second)
    page = client.get("/work/quotes").text
    assert "[my brother] likes her." in page
    assert "Jaden" not in page
    assert client.get(address).status_code == 403
    decided = {"csrf_token": _token(page), "do": "approve"}
    client.post(f"/work/quotes/{quote.id}", data=decided)
    assert [each.words for each in shown(session, keystore)] == ["[my brother] likes her."]


def test_words_that_are_added_go_wherever_they_stand_and_a_slip_is_said_aloud(
    client: FlaskClient, session: Session, keystore: Keystore, two: tuple[Worker, Worker]
) -> None:
    kept = said(session, keystore, "The den is in the old mill. I love the old mill.")
    signed_in(client, session, two[0])
    address = f"/work/answers/{kept}/redact/going_well"
    token = _token(client.get(address).text)
    wrong = client.post(address, data={"csrf_token": token, "more_0": "new mill", "as_0": "place"})
    assert "is not in the text" in wrong.text
    assert 'value="new mill"' in wrong.text
    client.post(address, data={"csrf_token": token, "more_0": "he old mil", "as_0": "place"})
    done = redacting.redacted(session, keystore, (kept, "going_well"))
    assert done is not None
    assert done.text == "The den is in [a place]. I love [a place]."
    original = redacting.words(session, keystore, (kept, "going_well")).text
    assert original == "The den is in the old mill. I love the old mill."


def test_an_officer_covers_part_of_a_drawing(
    client: FlaskClient, session: Session, keystore: Keystore, two: tuple[Worker, Worker]
) -> None:
    kept = said(session, keystore, "She is kind.")
    response = session.get_one(Response, kept)
    column, key = "attachments.strokes.going_well", keystore.find(response.key_id)
    strokes = seal_text(key, response, column, "[1,[0,0,0,400,1000,0]]")
    drawn = Attachment(response_id=kept, question="going_well", kind="drawing", strokes=strokes)
    session.add(drawn)
    session.commit()
    signed_in(client, session, two[0])
    address = f"/work/answers/{kept}/cover/going_well"
    token = _token(client.get(address).text)
    for wrong in ("1,2,3", "0,0,2000,5", "a,b,c,d"):
        sent = {"csrf_token": token, "boxes": wrong}
        assert "four numbers on the paper" in client.post(address, data=sent).text
    page = client.post(
        address, data={"csrf_token": token, "boxes": "400,300,200,200"}, follow_redirects=True
    ).text
    assert page.count('x="400" y="300" width="200" height="200"') == 2
    assert client.get(f"/work/answers/{kept}/cover/make_better").status_code == 404


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found[1] if found else ""
