"""Rounds for grown-ups: open and close them, keep the minutes, answer what the panel asks."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from voice.i18n.catalogues import later, say
from voice.panel import round_minutes, rounds
from voice.panel.desk_forms import NAMES
from voice.panel.models import Pack
from voice.people.permissions import may, needs
from voice.storage.session import session
from voice.storage.types import now
from voice.themes import quarters
from voice.themes.codebook import codebook
from voice.themes.quarters import Quarter
from voice.web import house
from voice.web.forms import BaseForm, pressed, row_id, typed

blueprint = Blueprint("round_desk", __name__)
Page = Response | str | tuple[str, int]
_: Any = later


class MinutesForm(BaseForm):
    """The headline that the panel chose, and what was talked about."""

    headline = StringField(
        _("The panel's headline"), validators=[Length(max=120, message=_("Make it shorter."))]
    )
    minutes = TextAreaField(
        _("Minutes"), validators=[Length(max=8000, message=_("Make it shorter."))]
    )


class AnswerForm(BaseForm):
    """An answer to a question of the panel's."""

    answer = TextAreaField(
        _("Your answer, in plain words"),
        validators=[
            InputRequired(message=_("Write an answer.")),
            Length(max=1000, message=_("Make it shorter.")),
        ],
    )


@blueprint.get("/work/rounds", endpoint="rounds")
@needs("panel.follow")
def all_rounds() -> str:
    """Packs that wait for a round, rounds that are open, and those that are closed."""
    return render_template(
        "panel/desk_rounds.html",
        packs=round_minutes.waiting_packs(session()),
        rounds=round_minutes.listed(session(), house.keystore()),
        bodies=NAMES,
    )


@blueprint.post("/work/rounds/open")
@needs("panel.rounds")
def begin() -> Response:
    """Open a round on a pack."""
    pressed()
    pack = row_id(request.form.get("pack", ""))
    if pack is None:
        abort(400)
    try:
        made = rounds.open_round(session(), house.keystore(), g.worker.id, pack, now())
    except (rounds.NoSuchRound, rounds.RoundClosed):
        abort(409)
    return _said(say("The round is open. The young people can vote."), made.id)


@blueprint.get("/work/rounds/<int:round_id>")
@needs("panel.follow")
def page(round_id: int) -> Page:
    """One round for grown-ups: while it is open, how many voted and nothing else."""
    return _page(round_id, MinutesForm(), AnswerForm(formdata=None))


@blueprint.post("/work/rounds/<int:round_id>/close")
@needs("panel.rounds")
def close(round_id: int) -> Response:
    """Count, and forget who gave what."""
    pressed()
    try:
        rounds.close(session(), house.keystore(), g.worker.id, round_id, now())
    except rounds.RoundClosed:
        abort(409)
    return _said(
        say("The round is closed and counted. Nobody can find out who gave what."), round_id
    )


@blueprint.post("/work/rounds/<int:round_id>/worry")
@needs("panel.rounds")
def worry(round_id: int) -> str:
    """Read, now, words that may mean danger; it stands in the trail."""
    pressed()
    found = rounds.worries(session(), house.keystore(), g.worker.id, round_id)
    return render_template(
        "panel/desk_worry.html", round=rounds.of(session(), round_id), worries=found
    )


@blueprint.post("/work/rounds/<int:round_id>/minutes")
@needs("panel.rounds")
def minutes(round_id: int) -> Page:
    """Keep the headline and the minutes."""
    form = MinutesForm()
    if not form.validate_on_submit():
        return _page(round_id, form, AnswerForm(formdata=None)), 422
    told = typed(form.headline).strip(), typed(form.minutes).strip()
    try:
        round_minutes.keep(session(), house.keystore(), g.worker.id, round_id, *told)
    except rounds.StillSecret:
        abort(409)
    return _said(say("Kept. The young people read it with what came out."), round_id)


@blueprint.post("/work/rounds/<int:round_id>/answers/<int:question_id>")
@needs("panel.answer")
def answer(round_id: int, question_id: int) -> Page:
    """Answer a question of the panel's."""
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(round_id, MinutesForm(formdata=None), form, question_id), 422
    round_minutes.answer(session(), g.worker.id, question_id, typed(form.answer).strip(), now())
    return _said(say("The young people can read your answer."), round_id)


@blueprint.errorhandler(rounds.NoSuchRound)
def _gone(_error: rounds.NoSuchRound) -> tuple[str, int]:
    return render_template("panel/desk_round_gone.html"), 404


def _page(
    round_id: int, form: MinutesForm, answer_form: AnswerForm, answering: int | None = None
) -> str:
    db, keys = session(), house.keystore()
    found = rounds.of(db, round_id)
    told: dict[str, Any] = {"voters": rounds.voters(db, round_id)}
    if found.state == "closed":
        told = {
            "result": rounds.result(db, keys, round_id),
            "questions": round_minutes.questions(db, keys, round_id),
            "headline": round_minutes.headline(db, keys, round_id),
            "minutes": round_minutes.minutes(db, keys, round_id),
        }
        if not form.is_submitted():
            form.headline.data, form.minutes.data = told["headline"], told["minutes"]
    return render_template(
        "panel/desk_round.html",
        round=found,
        pack=db.get_one(Pack, found.pack_id),
        bodies=NAMES,
        form=form,
        answer_form=answer_form,
        answering=answering,
        worried=may(g.worker, "panel.rounds") and rounds.is_worried(db, round_id),
        quarter=_quarter(found.pack_id),
        title_of=lambda theme: codebook().theme(theme).title,
        **told,
    )


def _quarter(pack_id: int) -> Quarter:
    """The quarter of a pack, whose children are told of what comes of it."""
    return quarters.of_key(session().get_one(Pack, pack_id).period)


def _said(text: str, round_id: int) -> Response:
    flash(text)
    return redirect(url_for("round_desk.page", round_id=round_id))
