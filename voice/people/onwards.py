"""Where a person goes next while signing in: another question, their first page, or their words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask_wtf.csrf import validate_csrf
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import ValidationError

from voice.i18n.catalogues import say
from voice.i18n.days import local
from voice.people import accounts, carried, login, second, waiting
from voice.people.entering import Entry, Rules, owes_second_factor
from voice.people.forms import Code, DemoSignIn, SignIn
from voice.people.models import Worker
from voice.people.proofs import Login
from voice.storage.session import session
from voice.storage.types import now
from voice.web import house
from voice.web.forms import BaseForm

Page = Response | str | tuple[str, int]
#: The cookie's field that opens words waiting in the database.
_WAITING = "waiting"


def rules() -> Rules:
    """What this installation asks for, and where the request comes from."""
    return Rules(house.keystore(), house.config().demo, request.remote_addr)


def ask_who(form: SignIn, demo: DemoSignIn | None = None) -> Page:
    """The sign-in page."""
    elsewhere = bool(house.config().oidc_issuer)
    if not house.config().demo and not elsewhere and not accounts.any_login(session()):
        return render_template("people/not_set_up.html"), 503
    if not house.config().demo:
        return render_template("people/sign_in.html", form=form)
    passing = {"next": form.next.data, "carried": form.carried.data}
    demo = demo or DemoSignIn(formdata=None, data=passing)
    groups = login.by_role(session())
    return render_template("people/sign_in.html", form=form, demo=demo, groups=groups)


def ask_code(form: Code, known: Login) -> Page:
    """The page that asks for the second factor, or sets it up."""
    if known.totp_since is not None:
        return render_template("people/code.html", form=form)
    return render_template(
        "people/enrol.html",
        form=form,
        picture=second.picture(house.keystore(), known),
        typed=second.typed(house.keystore(), known),
    )


def follow(entry: Entry, form: SignIn | Code, known: Login | None = None) -> Page:
    """What a try to come in leads to."""
    if entry.step == "in" and entry.worker:
        return _in(entry, entry.worker, form)
    if entry.step in {"code", "enrol"} and entry.login:
        login.half_way(session(), entry.login)
        return ask_code(_passing(Code, form), entry.login)
    field = form.name if isinstance(form, SignIn) else form.code
    field.errors = [_why(entry, form)]
    return ask_code(form, known) if isinstance(form, Code) and known else ask_who(form)


def let_in(worker: Worker, how: str, form: BaseForm) -> Page:
    """Begin the sign-in, and go back to what was typed, to the page that asked, or to the first."""
    login.sign_in(session(), worker, how)
    words = _words_of(worker, form)
    if words is not None:
        return render_template("people/carried.html", words=words)
    return redirect(login.own_path(form.next.data) or url_for("people.home"))


def joined(worker: Worker, known: Login) -> Page:
    """After a password was chosen by invitation: the second step, new or as it was."""
    form = Code(formdata=None)
    if not owes_second_factor(worker, house.config().demo):
        return let_in(worker, "invitation", form)
    second.prepare(house.keystore(), known)
    login.half_way(session(), known)
    return ask_code(Code(formdata=None), known)


def keep_words() -> Page | None:
    """Before each request: a form sent after the sign-in ran out is kept, not done."""
    guard = getattr(current_app.view_functions.get(request.endpoint or ""), "guard", "anyone")
    if request.method != "POST" or guard == "anyone" or g.get("lapsed") is None:
        return None
    return carry(request.full_path.rstrip("?"))


def carry(target: str) -> Page | None:
    """Ask who it is and keep the form that was sent; None for a form that is not this browser's."""
    owner = g.worker.id if g.get("worker") else g.get("lapsed")
    if owner is None or not _own_form():
        return None
    fields = request.form.items(multi=True)
    sealed = carried.pack(house.secret(), target, fields, owner, now())
    if g.get("worker") and sealed:
        words = carried.unpack(house.secret(), sealed, now())
        return render_template("people/carried.html", words=words)
    _let_wait(owner, sealed)
    form = SignIn(formdata=None, data={"carried": sealed or ""})
    form.name.errors = [say("You were away for a while. What you typed is kept: sign in again.")]
    if sealed is None:
        form.name.errors = [
            say("You were signed out. Press Back, copy what you typed, sign in again.")
        ]
    return ask_who(form)


def waited(db: Session, worker: Worker) -> carried.Carried | None:
    """What this person typed before they went to the council's own sign-in, taken once."""
    return _opened(worker, waiting.take(db, house.secret(), cookie.get(_WAITING)))


def _let_wait(owner: int, sealed: str | None) -> None:
    """The council's button leads off our pages, where no form of ours can hold the words."""
    if sealed and house.config().oidc_issuer:
        cookie[_WAITING] = waiting.put(session(), house.secret(), owner, sealed, now())


def _in(entry: Entry, worker: Worker, form: BaseForm) -> Page:
    if entry.login is None or entry.how != "code" or entry.login.totp_since is not None:
        return let_in(worker, entry.how, form)
    codes = second.confirm(session(), house.keystore(), worker, entry.login)
    login.sign_in(session(), worker, entry.how)
    onward = login.own_path(form.next.data) or url_for("people.home")
    return render_template(
        "people/recovery.html", codes=codes, onward=onward, words=_words_of(worker, form)
    )


def _words_of(worker: Worker, form: BaseForm) -> carried.Carried | None:
    """What this person typed before the sign-in ran out; nobody else gets it."""
    return _opened(worker, form.carried.data if "carried" in form else None)


def _opened(worker: Worker, sealed: str | None) -> carried.Carried | None:
    words = carried.unpack(house.secret(), sealed, now()) if sealed else None
    return words if words is not None and words.worker_id == worker.id else None


def _why(entry: Entry, form: BaseForm) -> str:
    if entry.until is not None:
        told = say("Too many wrong tries. Try again after %(time)s.")
        return told % {"time": _clock(entry.until)}
    if entry.step == "waiting":
        return say("Your facilitator still has to let you in. Ask them.")
    if isinstance(form, Code):
        return say("That code is not right, or it was used already. Wait for the next one.")
    return say("That name and that password do not belong together.")


def _passing(kind: type[Code], form: BaseForm) -> Any:
    return kind(formdata=None, data={"next": form.next.data, "carried": form.carried.data})


def _own_form() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _clock(until: datetime) -> str:
    return f"{local(until):%H:%M}"
