"""A tablet's side of the sealed post, in Python: what a page says, and envelopes made of it."""

from __future__ import annotations

import re
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.forms import open_form
from voice.child import envelope, hpke
from voice.child.envelope import Envelope
from voice.child.pictures import Receipt

KIND = "application/voice-sealed"


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page needs to seal: its ticket, and the key with the form it is for."""

    ticket: str
    key_id: str
    set_key: str
    version: int
    public: bytes

    @classmethod
    def of(cls, client: FlaskClient, token: str, language: str = "en") -> Desk:
        """As a freshly opened form says it."""
        page = client.get(f"/f/{token}?lang={language}").text
        seal = re.search(r'data-seal="([^"]+)"', page)
        assert seal is not None
        key_id, set_key, version, public = seal[1].split()
        raw = urlsafe_b64decode(public + "=" * (-len(public) % 4))
        return cls(open_form(client, token, language).ticket, key_id, set_key, int(version), raw)

    def sealed(
        self,
        fields: Sequence[tuple[str, str]],
        sent_at: str = "2026-09-16T09:30:00Z",
        submission: str | None = None,
        receipt: Receipt | None = None,
        plain: bytes | None = None,
    ) -> bytes:
        """An envelope ready for the post."""
        mine = submission or str(uuid.uuid4())
        inside = plain if plain is not None else envelope.padded(fields, sent_at, receipt)
        info = envelope.bound_to(self.set_key, self.version, mine)
        shut = hpke.seal(self.public, info, inside)
        return envelope.packed(Envelope(self.key_id, self.ticket, mine, shut))


def post(client: FlaskClient, posted: bytes, kind: str = KIND) -> TestResponse:
    """Post an envelope."""
    return client.post("/in", data=posted, headers={"Content-Type": kind})
