"""The codebook of this council: its codes, what was changed and why, and changing it.

Nothing is changed before its page has shown what it would move. Looking at that writes nothing but
that words were opened.
"""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answered

from voice.answers.reach import Reach
from voice.codes import book_csv, book_qdc, brought, labels, recoded, recoding, shelf
from voice.codes.forms import FORMS, BringInForm, ChangeForm, MergeForm, NewForm, UndoForm
from voice.i18n.catalogues import say
from voice.people.permissions import may, needs
from voice.storage.session import session
from voice.themes import in_use
from voice.themes.changes import Unfit
from voice.themes.codebook import codebook
from voice.themes.in_use import Draft, Overtaken
from voice.web import house
from voice.web.forms import row_id, typed

blueprint = Blueprint("codes", __name__)
_KINDS: Final = {"csv": "text/csv; charset=utf-8", "qdc": "application/xml"}


@blueprint.get("/work/themes/codebook")
@needs("codebook.see")
def book() -> str:
    """Every code, and which of them hold a word that somebody looks for."""
    sought = request.args.get("q", "").strip()
    return render_template(
        "themes/codes/book.html", book=codebook(), found=shelf.found(codebook(), sought)
    )


@blueprint.get("/work/themes/codebook/history")
@needs("codebook.see")
def history() -> str:
    """Every change, with who, when and why."""
    return render_template("themes/codes/history.html", made=shelf.history(session(), codebook()))


@blueprint.get("/work/themes/codebook/code/<key>")
@needs("codebook.see")
def page(key: str) -> str:
    """One code: its words, its phrases, and what became of it."""
    return render_template(
        "themes/codes/code.html",
        code=shelf.code(codebook(), key) or abort(404),
        made=[each for each in shelf.history(session(), codebook()) if key in each.keys],
        languages=labels.spoken(),
        offered=house.config().languages,
        told=shelf.told(key, labels.others().values()),
    )


@blueprint.get("/work/themes/codebook/file/<kind>")
@needs("codebook.see")
def fetch(kind: str) -> Response:
    """The whole codebook as a file."""
    if kind not in _KINDS:
        abort(404)
    body = book_qdc.written(codebook()) if kind == "qdc" else book_csv.written(codebook())
    answer = Response(body, content_type=_KINDS[kind])
    name = f"codebook-{codebook().number}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.route("/work/themes/codebook/new", methods=["GET", "POST"])
@needs("codebook.edit")
def new() -> str | Answered:
    """A local code."""
    return _walk(NewForm(), "new")


@blueprint.route("/work/themes/codebook/code/<key>/<act>", methods=["GET", "POST"])
@needs("codebook.edit")
def change(key: str, act: str) -> str | Answered:
    """Change a code: its words, its phrases, merge, split, retire, bring back."""
    if act not in FORMS or shelf.code(codebook(), key) is None:
        abort(404)
    form: ChangeForm = FORMS[act](request.values if request.method == "POST" else request.args)
    form.key = key
    if isinstance(form, MergeForm):
        form.offer(codebook())
    return _walk(form, act, key)


@blueprint.route("/work/themes/codebook/undo/<int:number>", methods=["GET", "POST"])
@needs("codebook.edit")
def undo(number: int) -> str | Answered:
    """Take a change back."""
    form = UndoForm()
    form.number = number
    return _walk(form, "undo")


@blueprint.route("/work/themes/codebook/bring-in", methods=["GET", "POST"])
@needs("codebook.edit")
def bring_in() -> str | Answered:
    """Codes of a file: from a spreadsheet, or from other software."""
    request.max_content_length = 2 * brought.LARGEST
    return _walk(BringInForm(), "bring_in")


def _walk(form: ChangeForm, act: str, key: str = "") -> str | Answered:
    """Type, look, apply; at every step back, what was typed is there."""
    if not form.validate_on_submit():
        if request.method == "GET":
            form.show(codebook())
        return _typing(form, act, key)
    if form.step.data == "again":
        return _typing(form, act, key)
    try:
        draft = in_use.draft(session(), form.change(codebook(), in_use.taken(session())))
        return _applied(form, draft, key) or _looking(form, draft)
    except Unfit as fault:
        form.blame(fault)
        return _typing(form, act, key)


def _applied(form: ChangeForm, draft: Draft, key: str) -> Answered | None:
    """The change is made, if that was pressed and nothing speaks against it."""
    if form.step.data != "apply" or not (why := form.reason()):
        return None
    by, after = f"worker:{g.worker.id}", row_id(typed(form.after)) or 0
    try:
        number = in_use.make(session(), draft.change, by, why, after)
    except Overtaken:
        flash(say("Somebody changed the codebook meanwhile. Please look again."))
        return None
    flash(say("Change %(number)s is made. Every answer is read again.") % {"number": number})
    known = key and any(theme.key == key for theme in draft.new.every)
    return redirect(url_for("codes.page", key=key) if known else url_for("codes.history"))


def _looking(form: ChangeForm, draft: Draft) -> str:
    """What the change would move; the words shown are traced in a transaction of their own."""
    session().commit()  # lets go of the pen
    engine, keystore = house.engine(), house.keystore()
    diff = recoding.diff(engine, keystore, draft.books, draft.change)
    shown: tuple[recoded.Example, ...] = ()
    if diff.newest and may(g.worker, "themes.evidence"):
        reach, reader = Reach.of(g.worker, "themes.evidence"), f"worker:{g.worker.id}"
        shown = recoded.examples(engine, keystore, draft.books, diff, reach, reader)
    return render_template(
        "themes/codes/look.html",
        form=form,
        newest=draft.old.change,
        diff=diff,
        lines=labels.lines(draft.change, draft.old, draft.made),
        examples=shown,
        book=draft.new,
        unheard=shelf.unheard(draft.new, draft.change),
        title_in=labels.title_in,
    )


def _typing(form: ChangeForm, act: str, key: str) -> str:
    return render_template(
        "themes/codes/type.html",
        form=form,
        act=act,
        code=shelf.code(codebook(), key) if key else None,
        languages=labels.spoken(),
        others=labels.others(),
    )
