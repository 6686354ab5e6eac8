"""The panel's work: read a pack, give three stars, write, see what came of it, judge actions."""

from __future__ import annotations

from dataclasses import dataclass
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

from voice.actions import promise, voices
from voice.child.welcome import language
from voice.i18n.catalogues import current, say, speak
from voice.i18n.days import day_of
from voice.i18n.locales import locale
from voice.panel import readers, round_forms, round_minutes, rounds
from voice.panel.models import Pack
from voice.panel.round_forms import Sent
from voice.panel.round_models import Round
from voice.panel.speech import speech
from voice.people.permissions import needs
from voice.storage.session import session
from voice.storage.types import now
from voice.themes import for_children
from voice.themes.for_children import Words
from voice.web import house
from voice.web.forms import Press, pressed

blueprint = Blueprint("rounds", __name__)
Page = Response | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of a pack, in the reader's language."""

    key: str
    title: Words
    line: Words
    quote: dict[str, Any] | None


@blueprint.before_request
def _choose_language() -> None:
    speak(language(request, house.config().languages))


@blueprint.get("/panel/rounds", endpoint="rounds")
@needs("panel.vote")
def all_rounds() -> str:
    """Rounds that are open, and what came of those that are closed."""
    return _render("panel/rounds.html", rounds=_rounds())


@blueprint.route("/panel/rounds/<int:round_id>", methods=["GET", "POST"])
@needs("panel.vote")
def vote(round_id: int) -> Page:
    """Read the themes, give stars, write; every button keeps everything."""
    found = rounds.for_member(session(), g.worker, round_id)
    if found.state == "closed":
        return redirect(url_for("rounds.results", round_id=round_id, **_query()))
    before = rounds.given_by(session(), house.keystore(), g.worker.id, round_id)
    if request.method == "GET":
        return _vote(found, Sent(before))
    sent = round_forms.read(request.form, before, rounds.themes_of(session(), found))
    if sent.wrong or not Press().validate_on_submit():
        return _vote(found, sent), 422
    rounds.give(session(), house.keystore(), g.worker.id, round_id, sent.given, now())
    flash(say("Kept. You can change it until the round ends."))
    anchor = f"theme-{sent.theme}" if sent.theme else None
    return redirect(url_for("rounds.vote", round_id=round_id, _anchor=anchor, **_query()))


@blueprint.get("/panel/rounds/<int:round_id>/results")
@needs("panel.see")
def results(round_id: int) -> Page:
    """What a closed round said; nothing of an open one."""
    found, keys = rounds.of(session(), round_id), house.keystore()
    if not readers.belongs(g.worker, found.body):
        raise rounds.NoSuchRound(round_id)
    try:
        result = rounds.result(session(), keys, round_id)
    except rounds.StillSecret:
        return _render("panel/round_secret.html", round=found), 409
    return _render(
        "panel/round_results.html",
        round=found,
        period=session().get_one(Pack, found.pack_id).period,
        result=result,
        headline=round_minutes.headline(session(), keys, round_id),
        minutes=round_minutes.minutes(session(), keys, round_id),
        questions=round_minutes.questions(session(), keys, round_id),
        themes={each.key: each for each in _themes(found)},
    )


@blueprint.get("/panel/actions")
@needs("panel.vote")
def actions() -> str:
    """What the adults do, in plain words."""
    home = locale(house.config().languages[0])
    found = voices.plain(session(), g.worker, day_of(now()))
    return _render("panel/round_actions.html", actions=found, title_of=_title_of, home=home)


@blueprint.post("/panel/actions/<int:action_id>/not-enough")
@needs("panel.vote")
def not_enough(action_id: int) -> Page:
    """Say that an action is not good enough, and why; or take it back."""
    pressed()
    try:
        voices.say(session(), g.worker, action_id, request.form.get("why", ""), now())
    except promise.NoSuchAction:
        abort(404)
    flash(say("Kept. The adults see how many of you say so, and no names."))
    return redirect(url_for("rounds.actions", _anchor=f"a{action_id}", **_query()))


@blueprint.errorhandler(rounds.NoSuchRound)
def _gone(_error: rounds.NoSuchRound) -> tuple[str, int]:
    return _render("panel/round_gone.html"), 404


def _rounds() -> tuple[round_minutes.Listed, ...]:
    return round_minutes.listed(session(), house.keystore(), g.worker.bodies)


def _vote(found: Round, sent: Sent) -> str:
    return _render(
        "panel/round_vote.html",
        round=found,
        period=session().get_one(Pack, found.pack_id).period,
        themes=_themes(found),
        given=sent.given,
        wrong=sent.wrong,
        worry=rounds.is_worried(session(), found.id, g.worker.id),
    )


def _themes(found: Round) -> list[Theme]:
    pack = session().get_one(Pack, found.pack_id)
    return [_theme(each, pack.language) for each in rounds.shown_themes(pack)]


def _theme(told: dict[str, Any], written_in: str) -> Theme:
    """As the officer wrote it where that is the reader's language, else as the codebook has it."""
    here, key = current(), told["key"]
    title, line = for_children.title_in(key, here.code), for_children.line_in(key, here.code)
    if here.code == written_in:
        title, line = _own(told.get("title")) or title, _own(told.get("line")) or line
    return Theme(key, title, line, told.get("quote"))


def _own(text: str | None) -> Words | None:
    return Words(text, current().tag, current().direction) if text else None


def _title_of(theme: str) -> Words:
    return for_children.title_in(theme, current().code)


def _render(template: str, **more: Any) -> str:
    return render_template(
        template,
        **more,
        in_words=speech(current().code).months,
        locale_of=locale,
        languages=[locale(code) for code in house.config().languages],
        big=request.args.get("size") == "big",
    )


def _query() -> dict[str, Any]:
    """Language and size go with the reader from page to page."""
    return {name: request.args[name] for name in ("lang", "size") if name in request.args}
