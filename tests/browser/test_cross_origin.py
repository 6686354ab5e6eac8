"""Another site that a signed-in person has open can change nothing here: twelve ways and more.

The attacker's page comes from another port of the same host, which the browser calls the same site,
so that `SameSite` does not help; and from another host, where it does. After each attack everything
in the database is as it was, and the server's log shows that the attack did arrive.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import pytest
from flask import Flask, Response, redirect
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.build import a_link, a_response, a_team, a_worker
from tests.chromium import Opener
from tests.served import Served
from voice.people.models import Membership, Role
from voice.safety.models import Alert
from voice.tables import TABLES

pytestmark = pytest.mark.browser
_PATIENCE: Final = 15.0
#: A refused form is shown again, with the words it is about: whoever is signed in has looked.
_LOOKED: Final = {"answers.opened"}

_FORM: Final = """async ({targets, fields, type}) => {
  await Promise.all(targets.map((target, n) => new Promise(done => {
    const frame = document.createElement('iframe');
    frame.name = 'f' + n;
    document.body.append(frame);
    const form = document.createElement('form');
    Object.assign(form, {action: target, method: 'post', enctype: type, target: frame.name});
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement('input');
      Object.assign(input, {name, value});
      form.append(input);
    }
    document.body.append(form);
    frame.addEventListener('load', done);
    setTimeout(done, 4000);
    form.submit();
  })));
}"""
_FETCH: Final = """async ({targets, fields, how}) => {
  const told = await Promise.allSettled(targets.map(target => fetch(target, {
    credentials: 'include', ...how,
    ...(how.body === null ? {body: undefined} : {body: how.body ?? new URLSearchParams(fields)}),
  }).then(answer => answer.type === 'opaque' ? '' : answer.text())));
  return told.map(each => each.value ?? '').join('');
}"""
_IMAGES: Final = """async ({targets, query}) => {
  await Promise.allSettled(targets.map(target => new Promise(done => {
    const image = new Image();
    image.onload = image.onerror = done;
    image.src = target + query;
  })));
}"""
_FRAMES: Final = """async ({targets}) => {
  const seen = await Promise.all(targets.map(target => new Promise(done => {
    const frame = document.createElement('iframe');
    frame.src = target;
    frame.onload = () => { let found = '';
      try { found = frame.contentDocument?.body?.innerText ?? ''; } catch (refused) {}
      done(found); };
    setTimeout(() => done(''), 4000);
    document.body.append(frame);
  })));
  return seen.join('');
}"""
_WINDOWS: Final = """async ({targets, fields}) => {
  for (const target of targets.slice(0, 4)) {
    const opened = window.open(target);
    await new Promise(done => setTimeout(done, 300));
    for (const say of ['submit', fields, {type: 'stay'}, JSON.stringify(fields)])
      opened?.postMessage(say, '*');
    try { opened.document.forms[0].submit(); } catch (refused) {}
    try { opened.location = 'javascript:document.forms[0].submit()'; } catch (refused) {}
    opened?.close();
  }
}"""
_BEACON: Final = """({targets, fields}) => {
  for (const target of targets) navigator.sendBeacon(target, new URLSearchParams(fields));
}"""
_PREFETCH: Final = """async ({targets}) => {
  for (const target of targets)
    for (const rel of ['prefetch', 'preload', 'prerender', 'preconnect', 'stylesheet']) {
      const link = document.createElement('link');
      Object.assign(link, {rel, href: target, as: 'fetch'});
      document.head.append(link);
    }
  const rules = document.createElement('script');
  rules.type = 'speculationrules';
  const list = [{source: 'list', urls: targets, eagerness: 'immediate'}];
  rules.textContent = JSON.stringify({prefetch: list, prerender: list});
  document.head.append(rules);
  await new Promise(done => setTimeout(done, 1500));
}"""
_SOCKETS: Final = """async ({targets}) => {
  await Promise.all(targets.map(target => new Promise(done => {
    const socket = new WebSocket(target.replace('http', 'ws'));
    socket.onopen = () => { socket.send('disable'); done(); };
    socket.onerror = socket.onclose = done;
  })));
}"""


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object, **__: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def attacker() -> Iterator[int]:
    """The port of another site, which also sends a browser on to wherever it is told."""
    app = Flask("attacker")

    @app.get("/")
    def page() -> Response:
        return Response("<!doctype html><title>Nice pictures</title><body>", mimetype="text/html")

    @app.route("/on/<int:status>/<path:target>", methods=["GET", "POST"])
    def on(status: int, target: str) -> Any:
        return redirect(target, status)

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Victim:
    """Somebody with every role, signed in, who opens another site as well."""

    page: Page
    server: Served
    targets: list[str]
    #: What an attacker would send: everything that any of the forms wants, but its token.
    fields: dict[str, str]
    port: int

    def attack(self, script: str, **more: Any) -> Any:
        """Run the attacker's script on the attacker's page."""
        told = {"targets": self.targets, "fields": self.fields, **more}
        return self.page.evaluate(script, told)

    def onwards(self, status: int) -> list[str]:
        """Addresses of the attacker's that lead to the targets."""
        host = self.page.url.rstrip("/")
        return [f"{host}/on/{status}/{target}" for target in self.targets]

    def still_in(self) -> bool:
        """Whether nobody signed them out."""
        answer = self.page.goto(f"{self.server.url}/work")
        return answer is not None and self.page.url.endswith("/work")

    def arrived(self, method: str) -> int:
        """How many requests by this method the server has seen."""
        lines = (json.loads(line) for line in self.server.log.splitlines())
        return sum(line.get("method") == method for line in lines)


