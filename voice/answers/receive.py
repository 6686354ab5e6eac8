"""The one door: check, keep, screen and trace one child's answers, in one transaction.

Every channel ends here: the child's page, the sealed post, the assisted record, each import.
The same submission twice is kept once; the same id with other content is refused.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterable, Iterator
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voice.answers.arrival import Arrival, Given, Kept
from voice.answers.attachments import Drawing, written
from voice.answers.models import Answer, Attachment, Consent, Recorded, Response, Tombstone
from voice.answers.notices import notices
from voice.answers.recordings import Recording
from voice.answers.sealing import seal_bytes, seal_text
from voice.questions import publish
from voice.questions.kinds import LONGEST_TEXT, Kind, State, Tier
from voice.questions.sets import Question, QuestionSet, for_tier
from voice.safety import clock, screen, triage
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

#: The language in which the lists were written; a draft in it is read in the normal time.
_AUTHORS_OWN = "en"
#: One in so many answers is read with special care.
_ONE_IN = 20


class BadArrival(ValueError):
    """Something in the answers does not fit the form; it names the question."""


class OtherContent(ValueError):
    """This submission id was used before, with different answers."""


class TakenBack(ValueError):
    """The child took this submission back: a copy of it is not kept."""


def receive(session: Session, keystore: Keystore, arrival: Arrival, read_within: timedelta) -> Kept:
    """Keep one response; BadArrival, OtherContent, TakenBack, or where it is kept.

    `read_within` counts in working days.
    """
    known = _known(session, keystore, arrival)
    if known:
        return known
    if session.get(Tombstone, arrival.submission_id) is not None:
        raise TakenBack(arrival.submission_id)
    asked = for_tier(publish.worded(session, arrival.set_id, arrival.language), _tier(arrival))
    _check(asked, arrival)
    key_id, key = keystore.make()
    response = _response(arrival, asked, key_id, key, read_within)
    try:
        with session.begin_nested():
            session.add(response)
    except IntegrityError:
        keystore.erase(key_id)
        return _known_now(session, keystore, arrival)
    noticed = tuple(notices(asked, arrival))
    triage.raise_alerts(session, response.id, arrival.sent_at, noticed)
    _trace(session, response, arrival, len(noticed))
    return Kept(response.id, new=True, help=bool(noticed))


def is_here(session: Session, submission_id: str) -> bool:
    """Whether an answer with this id was kept."""
    found = select(Response.id).filter_by(submission_id=submission_id)
    return session.scalar(found) is not None


def _known(session: Session, keystore: Keystore, arrival: Arrival) -> Kept | None:
    found = session.scalar(select(Response).filter_by(submission_id=arrival.submission_id))
    if found is None:
        return None
    key = keystore.find(found.key_id)
    if not hmac.compare_digest(found.digest, _digest(key, arrival)):
        raise OtherContent(arrival.submission_id)
    return Kept(found.id, new=False, help=triage.any_for(session, found.id))


def _known_now(session: Session, keystore: Keystore, arrival: Arrival) -> Kept:
    known = _known(session, keystore, arrival)
    if known is None:
        raise BadArrival("the answers could not be kept")
    return known


def _digest(key: bytes, arrival: Arrival) -> bytes:
    return hmac.new(key, arrival.content(), sha256).digest()


def _tier(arrival: Arrival) -> Tier:
    try:
        return Tier(arrival.tier)
    except ValueError as wrong:
        raise BadArrival(f"tier: {arrival.tier}") from wrong


def _check(asked: QuestionSet, arrival: Arrival) -> None:
    seen: set[str] = set()
    drawn = _check_made(asked, arrival.drawings) | _check_made(asked, arrival.recordings)
    for given in arrival.given:
        question = asked.question(given.question)
        if question is None or given.question in seen:
            raise BadArrival(f"{given.question}: not asked, or answered twice")
        seen.add(given.question)
        _check_given(question, given, given.question in drawn)


def _check_made(asked: QuestionSet, made: Iterable[Drawing | Recording]) -> frozenset[str]:
    """The questions under which something was drawn, or said aloud."""
    found: set[str] = set()
    for each in made:
        question = asked.question(each.question)
        if question is None or each.question in found or not _has_paper(question):
            raise BadArrival(f"{each.question}: nothing to draw or say there, or made twice")
        found.add(each.question)
    return frozenset(found)


def _has_paper(question: Question) -> bool:
    return question.more or question.kind is Kind.OPEN


def _check_given(question: Question, given: Given, made: bool) -> None:
    if len(given.text) > LONGEST_TEXT:
        raise BadArrival(f"{question.id}: longer than {LONGEST_TEXT} characters")
    if any("\ud800" <= letter <= "\udfff" for letter in given.text):
        raise BadArrival(f"{question.id}: half of a character")
    if any(question.option(value) is None for value in given.chosen):
        raise BadArrival(f"{question.id}: an option that does not exist")
    if question.kind is Kind.CHOICE and len(given.chosen) > 1:
        raise BadArrival(f"{question.id}: more than one option")
    said = bool(given.chosen or given.text or made)
    if given.state is State.ANSWERED and not said:
        raise BadArrival(f"{question.id}: answered, yet empty")


def _response(
    arrival: Arrival, asked: QuestionSet, key_id: str, key: bytes, read_within: timedelta
) -> Response:
    response_id = str(uuid.uuid4())
    response = Response(
        id=response_id,
        submission_id=arrival.submission_id,
        digest=_digest(key, arrival),
        key_id=key_id,
        set_id=arrival.set_id,
        set_key=asked.key,
        tier=arrival.tier,
        language=arrival.language,
        team_id=arrival.team_id,
        period=arrival.period.replace(day=1),
        channel=arrival.channel,
        came_by=arrival.came_by,
        company=list(arrival.company),
        taps=arrival.taps,
        sent_at=arrival.sent_at,
        received_at=now(),
        read_due=clock.read_due(arrival.sent_at, read_within.days, unchecked=_unchecked(arrival)),
        sampled=_sampled(key, response_id),
    )
    response.answers = list(_answers(response, asked, arrival, key))
    response.consent = _consent(response, arrival, key)
    response.attachments = [_attachment(response, each, key) for each in arrival.drawings]
    response.recordings = [_recorded(response, each, key) for each in arrival.recordings]
    return response


def _unchecked(arrival: Arrival) -> bool:
    """Whether nothing that we trust looks first: no list hears what was said aloud, and some lists
    are drafts in a language that their authors do not speak."""
    draft = arrival.language != _AUTHORS_OWN and screen.needs_a_person(arrival.language)
    return draft or bool(arrival.recordings)


def _sampled(key: bytes, response_id: str) -> bool:
    """A random twentieth of all answers, the same however often it is asked."""
    drawn = hmac.new(key, response_id.encode(), sha256).digest()
    return int.from_bytes(drawn[:4]) % _ONE_IN == 0


def _answers(
    response: Response, asked: QuestionSet, arrival: Arrival, key: bytes
) -> Iterator[Answer]:
    given = {each.question: each for each in arrival.given}
    for position, question in enumerate(asked.questions):
        mine = given.get(question.id, Given(question.id))
        yield Answer(
            response_id=response.id,
            question=question.id,
            position=position,
            construct=question.construct,
            state=mine.state,
            chosen=list(mine.chosen),
            text=seal_text(key, response, f"answers.text.{question.id}", mine.text),
        )


def _attachment(response: Response, drawing: Drawing, key: bytes) -> Attachment:
    column = f"attachments.strokes.{drawing.question}"
    return Attachment(
        response_id=response.id,
        question=drawing.question,
        kind="drawing",
        strokes=seal_text(key, response, column, written(drawing)),
    )


def _recorded(response: Response, recording: Recording, key: bytes) -> Recorded:
    return Recorded(
        response_id=response.id,
        question=recording.question,
        kind=recording.kind,
        sound=seal_bytes(key, response, f"recordings.sound.{recording.question}", recording.sound),
    )


def _consent(response: Response, arrival: Arrival, key: bytes) -> Consent:
    wishes = arrival.wishes
    return Consent(
        response_id=response.id,
        share=wishes.share,
        answer=wishes.answer,
        advocate=wishes.advocate,
        call_me=wishes.call_me,
        contact=seal_text(key, response, "consents.contact", wishes.contact),
    )


def _trace(session: Session, response: Response, arrival: Arrival, notices: int) -> None:
    trail.write(
        session,
        "child",
        "answers.received",
        f"response:{response.id}",
        set=response.set_key,
        language=response.language,
        channel=response.channel,
        answered=sum(given.state is State.ANSWERED for given in arrival.given),
        alerts=notices,
    )
