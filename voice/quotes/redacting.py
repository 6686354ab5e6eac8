"""Leave out what could name somebody in one answer's words, and say when that is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from voice.answers import listing, read, redacting
from voice.answers.kept import Response as Answered
from voice.answers.marks import BadMarks, Mark
from voice.answers.opened import Span
from voice.answers.redacting import Place, Redacted, Words
from voice.i18n.catalogues import say
from voice.i18n.days import day_of
from voice.i18n.words import sentences
from voice.people.permissions import needs
from voice.quotes import forms, quoting
from voice.quotes.cues import cues
from voice.quotes.forms import FinishForm, RedactForm
from voice.quotes.quoting import CannotBeQuoted, Proposal
from voice.quotes.recognise import signs
from voice.quotes.redact import offers
from voice.quotes.roster import roster
from voice.storage import trail
from voice.storage.keystore import LostKey
from voice.storage.session import session, transaction
from voice.themes import quarters
from voice.themes.cells import cells
from voice.themes.evidence import heard_in
from voice.themes.labels import KINDS_LEFT_OUT, RECOGNISED, WHY_NOT
from voice.web import house

blueprint = Blueprint("redacting", __name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """One offer as a box to tick: what goes, what stands there instead, and whether it is on."""

    value: str
    words: str
    mark: Mark
    on: bool


@blueprint.route("/work/answers/<uuid:response_id>/redact/<question>", methods=["GET", "POST"])
@needs("quotes.propose")
def words(response_id: UUID, question: str) -> str | Response:
    """What to leave out of one answer's words."""
    place, said = _opened(response_id, question)
    form = RedactForm()
    missing = form.unfound([said.text, said.translation]) if form.is_submitted() else []
    if form.validate_on_submit() and not missing and _kept(place, said, form):
        return redirect(url_for("redacting.finish", response_id=response_id, question=question))
    known = roster(session(), house.config().data)
    before = redacting.redacted(session(), house.keystore(), place)
    return render_template(
        "quotes/redact.html",
        place=place,
        given=said,
        form=form,
        missing=missing,
        ticks=_ticks(said.text, offers(said.text, said.language, known), before, "text"),
        labels_left_out=KINDS_LEFT_OUT,
        ticks_beside=_ticks(
            said.translation,
            offers(said.translation, said.translated_into or "en", known),
            before,
            "translation",
        ),
    )


@blueprint.route("/work/answers/<uuid:response_id>/safe/<question>", methods=["GET", "POST"])
@needs("quotes.propose")
def finish(response_id: UUID, question: str) -> str | Response:
    """How it reads, whether somebody could be recognised, and what of it to propose."""
    place, said = _opened(response_id, question)
    done = redacting.redacted(session(), house.keystore(), place)
    if done is None:
        return redirect(url_for("redacting.words", response_id=response_id, question=question))
    parts, beside = sentences(done.text), sentences(done.translation)
    themes = [each.theme for each in heard_in(session(), place[0]).of(question)]
    form = FinishForm.for_words(themes, len(parts), len(beside))
    asked = _signs(session(), place, said, done)
    if form.validate_on_submit() and _finished(place, form, asked):
        return redirect(_onwards(place, form))
    reason = quoting.why_not(session(), place)
    return render_template(
        "quotes/finish.html",
        place=place,
        given=said,
        done=done,
        form=form,
        parts=[done.text[a:b] for a, b in parts],
        parts_beside=[done.translation[a:b] for a, b in beside],
        asked=[RECOGNISED[sign] for sign in asked],
        unread=reason == "unread",
        why_not=WHY_NOT[reason] if reason and reason != "unread" else None,
    )


@blueprint.errorhandler(redacting.NoWords)
@blueprint.errorhandler(read.NoSuchResponse)
@blueprint.errorhandler(LostKey)
def _gone(_error: Exception) -> tuple[str, int]:
    return render_template("answers/gone.html"), 404


@blueprint.app_template_global()
def left_out(ticks: list[Tick]) -> list[Span]:
    """Where the offers lie, for marking them in the words."""
    return [Span(each.mark.kind, each.mark.start, each.mark.end) for each in ticks]


def _opened(response_id: UUID, question: str) -> tuple[Place, Words]:
    """The words to work on, for whom they are there; the opening is in the trail first."""
    place = (listing.reached(session(), g.worker, "quotes.propose", response_id), question)
    if request.method == "GET":  # what is sent in is an act of its own, in its own transaction
        with transaction(house.engine()) as own:
            actor, told = f"worker:{g.worker.id}", {"question": question}
            trail.write(own, actor, "answers.opened", f"response:{place[0]}", **told)
    return place, redacting.words(session(), house.keystore(), place)


def _kept(place: Place, said: Words, form: RedactForm) -> bool:
    """Keep what is left out; what was quoted from these words is proposed anew."""
    text = form.marks(said.text, said.language, "text")
    beside = form.marks(said.translation, said.translated_into or "en", "translation")
    try:
        redacting.keep(session(), house.keystore(), place, text, beside, g.worker.id)
    except BadMarks:
        flash(say("The words changed meanwhile. Please look at them again."))
        return False
    quoting.withdraw_from(session(), place, g.worker.id)
    return True


def _onwards(place: Place, form: FinishForm) -> str:
    """To the next quote of this theme and quarter; to the answer where nothing was proposed."""
    if form.do.data != "propose":
        return url_for("answers.page", response_id=place[0], state="all")
    sent = day_of(session().get_one(Answered, place[0]).sent_at)
    query: dict[str, Any] = {"theme": form.theme.data, "from": quarters.of(sent).since.isoformat()}
    return url_for("quotes.desk", **query)


def _finished(place: Place, form: FinishForm, asked: tuple[str, ...]) -> bool:
    """Finish, and propose where that was the button; False where it cannot be proposed."""
    redacting.finish(session(), place, g.worker.id, asked)
    if form.whole.data:
        read.mark_read(session(), place[0], f"worker:{g.worker.id}")
    if form.do.data != "propose":
        flash(say("Kept. These words are safe to show."))
        return True
    said, beside = tuple(form.text.data or ()), tuple(form.translation.data or ())
    proposal = Proposal(form.theme.data, said, beside)
    try:
        quoting.propose(session(), house.keystore(), place, proposal, g.worker.id)
    except CannotBeQuoted as why:
        flash(str(WHY_NOT[str(why)]))
        return False
    flash(say("Proposed. A second person decides."))
    return True


def _ticks(text: str, offered: tuple[Mark, ...], before: Redacted | None, part: str) -> list[Tick]:
    """What was offered and what was left out before; at first every offer is ticked."""
    kept = getattr(before, f"{part}_marks") if before else offered
    every = {forms.value(each): each for each in (*kept, *offered)}
    on = {forms.value(each) for each in kept}
    rows = [Tick(key, text[m.start : m.end], m, key in on) for key, m in every.items()]
    return sorted(rows, key=lambda each: (each.mark.start, each.mark.end))


def _signs(db: Session, place: Place, said: Words, done: Redacted) -> tuple[str, ...]:
    """What a person should think of, in the words and in their translation."""
    response = db.get_one(Answered, place[0])
    rare = cells(db, *quarters.of(day_of(response.sent_at)).days, set()).is_rare(said.language)
    marks = (*done.text_marks, *done.translation_marks)
    text = f"{done.text}\n{done.translation}"
    return signs(text, said.language, marks, cues(said.language).ordinary, rare=rare)
