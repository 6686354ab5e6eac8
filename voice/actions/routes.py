"""The tracker of actions: all of them, one of them, and what is done with it."""

from __future__ import annotations

from datetime import date

from flask import (
    Blueprint,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from voice.actions import labels, measure, paper, promise, sheet, tell, told, view, words_routes
from voice.actions.forms import EndForm, PromiseForm, UpdateForm
from voice.actions.promise import AlreadyClosed, NoSuchAction
from voice.actions.tracker import State, may_say
from voice.i18n.catalogues import say
from voice.i18n.days import day_of
from voice.i18n.locales import locale
from voice.people.permissions import needs
from voice.storage.session import session
from voice.storage.types import now
from voice.themes import quarters
from voice.web import house

blueprint = Blueprint("actions", __name__)
words_routes.add_to(blueprint)
Page = Response | str | tuple[str, int]


@blueprint.get("/work/actions")
@needs("actions.see")
def tracker() -> str:
    """Every action by theme, how it stands, and the four meters."""
    rows = view.rows(session(), _today())
    wanted = request.args.get("state", "")
    shown = [row for row in rows if not wanted or row.standing.state == wanted]
    return render_template(
        "actions/tracker.html",
        rows=shown,
        counts=view.by_state(rows),
        wanted=wanted if wanted in set(State) else "",
        meters=measure.measure(session(), rows, house.config().languages),
        labels=labels,
        states=State,
    )


@blueprint.get("/work/actions/agenda")
@needs("actions.see")
def agenda() -> str:
    """The open actions as the paper of a meeting."""
    rows = [row for row in view.rows(session(), _today()) if row.action.state == "open"]
    return render_template("actions/agenda.html", rows=rows, labels=labels, today=_today())


@blueprint.get("/work/actions/files/<any(xlsx, pdf):kind>")
@needs("actions.see")
def file(kind: str) -> Response:
    """The tracker as a spreadsheet or a paper."""
    rows, today = view.rows(session(), _today()), _today()
    make = {"xlsx": sheet.written, "pdf": paper.written}[kind]
    made = make(rows, today, house.config().council)
    return send_file(made, download_name=f"actions-{today}.{kind}", as_attachment=kind == "xlsx")


@blueprint.route("/work/actions/new", methods=["GET", "POST"])
@needs("actions.edit")
def new() -> Page:
    """Promise something, from a priority of the panel's or from nothing."""
    form = PromiseForm()
    form.offer(view.leads(session()))
    if not form.is_submitted():
        _prefill(form)
        return render_template("actions/new.html", form=form)
    if not form.validate():
        return render_template("actions/new.html", form=form), 422
    made = promise.make(session(), g.worker.id, form.promised(), now())
    return _said(say("The action is on the tracker."), made.id)


@blueprint.get("/work/actions/<int:action_id>")
@needs("actions.see")
def page(action_id: int) -> str:
    """One action, its history, and what can be done now."""
    return _page(action_id, UpdateForm())


@blueprint.post("/work/actions/<int:action_id>/update")
@needs("actions.update")
def update(action_id: int) -> Page:
    """Note how it goes."""
    form, action = UpdateForm(), promise.of(session(), action_id)
    form.offer(may_say(promise.days_of(action), _today()), labels.STATES)
    if not form.validate_on_submit():
        return _page(action_id, form), 422
    promise.update(session(), g.worker, action_id, form.told(), now())
    return _said(say("The update is kept."), action_id)


@blueprint.route("/work/actions/<int:action_id>/change", methods=["GET", "POST"])
@needs("actions.edit")
def change(action_id: int) -> Page:
    """Change what was promised; what it was stays in the history."""
    form, action = PromiseForm(), promise.of(session(), action_id)
    form.offer(view.leads(session()))
    if not form.is_submitted():
        form.show(action)
        return render_template("actions/change.html", form=form, action=action)
    if not form.validate():
        return render_template("actions/change.html", form=form, action=action), 422
    promise.change(session(), g.worker.id, action_id, form.fields_told(), now())
    return _said(say("The action is changed. What it was stays in the history."), action_id)


@blueprint.route("/work/actions/<int:action_id>/close", methods=["GET", "POST"])
@needs("actions.edit")
def close(action_id: int) -> Page:
    """Close it, with evidence and the sentence that tells the children."""
    form, action = EndForm(), promise.of(session(), action_id)
    if not form.validate_on_submit():
        body = render_template("actions/close.html", form=form, action=action)
        return (body, 422) if form.is_submitted() else body
    told.close(session(), g.worker.id, action_id, form.told(), house.config().languages[0], now())
    tell.tell(session(), house.keystore(), action)
    return _said(say("Closed. Children who asked for an answer are told, each in turn."), action_id)


@blueprint.errorhandler(NoSuchAction)
def _gone(_error: NoSuchAction) -> tuple[str, int]:
    return render_template("actions/gone.html"), 404


@blueprint.errorhandler(AlreadyClosed)
def _closed(_error: AlreadyClosed) -> tuple[str, int]:
    return render_template("actions/gone.html", closed=True), 409


def _page(action_id: int, form: UpdateForm) -> str:
    opened = view.opened(session(), action_id, _today())
    action = opened.row.action
    if not form.is_submitted():
        form.plan.data, form.plan_due.data = action.plan, action.plan_due
        form.said.data = action.said or ""
    form.offer(may_say(opened.row.days, _today()), labels.STATES)
    mine = action.state == "open" and promise.may_update(g.worker, action)
    waiting = tell.waiting(session(), action) if action.state == "closed" else None
    return render_template(
        "actions/page.html",
        opened=opened,
        row=opened.row,
        form=form if mine else None,
        labels=labels,
        waiting=waiting,
        locale_of=locale,
    )


def _prefill(form: PromiseForm) -> None:
    """From the priority that the address names; else the last quarter."""
    form.since.data, form.until.data = quarters.whole(_today())[0].days
    for name in ("since", "until"):
        form[name].data = _day(request.args.get(name)) or form[name].data
    for name, most in (("title", 120), ("theme", 30), ("pack_id", 9), ("body", 20)):
        form[name].data = request.args.get(name, "")[:most] or form[name].data


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _said(text: str, action_id: int) -> Response:
    flash(text)
    return redirect(url_for("actions.page", action_id=action_id))


def _today() -> date:
    return day_of(now())