def _everything(server: Served) -> dict[str, list[str]]:
    """Every row of every table; when somebody was last seen or looked is no change."""
    with Session(server.engine.execution_options(writing=False)) as session:
        return {
            model.__tablename__: sorted(
                repr([v for k, v in row._mapping.items() if k != "seen_at"])
                for row in session.execute(select(*model.__table__.columns))
                if getattr(row, "act", "") not in _LOOKED
            )
            for model in TABLES
        }


#: Everything that any of the forms wants, but its token.
_WANTED: Final = {
    "name": "Evil",
    "email": "evil@demo.example",
    "roles": "admin",
    "service": "assessment",
    "nickname": "Evil",
    "passphrase": "kettle orchard violin",
    "reason": "lost_phone",
    "text": "kind,name\nteam,Evil",
    "kind": "teams",
    "language": "en",
    "decision": "not_a_concern",
    "a-going_well": "Evil.",
    "sure": "yes",
    "csrf_token": "guessed",
}


def _paths(
    worker: int, team: int, link: str, young: int, answer: str, alert: int
) -> tuple[str, ...]:
    """Where something could be changed."""
    return (
        "/sign-out",
        "/work/people/add",
        f"/work/people/{worker}",
        f"/work/people/{worker}/disable",
        f"/work/people/{worker}/invite",
        f"/work/people/{worker}/second-factor",
        "/work/people/import/now",
        "/work/teams",
        f"/work/teams/{team}",
        "/panel/members",
        f"/panel/members/{young}/disable",
        f"/work/answers/{answer}/read",
        f"/work/answers/{answer}/reply",
        f"/work/alerts/{alert}/seen",
        f"/work/alerts/{alert}/decision",
        f"/f/{link}",
        "/in",
        "/receipt/back",
    )


@pytest.fixture(params=["127.0.0.1", "localhost"], ids=["same site", "other site"])
def victim(request: pytest.FixtureRequest, served: Served, opener: Opener, attacker: int) -> Victim:
    with served.session() as session, session.begin():
        person = a_worker(session)
        person.name = "Ann All"
        person.memberships.extend(Membership(role=r) for r in Role if r is not Role.OFFICER)
        other, team, link = a_worker(session, Role.DUTY), a_team(session), a_link(session)
        young = a_worker(session, Role.PANEL_MEMBER)
        known = (other.id, team.id, link.token, young.id)
    with served.session() as session:
        kept = a_response(session, served.keystore, "Dad hit me.")
        alert = session.scalars(select(Alert.id)).first() or 0
    page = opener().new_page()
    page.goto(f"{served.url}/sign-in")
    page.get_by_role("button", name="Ann All").click()
    page.wait_for_url(f"{served.url}/work")
    page.goto(f"http://{request.param}:{attacker}/")
    paths = _paths(*known, kept.response_id, alert)
    fields = {**_WANTED, "worker": str(known[0])}
    return Victim(page, served, [served.url + path for path in paths], fields, attacker)


