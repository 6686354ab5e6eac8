"""Messages leave the house: through a real mail server, through real HTTP, and never get lost."""

from __future__ import annotations

import base64
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_team, a_worker
from voice.config import Config, UnsafeSetting
from voice.people.models import Role
from voice.safety import outbox, sending, watch
from voice.safety.clock import Ladder
from voice.safety.models import Alert, Outbox
from voice.safety.notify import GovukNotify, Letter, NotSent, Nowhere, Smtp, Webhook, adapter_of
from voice.safety.sending import Sender
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.types import now

HARM = "Dad hit me on his boat."
URL = "https://voice.demo-borough.example"
SERVICE, SECRET = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
KEY = f"demo-{SERVICE}-{SECRET}"


class MailDesk(socketserver.StreamRequestHandler):
    """The least of a mail server (RFC 5321): takes letters, or refuses all of them."""

    letters: ClassVar[list[str]] = []
    refusing: ClassVar[bool] = False

    def handle(self) -> None:
        self._say("220 ready")
        for line in iter(self.rfile.readline, b""):
            word = line[:4].upper()
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                self._say("354 go on")
                taken = iter(self.rfile.readline, b".\r\n")
                self.letters.append(b"".join(taken).decode())
                self._say("250 taken")
            elif word == b"RCPT" and type(self).refusing:
                self._say("451 later")
            else:
                self._say("250 well")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Desk(BaseHTTPRequestHandler):
    """Takes a POST and keeps it; answers as it was told to."""

    taken: ClassVar[list[tuple[str, dict[str, str], dict[str, Any]]]] = []
    answer: ClassVar[int] = 201

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, dict(self.headers), json.loads(body)))
        self.send_response(type(self).answer)
        if type(self).answer == 302:
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def open_desk(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield int(server.server_address[1])  # type: ignore[index]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Smtp]:
    monkeypatch.setattr(MailDesk, "letters", [])
    monkeypatch.setattr(MailDesk, "refusing", False)
    with open_desk(socketserver.ThreadingTCPServer(("127.0.0.1", 0), MailDesk)) as port:
        yield Smtp("127.0.0.1", port, "voice@demo-borough.example", tls=False)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Desk, "taken", [])
    monkeypatch.setattr(Desk, "answer", 201)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with open_desk(ThreadingHTTPServer(("127.0.0.1", 0), Desk)) as port:
        yield f"http://127.0.0.1:{port}"


def raise_one(session: Session, keystore: Keystore, **more: object) -> Outbox:
    a_response(session, keystore, HARM, **more)
    message = session.scalars(select(Outbox)).one()
    session.expunge(message)
    session.rollback()
    return message


def kept(engine: Engine) -> Outbox:
    with Session(engine.execution_options(writing=False)) as own:
        return own.scalars(select(Outbox)).one()


def sender(adapter: Any) -> Sender:
    return Sender(adapter, URL, "desk@demo-borough.example")


def test_a_message_arrives_by_mail_without_words_or_names(
    session: Session, engine: Engine, keystore: Keystore, mail: Smtp
) -> None:
    duty = a_worker(session, Role.DUTY)
    raise_one(session, keystore)
    assert outbox.deliver_due(engine, sender(mail), now()) == 1
    (letter,) = MailDesk.letters
    assert f"A new alert is waiting in Voice. Sign in to see it: {URL}/work/alerts" in letter
    assert f"To: {duty.email}" in letter
    assert "Message-ID: <voice-1@demo-borough.example>" in letter
    assert "boat" not in letter
    found = kept(engine)
    assert (found.state, found.channel, found.to) == ("sent", "smtp", f"worker:{duty.id}")
    assert outbox.deliver_due(engine, sender(mail), now()) == 0
    acts = session.scalars(select(trail.TrailEntry).filter_by(act="alerts.notified")).all()
    assert [each.detail["to"] for each in acts] == [f"worker:{duty.id}"]


def test_without_anybody_on_duty_it_goes_to_the_desk(
    session: Session, engine: Engine, keystore: Keystore, mail: Smtp
) -> None:
    raise_one(session, keystore)
    assert outbox.deliver_due(engine, sender(mail), now()) == 1
    assert "To: desk@demo-borough.example" in MailDesk.letters[0]
    assert kept(engine).to == "desk"


