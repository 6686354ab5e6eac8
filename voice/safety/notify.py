"""Carry a message out of the house: by mail, by GOV.UK Notify, to a webhook, or not at all.

A message holds our own sentence and an address to sign in at: no words of a child's, no names. Each
adapter reaches one host, fixed by the settings, follows no redirect, and raises when it failed.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
import smtplib
import ssl
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from hashlib import sha256
from http.client import HTTPMessage
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

from voice.config import Config, UnsafeSetting, variable

_SECONDS = 10.0
GOVUK = "https://api.notifications.service.gov.uk"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: A key of GOV.UK Notify: its name, the service, the secret.
_GOVUK_KEY = re.compile(rf".*?-?({_UUID})-({_UUID})", re.IGNORECASE)
#: What each way of telling people cannot do without.
NEEDED = {
    "none": (),
    "smtp": ("url", "notify_desk", "smtp_host", "smtp_from"),
    "govuk": ("url", "notify_desk", "govuk_key", "govuk_template"),
    "webhook": ("url", "webhook_url"),
}


class NotSent(RuntimeError):
    """It did not arrive; the message is a kind of error, never what was said."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message on its way."""

    #: The same on every try, so that a second arrival can be told from a second message.
    reference: str
    #: An e-mail address; a webhook needs none.
    to: str
    text: str


class Adapter(Protocol):
    """One way out of the house."""

    @property
    def name(self) -> str:
        """What it is called in the settings."""
        ...

    def send(self, letter: Letter) -> None:
        """Send now, or raise."""
        ...


@dataclass(frozen=True, slots=True)
class Nowhere:
    """Sends nothing: a page of the house shows the messages instead."""

    name: str = "none"

    def send(self, letter: Letter) -> None:
        """It has arrived already."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """By a mail server, with TLS unless it is on this very machine."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: bool = True
    name: str = "smtp"

    def send(self, letter: Letter) -> None:
        """Hand it to the mail server."""
        mail = EmailMessage()
        mail["Subject"] = "Voice"
        mail["From"], mail["To"] = self.sender, letter.to
        mail["Date"] = format_datetime(datetime.now(UTC))
        mail["Message-ID"] = f"<{letter.reference}@{self.sender.rpartition('@')[2]}>"
        mail.set_content(letter.text, cte="7bit")  # our own English: an address stays whole
        with smtplib.SMTP(self.host, self.port, timeout=_SECONDS) as line:
            if self.tls:
                line.starttls(context=ssl.create_default_context())
            if self.user:
                line.login(self.user, self.password)
            line.send_message(mail)


@dataclass(frozen=True, slots=True)
class GovukNotify:
    """By GOV.UK Notify, as an e-mail; the template holds one field, ((message))."""

    key: str
    template: str
    host: str = GOVUK
    name: str = "govuk"

    def send(self, letter: Letter) -> None:
        """Post it with a token that is good for seconds."""
        body = {
            "email_address": letter.to,
            "template_id": self.template,
            "personalisation": {"message": letter.text},
            "reference": letter.reference,
        }
        token = self.token(datetime.now(UTC))
        _post(f"{self.host}/v2/notifications/email", body, {"Authorization": f"Bearer {token}"})

    def token(self, at: datetime) -> str:
        """A JSON web token (RFC 7519) signed with HMAC SHA-256, as GOV.UK Notify asks for it."""
        found = _GOVUK_KEY.fullmatch(self.key)
        if found is None:
            raise NotSent("the key of GOV.UK Notify is malformed")
        service, secret = found.groups()
        parts = ({"typ": "JWT", "alg": "HS256"}, {"iss": service, "iat": int(at.timestamp())})
        told = ".".join(_web64(json.dumps(part).encode()) for part in parts)
        signed = hmac.new(secret.encode(), told.encode(), sha256).digest()
        return f"{told}.{_web64(signed)}"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A POST of JSON to one address, for a chat room or a rota system."""

    url: str
    name: str = "webhook"

    def send(self, letter: Letter) -> None:
        """Post it."""
        _post(self.url, {"text": letter.text, "reference": letter.reference}, {})


def adapter_of(config: Config) -> Adapter:
    """The adapter of these settings; UnsafeSetting where it could never call anybody."""
    _check(config)
    if config.notify == "smtp":
        return Smtp(
            config.smtp_host,
            config.smtp_port,
            config.smtp_from,
            config.smtp_user,
            config.smtp_password,
            config.smtp_tls,
        )
    if config.notify == "govuk":
        return GovukNotify(config.govuk_key, config.govuk_template)
    return Webhook(config.webhook_url) if config.notify == "webhook" else Nowhere()


def _check(config: Config) -> None:
    if config.notify not in NEEDED:
        raise UnsafeSetting(f"VOICE_NOTIFY must be one of {', '.join(NEEDED)}.")
    for name in NEEDED[config.notify]:
        if not getattr(config, name):
            raise UnsafeSetting(f"VOICE_NOTIFY={config.notify} also needs {variable(name)}.")
    if config.notify == "webhook" and not _is_https(config.webhook_url):
        raise UnsafeSetting("VOICE_WEBHOOK_URL must begin with https:// and name a host.")
    if config.notify == "govuk" and not _GOVUK_KEY.fullmatch(config.govuk_key):
        raise UnsafeSetting("VOICE_GOVUK_KEY is not a key of GOV.UK Notify: copy it whole.")
    if not config.smtp_tls and config.smtp_host not in {"localhost", "127.0.0.1", "::1"}:
        raise UnsafeSetting("VOICE_SMTP_TLS=0 is only for a mail server on this very machine.")


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect leads to another host; the answer counts as a failure instead."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Never."""


def _post(url: str, body: dict[str, Any], headers: dict[str, str]) -> None:
    told = {"Content-Type": "application/json", **headers}
    asked = urllib.request.Request(url, json.dumps(body).encode(), told, method="POST")  # noqa: S310 - the settings fix scheme and host
    with urllib.request.build_opener(_NoRedirect).open(asked, timeout=_SECONDS) as answer:
        if not 200 <= answer.status < 300:
            raise NotSent(f"HTTP {answer.status}")


def _web64(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()