def _until(true: Callable[[], bool]) -> None:
    pause, latest = threading.Event(), time.monotonic() + _PATIENCE
    while not true() and time.monotonic() < latest:
        pause.wait(0.05)
    assert true()


_POSTED: Final = {
    "a form": lambda v: v.attack(_FORM, type="application/x-www-form-urlencoded"),
    "a form of text": lambda v: v.attack(_FORM, type="text/plain"),
    "a form with files": lambda v: v.attack(_FORM, type="multipart/form-data"),
    "fetch, not asking": lambda v: v.attack(_FETCH, how={"method": "POST", "mode": "no-cors"}),
    "fetch of text": lambda v: v.attack(
        _FETCH,
        how={"method": "POST", "mode": "no-cors", "body": "{}", "headers": {"Accept": "text/x"}},
    ),
    "a beacon": lambda v: v.attack(_BEACON),
    "a chain of redirects": lambda v: v.attack(
        _FORM, targets=v.onwards(307), type="application/x-www-form-urlencoded"
    ),
    "another method in a form": lambda v: v.attack(
        _FORM,
        fields={**v.fields, "_method": "DELETE", "X-HTTP-Method-Override": "DELETE"},
        type="application/x-www-form-urlencoded",
    ),
}
_READ: Final = {
    "fetch with credentials": lambda v: v.attack(_FETCH, how={"method": "POST", "mode": "cors"}),
    "fetch of JSON": lambda v: v.attack(
        _FETCH,
        how={
            "method": "POST",
            "mode": "cors",
            "body": "{}",
            "headers": {"Content-Type": "application/json", "X-CSRFToken": "guessed"},
        },
    ),
    "a sealed letter": lambda v: v.attack(
        _FETCH, how={"method": "POST", "headers": {"Content-Type": "application/voice-sealed"}}
    ),
    "PUT": lambda v: v.attack(_FETCH, how={"method": "PUT", "mode": "cors"}),
    "DELETE": lambda v: v.attack(_FETCH, how={"method": "DELETE", "mode": "cors", "body": None}),
    "a method in a header": lambda v: v.attack(
        _FETCH, how={"method": "POST", "headers": {"X-HTTP-Method-Override": "DELETE"}}
    ),
    "an image": lambda v: v.attack(_IMAGES, query=""),
    "an image with a method": lambda v: v.attack(_IMAGES, query="?_method=POST&sure=yes"),
    "a frame": lambda v: v.attack(_FRAMES),
    "a window with messages": lambda v: v.attack(_WINDOWS),
    "prefetch and prerender": lambda v: v.attack(_PREFETCH),
    "a socket": lambda v: v.attack(_SOCKETS),
    "a redirected image": lambda v: v.attack(_IMAGES, targets=v.onwards(302), query=""),
}


def test_no_attack_by_another_site_changes_or_reads_anything(victim: Victim) -> None:
    before, wrong, home = _everything(victim.server), [], victim.page.url
    for way, attack in {**_POSTED, **_READ}.items():
        victim.page.goto(home)
        seen = victim.arrived("POST")
        if attack(victim) and way in _READ:
            wrong.append(f"{way} has read a page")
        if way in _POSTED:
            _until(lambda seen=seen: victim.arrived("POST") - seen >= len(victim.targets) - 1)  # type: ignore[misc]
        if _everything(victim.server) != before:
            wrong.append(f"{way} has changed something")
    assert wrong == []
    assert victim.still_in()


def test_the_same_form_from_our_own_page_does_change_something(victim: Victim) -> None:
    before = _everything(victim.server)
    victim.page.goto(f"{victim.server.url}/work/teams")
    victim.page.get_by_label("Name").last.fill("South")
    form = victim.page.locator("main form[method=post]").last
    form.locator("input[type=text]").last.fill("assessment")
    form.get_by_role("button").last.click()
    victim.page.wait_for_load_state()
    assert _everything(victim.server) != before