def test_a_message_that_fails_is_tried_later_and_later_until_it_arrives(
    session: Session, engine: Engine, keystore: Keystore, mail: Smtp
) -> None:
    raise_one(session, keystore)
    MailDesk.refusing = True
    at, waits = now(), []
    for _ in range(8):
        assert outbox.deliver_due(engine, sender(mail), at) == 0
        failed = kept(engine)
        waits.append((failed.next_try_at - at).total_seconds() / 60)
        assert (
            outbox.deliver_due(engine, sender(mail), failed.next_try_at - timedelta(1 / 86400)) == 0
        )
        at = failed.next_try_at
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (failed.state, failed.tries, failed.last_error) == (
        "waiting",
        8,
        "SMTPRecipientsRefused",
    )
    MailDesk.refusing = False
    assert outbox.deliver_due(engine, sender(mail), at) == 1
    assert len(MailDesk.letters) == 1


def test_a_worker_that_died_on_the_way_leaves_the_message_to_another(
    session: Session, engine: Engine, keystore: Keystore, mail: Smtp
) -> None:
    raise_one(session, keystore)
    at = now()
    assert len(sending.claim(engine, Outbox, at)) == 1  # and then its plug was pulled
    assert outbox.deliver_due(engine, sender(mail), at) == 0
    assert outbox.deliver_due(engine, sender(mail), at + sending.LEASE) == 1


def test_what_was_decided_meanwhile_calls_nobody(
    session: Session, engine: Engine, keystore: Keystore, mail: Smtp
) -> None:
    raise_one(session, keystore)
    alert = session.scalars(select(Alert)).one()
    alert.state, alert.decision = "decided", "known"
    session.commit()
    assert outbox.deliver_due(engine, sender(mail), now()) == 0
    found = kept(engine)
    assert (found.state, found.channel, found.sent_at) == ("moot", None, None)
    assert MailDesk.letters == []


def test_the_ladder_calls_the_next_person_then_the_manager(
    session: Session, engine: Engine, keystore: Keystore, mail: Smtp
) -> None:
    team = a_team(session)
    anywhere, near = a_worker(session, Role.DUTY), a_worker(session, Role.DUTY, team)
    boss = a_worker(session, Role.MANAGER, team)
    told = [near.email, anywhere.email, boss.email, boss.email]
    a_response(session, keystore, HARM, team=team)
    for after in (0, 30, 120, 24 * 60):
        watch.climb(engine, SENT + timedelta(minutes=after), Ladder())
        outbox.deliver_due(engine, sender(mail), now())
    assert [
        f"To: {email}" in letter for email, letter in zip(told, MailDesk.letters, strict=True)
    ] == [True] * 4


def test_what_is_about_a_worker_calls_nobody_of_that_workers_line(
    session: Session, engine: Engine, keystore: Keystore, mail: Smtp
) -> None:
    team = a_team(session)
    a_worker(session, Role.DUTY, team)
    a_worker(session, Role.MANAGER, team)
    a_response(session, keystore, "My social worker shouts at me.", team=team)
    watch.climb(engine, SENT + timedelta(hours=3), Ladder())
    outbox.deliver_due(engine, sender(mail), now())
    assert len(MailDesk.letters) == 3
    assert all("To: desk@demo-borough.example" in letter for letter in MailDesk.letters)


def test_govuk_notify_gets_a_signed_token_and_our_sentence(desk: str) -> None:
    GovukNotify(KEY, "template", desk).send(Letter("voice-1", "duty@demo.example", "An alert."))
    ((path, headers, body),) = Desk.taken
    assert path == "/v2/notifications/email"
    assert body == {
        "email_address": "duty@demo.example",
        "template_id": "template",
        "personalisation": {"message": "An alert."},
        "reference": "voice-1",
    }
    told, _, signature = headers["Authorization"].removeprefix("Bearer ").rpartition(".")
    expected = hmac.new(SECRET.encode(), told.encode(), sha256).digest()
    assert signature == base64.urlsafe_b64encode(expected).rstrip(b"=").decode()
    claims = json.loads(base64.urlsafe_b64decode(told.partition(".")[2] + "=="))
    assert claims["iss"] == SERVICE
    assert abs(claims["iat"] - datetime.now(UTC).timestamp()) < 30


def test_a_malformed_key_sends_nothing() -> None:
    with pytest.raises(NotSent):
        GovukNotify("nonsense", "template").token(SENT)


def test_a_webhook_gets_json(
    session: Session, engine: Engine, keystore: Keystore, desk: str
) -> None:
    raise_one(session, keystore)
    assert outbox.deliver_due(engine, sender(Webhook(f"{desk}/hook")), now()) == 1
    ((path, _, body),) = Desk.taken
    assert (path, body["reference"]) == ("/hook", "voice-1")
    assert body["text"].startswith("A new alert is waiting")


