"""One sitting: from the ticket a form carries to what arrives at the door. Pure but for signing."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from voice.answers import recordings
from voice.answers.arrival import Arrival, Given, Wishes
from voice.answers.attachments import Drawing, parse
from voice.answers.recordings import Recording
from voice.child.forms import NO_SAY, NOT_SURE, ChildForm
from voice.questions.kinds import Kind, State
from voice.questions.sets import QuestionSet

#: A form that was opened stays good for this long; words typed slowly are not lost words.
TICKET_SECONDS = 60 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which form was opened, by which link; signed, so that a form cannot be made up."""

    link: int
    set_id: int
    tier: str
    language: str
    #: Made anew for each opened page: the same one twice is one answer.
    submission: str
    #: What the picture receipt is drawn from; never stored, so that only the child can have it.
    seed: str = ""

    @classmethod
    def issue(cls, link: int, set_id: int, tier: str, language: str) -> Ticket:
        """A ticket for a freshly opened form."""
        return cls(link, set_id, tier, language, str(uuid.uuid4()), secrets.token_urlsafe(12))


def sign(ticket: Ticket, secret: bytes) -> str:
    """The ticket as it travels in the form."""
    signed = _signer(secret).dumps(asdict(ticket))
    return signed if isinstance(signed, str) else signed.decode()


def read(signed: str, secret: bytes, max_age: int | None = TICKET_SECONDS) -> Ticket | None:
    """The ticket in a form, or None where it is not ours or too old."""
    try:
        return Ticket(**_signer(secret).loads(signed, max_age=max_age))
    except (BadData, TypeError):
        return None


def _signer(secret: bytes) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="voice.child.ticket")


def arrival(
    ticket: Ticket,
    asked: QuestionSet,
    form: ChildForm,
    team: int | None,
    period: date,
    at: datetime,
    channel: str = "link",
) -> Arrival:
    """What this form says, ready for the door."""
    typed: Mapping[str, Any] = form.data
    return Arrival(
        submission_id=ticket.submission,
        set_id=ticket.set_id,
        tier=ticket.tier,
        language=ticket.language,
        period=period,
        channel=channel,
        came_by=f"link:{ticket.link}",
        sent_at=at,
        given=tuple(_given(asked, typed)),
        team_id=team,
        company=tuple(typed["with"] or ()),
        taps=typed["taps"] or "",
        wishes=_wishes(typed),
        drawings=tuple(_drawings(asked, typed)),
        recordings=tuple(_recordings(asked, typed)),
    )


def _given(asked: QuestionSet, typed: Mapping[str, Any]) -> Iterator[Given]:
    for question in asked.questions:
        main, more = typed.get(f"a-{question.id}") or "", typed.get(f"t-{question.id}") or ""
        made = bool(typed.get(f"d-{question.id}") or typed.get(f"v-{question.id}"))
        if question.kind is Kind.OPEN:
            yield _one(question.id, (), main.strip(), made)
        else:
            picked = (main,) if isinstance(main, str) else tuple(main)
            yield _one(question.id, picked, more.strip(), made)


def _drawings(asked: QuestionSet, typed: Mapping[str, Any]) -> Iterator[Drawing]:
    """What was drawn; the form has refused what is no drawing."""
    for question in asked.questions:
        strokes = typed.get(f"d-{question.id}")
        if strokes:
            yield parse(question.id, strokes)


def _recordings(asked: QuestionSet, typed: Mapping[str, Any]) -> Iterator[Recording]:
    """What was said aloud; the form has refused what is no recording."""
    for question in asked.questions:
        sound = typed.get(f"v-{question.id}")
        if sound:
            yield recordings.parse(question.id, sound)


def _one(question_id: str, chosen: tuple[str, ...], text: str, made: bool) -> Given:
    """Not wanting to say outweighs not being sure; words and what was made outweigh both."""
    real = tuple(value for value in chosen if value not in {"", NOT_SURE, NO_SAY})
    if real or text or made:
        return Given(question_id, State.ANSWERED, real, text)
    if NO_SAY in chosen:
        return Given(question_id, State.NO_SAY)
    if NOT_SURE in chosen:
        return Given(question_id, State.NOT_SURE)
    return Given(question_id)


def _wishes(typed: Mapping[str, Any]) -> Wishes:
    return Wishes(
        share=typed["share"] or "no",
        answer=typed["answer"] or "no",
        advocate=typed["advocate"] == "yes",
        call_me="yes" in (typed["call_me"] or ()),
        contact=(typed["contact"] or "").strip(),
    )
