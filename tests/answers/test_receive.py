"""The one door: what arrives is kept once, whole, screened and traced; or not at all."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from tests.build import LANGUAGES, SENT, a_team, an_arrival
from tests.naughty import LONE_SURROGATES, NAUGHTY
from voice.answers import receive as door
from voice.answers.arrival import Arrival, Given, Kept, Wishes
from voice.answers.models import Answer, Consent, Response
from voice.answers.receive import BadArrival, OtherContent, receive
from voice.answers.sealing import open_text
from voice.questions import publish
from voice.questions.kinds import LONGEST_TEXT, State, Tier
from voice.questions.publish import NotPublished
from voice.safety.models import Alert, Outbox
from voice.storage import trail
from voice.storage.keystore import DataKey, Keystore, LostKey

WITHIN = timedelta(days=5)


def through(session: Session, keystore: Keystore, arrival: Arrival) -> Kept:
    """Through the door and kept for good."""
    kept = receive(session, keystore, arrival, WITHIN)
    session.commit()
    return kept


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def keys_in(keystore: Keystore) -> int:
    with Session(keystore._engine) as session:
        return session.scalar(select(func.count()).select_from(DataKey)) or 0


def words_of(session: Session, keystore: Keystore, kept: Kept, question: str) -> str:
    response = session.get_one(Response, kept.response_id)
    answer = session.get_one(Answer, (kept.response_id, question))
    key = keystore.find(response.key_id)
    return open_text(key, response, f"answers.text.{question}", answer.text)


def low_question(session: Session) -> tuple[str, str, str]:
    """A set, a question marked for help, and its lowest option, whatever the library now holds."""
    for key in ("GS-P", "CPB-P", "GS-Y"):
        published = publish.newest(session, key)
        for question in publish.worded(session, published.id, "en").questions:
            low = next((option.value for option in question.options if option.low), None)
            if question.safety == "help" and low:
                return key, question.id, low
    raise AssertionError("no question of the library asks for help")


def test_what_a_child_said_opens_again(
    either_engine: str, session: Session, keystore: Keystore
) -> None:
    kept = through(session, keystore, an_arrival(session, "My worker listens."))
    assert kept.new
    assert words_of(session, keystore, kept, "going_well") == "My worker listens."


def test_every_question_of_the_form_is_kept_even_when_skipped(
    session: Session, keystore: Keystore
) -> None:
    arrival = an_arrival(session, "Good.")
    kept = through(session, keystore, arrival)
    asked = publish.worded(session, arrival.set_id, "en").questions
    answers = session.get_one(Response, kept.response_id).answers
    assert [each.question for each in answers] == [each.id for each in asked]
    states = {each.question: each.state for each in answers}
    assert states.pop("going_well") == State.ANSWERED
    assert set(states.values()) == {State.SKIPPED}


def test_not_sure_and_no_say_stay_apart(session: Session, keystore: Keystore) -> None:
    given = (Given("going_well", State.NO_SAY), Given("one_change", State.NOT_SURE))
    kept = through(session, keystore, replace(an_arrival(session), given=given))
    assert session.get_one(Answer, (kept.response_id, "going_well")).state == State.NO_SAY
    assert session.get_one(Answer, (kept.response_id, "one_change")).state == State.NOT_SURE


def test_what_the_child_wished_is_kept_and_the_contact_sealed(
    session: Session, keystore: Keystore
) -> None:
    wishes = Wishes("yes", "contact", contact="0700 900 000")
    kept = through(session, keystore, an_arrival(session, wishes=wishes))
    response = session.get_one(Response, kept.response_id)
    consent = session.get_one(Consent, kept.response_id)
    assert (consent.share, consent.answer) == ("yes", "contact")
    key = keystore.find(response.key_id)
    assert open_text(key, response, "consents.contact", consent.contact) == "0700 900 000"


def test_the_clock_starts_when_the_child_pressed_send(session: Session, keystore: Keystore) -> None:
    kept = through(session, keystore, an_arrival(session, "Good."))
    response = session.get_one(Response, kept.response_id)
    assert response.sent_at == SENT
    assert response.read_due == SENT + timedelta(days=7), "five working days, over a weekend"
    assert response.received_at.tzinfo is not None
    assert response.period.day == 1


def test_a_team_is_kept_where_the_link_names_one(session: Session, keystore: Keystore) -> None:
    team = a_team(session)
    kept = through(session, keystore, an_arrival(session, "Good.", team=team))
    assert session.get_one(Response, kept.response_id).team_id == team.id


def test_the_trail_says_that_an_answer_came_and_none_of_its_words(
    session: Session, keystore: Keystore
) -> None:
    kept = through(session, keystore, an_arrival(session, "Zanzibar"))
    entry = session.scalars(
        select(trail.TrailEntry).filter_by(subject=f"response:{kept.response_id}")
    ).one()
    assert (entry.actor, entry.act, entry.detail["answered"]) == ("child", "answers.received", 1)
    assert "Zanzibar" not in str(entry.detail)
    assert trail.verify(session) is None


def test_the_same_submission_twice_is_kept_once(
    either_engine: str, session: Session, keystore: Keystore
) -> None:
    arrival = an_arrival(session, "He hit me.")
    first = through(session, keystore, arrival)
    again = through(session, keystore, replace(arrival, sent_at=SENT + timedelta(hours=1)))
    assert (first.new, again.new) == (True, False)
    assert (again.response_id, again.help) == (first.response_id, first.help)
    assert (count(session, Response), keys_in(keystore)) == (1, 1)


def test_the_same_submission_with_other_content_is_refused(
    either_engine: str, session: Session, keystore: Keystore
) -> None:
    arrival = an_arrival(session, "First.")
    kept = through(session, keystore, arrival)
    with pytest.raises(OtherContent):
        receive(session, keystore, replace(arrival, company=("worker",)), WITHIN)
    session.rollback()
    assert words_of(session, keystore, kept, "going_well") == "First."
    assert count(session, Response) == 1


def test_a_submission_whose_key_was_erased_does_not_come_back(
    session: Session, keystore: Keystore
) -> None:
    arrival = an_arrival(session, "Take this back.")
    kept = through(session, keystore, arrival)
    keystore.erase(session.get_one(Response, kept.response_id).key_id)
    with pytest.raises(LostKey):
        receive(session, keystore, arrival, WITHIN)


def test_a_submission_sent_from_many_places_at_once_is_kept_once(
    either_engine: str, engine: Engine, session: Session, keystore: Keystore
) -> None:
    arrival, kept, start = an_arrival(session, "He hit me."), [], threading.Barrier(6)
    session.rollback()

    def _send() -> None:
        start.wait()
        with Session(engine) as own:
            kept.append(through(own, keystore, arrival))

    _together(_send, 6)
    assert len({each.response_id for each in kept}) == 1
    assert sum(each.new for each in kept) == 1
    assert len({each.help for each in kept}) == 1
    assert (count(session, Response), keys_in(keystore)) == (1, 1)
    assert trail.verify(session) is None


def test_one_submission_with_two_contents_at_once_is_kept_in_one(
    either_engine: str, engine: Engine, session: Session, keystore: Keystore
) -> None:
    arrivals = [an_arrival(session, text, submission="s" * 36) for text in ("One.", "Two.")]
    session.rollback()
    refused: list[OtherContent] = []
    start = threading.Barrier(2)

    def _send() -> None:
        arrival = arrivals.pop()
        start.wait()
        with Session(engine) as own:
            try:
                through(own, keystore, arrival)
            except OtherContent as wrong:
                refused.append(wrong)

    _together(_send, 2)
    assert (count(session, Response), len(refused), keys_in(keystore)) == (1, 1, 1)


def _together(act: Any, times: int) -> None:
    threads = [threading.Thread(target=act) for _ in range(times)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_a_row_that_cannot_be_kept_says_so_and_leaves_no_key(
    session: Session, keystore: Keystore
) -> None:
    odd = replace(an_arrival(session, "Good."), team_id=999_999)
    with pytest.raises(BadArrival, match="could not be kept"):
        receive(session, keystore, odd, WITHIN)
    session.rollback()
    assert (count(session, Response), keys_in(keystore)) == (0, 0)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((Given("no_such_question", State.ANSWERED, (), "x"),), "no_such_question: not asked"),
        ((Given("going_well"), Given("going_well")), "going_well: not asked, or answered twice"),
        ((Given("going_well", State.ANSWERED, (), "x" * (LONGEST_TEXT + 1)),), "longer than"),
        ((Given("worker_listens", State.ANSWERED, ("nonsense",)),), "option that does not exist"),
        ((Given("going_well", State.ANSWERED),), "answered, yet empty"),
    ],
)
def test_what_does_not_fit_the_form_is_refused_by_its_question(
    session: Session, keystore: Keystore, given: tuple[Given, ...], why: str
) -> None:
    with pytest.raises(BadArrival, match=why):
        receive(session, keystore, replace(an_arrival(session), given=given), WITHIN)
    assert (count(session, Response), keys_in(keystore)) == (0, 0)


def test_a_choice_takes_one_option(session: Session, keystore: Keystore) -> None:
    arrival = an_arrival(session)
    asked = publish.worded(session, arrival.set_id, "en")
    choice = next(each for each in asked.questions if each.kind == "choice" and each.options)
    both = tuple(option.value for option in choice.options[:2])
    odd = replace(arrival, given=(Given(choice.id, State.ANSWERED, both),))
    with pytest.raises(BadArrival, match="more than one option"):
        receive(session, keystore, odd, WITHIN)


@pytest.mark.parametrize("tier", ["4-7", "99", ""])
def test_a_tier_that_the_set_was_not_written_for_is_refused(
    session: Session, keystore: Keystore, tier: str
) -> None:
    with pytest.raises(ValueError, match=r"tier|not for"):
        receive(session, keystore, replace(an_arrival(session), tier=tier), WITHIN)


def test_a_language_in_which_the_set_was_never_published_is_refused(
    session: Session, keystore: Keystore
) -> None:
    with pytest.raises(NotPublished):
        receive(session, keystore, replace(an_arrival(session), language="xx"), WITHIN)


def test_a_possible_disclosure_raises_an_alert_in_the_same_transaction(
    either_engine: str, session: Session, keystore: Keystore
) -> None:
    kept = receive(session, keystore, an_arrival(session, "Dad hit me again."), WITHIN)
    assert kept.help
    assert count(session, Alert) >= 1
    session.rollback()
    assert (count(session, Alert), count(session, Response)) == (0, 0)


def test_an_alert_says_where_the_words_are_and_not_what_they_are(
    session: Session, keystore: Keystore
) -> None:
    said = "It was fine. Dad hit me again."
    kept = through(session, keystore, an_arrival(session, said))
    alert = session.scalars(select(Alert).filter_by(kind="harm")).first()
    assert alert is not None
    assert (alert.response_id, alert.question, alert.sent_at) == (
        kept.response_id,
        "going_well",
        SENT,
    )
    start, end = alert.span or (0, 0)
    assert "hit me" in said[start:end]


def test_english_words_in_another_language_are_heard(session: Session, keystore: Keystore) -> None:
    kept = through(session, keystore, an_arrival(session, "He hit me", language="pl"))
    assert kept.help


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_every_language_are_kept(
    session: Session, keystore: Keystore, language: str
) -> None:
    kept = through(session, keystore, an_arrival(session, "ok", language=language))
    assert session.get_one(Response, kept.response_id).language == language


def test_an_ordinary_answer_raises_nothing(session: Session, keystore: Keystore) -> None:
    kept = through(session, keystore, an_arrival(session, "I like the park."))
    assert (kept.help, count(session, Alert)) == (False, 0)


def test_asking_for_help_by_a_low_choice_raises_an_alert(
    session: Session, keystore: Keystore
) -> None:
    key, question, low = low_question(session)
    tier = publish.worded(session, publish.newest(session, key).id, "en").tiers[-1]
    arrival = an_arrival(session, set_key=key, tier=Tier(tier), choosing={question: low})
    kept = through(session, keystore, arrival)
    alert = session.scalars(select(Alert)).one()
    assert (kept.help, alert.kind, alert.source, alert.span) == (True, "fear", "rating", None)


@pytest.mark.parametrize(
    ("wishes", "kind"),
    [(Wishes(call_me=True), "contact_me"), (Wishes(advocate=True), "advocate")],
)
def test_a_button_that_asks_for_a_person_raises_a_request(
    session: Session, keystore: Keystore, wishes: Wishes, kind: str
) -> None:
    through(session, keystore, an_arrival(session, wishes=wishes))
    assert [each.kind for each in session.scalars(select(Alert))] == [kind]


@pytest.mark.parametrize("name", NAUGHTY)
def test_no_string_is_too_naughty_for_the_door(
    session: Session, keystore: Keystore, name: str
) -> None:
    kept = through(session, keystore, an_arrival(session, NAUGHTY[name]))
    assert words_of(session, keystore, kept, "going_well") == NAUGHTY[name]


@pytest.mark.postgresql
@pytest.mark.parametrize("either_engine", ["postgresql"], indirect=True)
def test_no_string_is_too_naughty_for_postgresql(
    either_engine: str, session: Session, keystore: Keystore
) -> None:
    for said in NAUGHTY.values():
        kept = through(session, keystore, an_arrival(session, said))
        assert words_of(session, keystore, kept, "going_well") == said


@pytest.mark.parametrize("said", LONE_SURROGATES)
def test_half_a_character_is_refused_by_its_question(
    session: Session, keystore: Keystore, said: str
) -> None:
    with pytest.raises(BadArrival, match="going_well"):
        receive(session, keystore, an_arrival(session, said), WITHIN)
    assert keys_in(keystore) == 0


def test_the_database_holds_nothing_that_was_said(session: Session, keystore: Keystore) -> None:
    wishes = Wishes(contact="Marmalade")
    through(session, keystore, an_arrival(session, "Zanzibar", wishes=wishes))
    for (table,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")):
        kept = str(session.execute(text(f'SELECT * FROM "{table}"')).all())
        assert "Zanzibar" not in kept
        assert "Marmalade" not in kept


@pytest.mark.parametrize(("language", "days"), [("en", 7), ("ar", 1), ("pl", 1), ("so", 1)])
def test_where_only_a_draft_of_a_list_looks_first_a_person_reads_sooner(
    session: Session, keystore: Keystore, language: str, days: int
) -> None:
    kept = through(session, keystore, an_arrival(session, "Good.", language=language))
    assert session.get_one(Response, kept.response_id).read_due == SENT + timedelta(days=days)


def test_about_one_answer_in_twenty_is_marked_for_a_closer_look() -> None:
    key = b"k" * 32
    marked = [door._sampled(key, f"response-{number}") for number in range(4_000)]
    assert 150 <= sum(marked) <= 250
    assert marked[:50] == [door._sampled(key, f"response-{number}") for number in range(50)]


def test_an_alert_is_posted_with_the_answer_once_however_many_it_raises(
    session: Session, keystore: Keystore
) -> None:
    wishes = Wishes(call_me=True, advocate=True)
    kept = through(session, keystore, an_arrival(session, "He hit me.", wishes=wishes))
    alerts = session.scalars(select(Alert.id).filter_by(response_id=kept.response_id)).all()
    assert len(alerts) >= 3
    posted = session.scalars(select(Outbox).where(Outbox.alert_id.in_(alerts))).all()
    assert [(each.step, each.state) for each in posted] == [("raised", "waiting")]
    through(session, keystore, an_arrival(session, "All good."))
    assert count(session, Outbox) == 1
