"""Open many answers for a file: original words, what was chosen, consent, how each came about.

A child's contact is never in it, nor anything that says who the child is. The caller has traced it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from voice.answers import labels
from voice.answers.export_columns import Column, Given, Layout, Told
from voice.answers.models import Answer, Response
from voice.answers.read import texts_for_coding
from voice.answers.wording import asked_of, beside
from voice.i18n.catalogues import say
from voice.i18n.days import local
from voice.people.models import Team
from voice.questions.kinds import Kind
from voice.questions.sets import Question, QuestionSet
from voice.storage.keystore import Keystore

#: Answers opened at a time, so that a long file does not fill the memory with keys.
BATCH: Final = 500
#: Questions already looked up, by form, age and language.
_Known = dict[tuple[int, str, str], QuestionSet]
_WORDED: Final = frozenset({Kind.OPEN, Kind.FEELINGS})


def opened(session: Session, keystore: Keystore, ids: Sequence[str]) -> tuple[Told, ...]:
    """These answers in this order, with every word of theirs; none that was taken back since."""
    teams = {row[0]: row[1] for row in session.execute(select(Team.id, Team.name))}
    known: _Known = {}
    return tuple(
        told
        for start in range(0, len(ids), BATCH)
        for told in _batch(session, keystore, ids[start : start + BATCH], teams, known)
    )


def layout(session: Session, ids: Sequence[str], told: Sequence[Told]) -> Layout:
    """The headings for these answers: every question of every form among them, in English."""
    worded = {
        (each.form, name) for each in told for name, given in each.given.items() if given.words
    }
    forms: dict[str, dict[str, Column]] = {}
    known: _Known = {}
    for start in range(0, len(ids), BATCH):
        for response in _one_of_each(session, ids[start : start + BATCH]):
            for question in _words_of(session, response, known).questions:
                columns = forms.setdefault(response.set_key, {})
                written = (response.set_key, question.id) in worded
                columns.setdefault(question.id, _column(question, written=written))
    kept = {form: tuple(columns.values()) for form, columns in sorted(forms.items())}
    return Layout(_headings(), kept, say("own words"))


def _headings() -> tuple[str, ...]:
    """What stands before the answers; `_before` fills it in the same order."""
    return (
        say("Answer"),
        say("Form"),
        say("Age"),
        say("Language"),
        say("Team"),
        say("Sent"),
        say("Arrived"),
        say("Read"),
        say("How it came"),
        say("Who was there"),
        say("Who tapped"),
        say("Sharing"),
        say("Reply"),
        say("Drawings"),
    )


def _batch(
    session: Session,
    keystore: Keystore,
    ids: Sequence[str],
    teams: dict[int, str],
    known: _Known,
) -> Iterator[Told]:
    with_all = (
        selectinload(Response.answers),
        selectinload(Response.consent),
        selectinload(Response.attachments),
    )
    query = select(Response).where(Response.id.in_(ids)).options(*with_all)
    found = {each.id: each for each in session.scalars(query)}
    texts = texts_for_coding(keystore, list(found.values()))
    for response in (found[each] for each in ids if each in found):
        asked, mine = _words_of(session, response, known), texts.get(response.id, {})
        given = {
            each.question: Given(_answer(asked, each), mine.get(each.question, ""))
            for each in response.answers
        }
        yield Told(response.set_key, _before(response, teams), given)
    session.expunge_all()


def _one_of_each(session: Session, ids: Sequence[str]) -> Iterator[Response]:
    """An answer for each form, version and age among these, the newest version first."""
    first = select(func.min(Response.id)).where(Response.id.in_(ids))
    some = first.group_by(Response.set_id, Response.tier)
    query = select(Response).where(Response.id.in_(some))
    yield from session.scalars(query.order_by(Response.set_id.desc(), Response.tier))


def _words_of(session: Session, response: Response, known: _Known) -> QuestionSet:
    """The questions in English; looked up once for each form, age and language."""
    key = (response.set_id, response.tier, response.language)
    if key not in known:
        known[key] = beside(session, response) or asked_of(session, response)
    return known[key]


def _column(question: Question, *, written: bool) -> Column:
    text = say("%(question)s [for staff alone]") % {"question": question.text}
    shown = text if question.private else question.text
    return Column(question.id, shown, written or question.more or question.kind in _WORDED)


def _answer(asked: QuestionSet, answer: Answer) -> str:
    question = asked.question(answer.question)
    options = [question.option(value) for value in answer.chosen] if question else []
    chosen = "; ".join(option.text for option in options if option)
    return chosen or str(labels.NOT_SAID.get(answer.state, answer.state))


def _before(response: Response, teams: dict[int, str]) -> tuple[str, ...]:
    return (
        response.id,
        response.set_key,
        response.tier,
        response.language,
        teams.get(response.team_id or 0, ""),
        _time(response.sent_at),
        _time(response.received_at),
        _time(response.read_at) if response.read_at else "",
        _label(labels.CHANNELS, response.channel),
        "; ".join(_label(labels.COMPANY, code) for code in response.company),
        _label(labels.TAPS, response.taps),
        _label(labels.SHARE, response.consent.share),
        _label(labels.REPLY, response.consent.answer),
        str(len(response.attachments) or ""),
    )


def _label(names: labels.Labels, code: str) -> str:
    return str(names.get(code, code))


def _time(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