@pytest.mark.parametrize(
    ("answer", "error"), [(500, "HTTPError 500"), (302, "HTTPError 302"), (304, "HTTPError 304")]
)
def test_an_answer_that_is_no_yes_is_a_failure_and_no_redirect_is_followed(
    session: Session, engine: Engine, keystore: Keystore, desk: str, answer: int, error: str
) -> None:
    Desk.answer = answer
    raise_one(session, keystore)
    assert outbox.deliver_due(engine, sender(Webhook(desk)), now()) == 0
    assert kept(engine).last_error == error
    assert len(Desk.taken) == 1


def test_in_the_demonstration_nothing_leaves(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    raise_one(session, keystore)
    assert outbox.deliver_due(engine, Sender(Nowhere()), now()) == 1
    assert kept(engine).channel == "none"
    (shown,) = outbox.messages(session)
    assert (shown.state, shown.body) == ("sent", "A new alert is waiting in Voice.")


def test_the_watch_goes_on_after_a_stumble_and_ends_when_told(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    raise_one(session, keystore)
    stop, looked = threading.Event(), []

    class Clumsy:
        """Ends the watch once it has been asked twice."""

        name = "none"

        @property
        def adapter(self) -> Nowhere:
            looked.append(1)
            if len(looked) == 1:
                raise RuntimeError("stumbled")
            stop.set()
            return Nowhere()

        url, desk = "", ""

    late = watch.Ladder(1, 2, 1)
    watch.keep_watch(engine, Clumsy(), late, stop, 0.0)  # type: ignore[arg-type]
    assert len(looked) >= 2


WHOLE = {
    "smtp": {"smtp_host": "mail.example", "smtp_from": "voice@demo.example"},
    "govuk": {"govuk_key": KEY, "govuk_template": "template"},
    "webhook": {"webhook_url": "https://chat.example/hook"},
}
MORE: dict[str, Any] = {"url": URL, "notify_desk": "desk@demo.example"}


@pytest.mark.parametrize(
    ("way", "kind"), [("smtp", Smtp), ("govuk", GovukNotify), ("webhook", Webhook)]
)
def test_each_way_needs_its_settings_and_the_start_is_refused_without_one(
    way: str, kind: type[object]
) -> None:
    whole = Config(notify=way, **WHOLE[way], **MORE)  # type: ignore[arg-type]
    assert isinstance(adapter_of(whole), kind)
    for missing in (*WHOLE[way], "url"):
        with pytest.raises(UnsafeSetting, match=f"VOICE_{missing.upper()}"):
            adapter_of(replace(whole, **{missing: ""}))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"notify": "pigeon"}, "VOICE_NOTIFY"),
        ({"notify": "webhook", "webhook_url": "http://chat.example", **MORE}, "VOICE_WEBHOOK_URL"),
        ({"notify": "webhook", "webhook_url": "https://", **MORE}, "VOICE_WEBHOOK_URL"),
        ({"notify": "govuk", "govuk_key": "k", "govuk_template": "t", **MORE}, "VOICE_GOVUK_KEY"),
        ({"notify": "smtp", **WHOLE["smtp"], **MORE, "smtp_tls": False}, "VOICE_SMTP_TLS"),
    ],
)
def test_a_setting_that_could_never_call_anybody_is_refused(
    wrong: dict[str, Any], named: str
) -> None:
    with pytest.raises(UnsafeSetting, match=named):
        adapter_of(Config(**wrong))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"VOICE_ALERT_NEXT_MINUTES": "0"}, "VOICE_ALERT_NEXT_MINUTES"),
        ({"VOICE_ALERT_NEXT_MINUTES": "120"}, "VOICE_ALERT_MANAGER_MINUTES"),
        ({"VOICE_ALERT_DECISION_DAYS": "0"}, "VOICE_ALERT_DECISION_DAYS"),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(UnsafeSetting, match=named):
        Config.from_environment(wrong)


def test_the_settings_make_the_ladder_and_the_sender() -> None:
    config = Config.from_environment(
        {"VOICE_ALERT_NEXT_MINUTES": "5", "VOICE_ALERT_MANAGER_MINUTES": "10", "VOICE_URL": URL}
    )
    assert watch.ladder_of(config) == Ladder(5, 10, 1)
    assert watch.sender_of(config) == Sender(Nowhere(), URL, "")
    assert "hush" not in repr(Config(smtp_password="hush", govuk_key="hush", webhook_url="hush"))
