"""Passkeys: a key in a person's device, which asks for a finger, a face or a PIN by itself.

It proves two things at once, having the device and being its owner, so it needs no second step, and
no other site can ask for it. The library checks (W3C WebAuthn, level 2); we remember the keys.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from voice.people.models import Worker
from voice.people.proofs import Login, Passkey
from voice.storage import trail
from voice.storage.types import now

MOST: Final = 10
_OWNER: Final = UserVerificationRequirement.REQUIRED


class NotProven(Exception):
    """What the browser sent does not prove anything."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the browser is: the name keys are bound to, and the whole origin."""

    name: str
    origin: str


def ask_for_new(site: Site, worker: Worker, known: Sequence[Passkey]) -> dict[str, Any]:
    """What the browser needs to make a key for this person."""
    options = generate_registration_options(
        rp_id=site.name,
        rp_name="Voice",
        user_id=str(worker.id).encode(),
        user_name=worker.email or worker.name,
        user_display_name=worker.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_OWNER
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.id)) for each in known
        ],
    )
    return dict(json.loads(options_to_json(options)))


def ask(site: Site) -> dict[str, Any]:
    """What the browser needs to ask for any key of this site."""
    options = generate_authentication_options(rp_id=site.name, user_verification=_OWNER)
    return dict(json.loads(options_to_json(options)))


def keep(db: Session, site: Site, worker: Worker, challenge: str, sent: str, name: str) -> Passkey:
    """Remember a new key; NotProven if it was not made here and now by its owner."""
    try:
        made = verify_registration_response(
            credential=_read(sent),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise NotProven from wrong
    known = bytes_to_base64url(made.credential_id)
    if db.get(Passkey, known) is not None or len(of(db, worker.id)) >= MOST:
        raise NotProven
    public = bytes_to_base64url(made.credential_public_key)
    key = Passkey(
        id=known, worker_id=worker.id, public=public, uses=made.sign_count, name=name, made_at=now()
    )
    db.add(key)
    trail.write(db, f"worker:{worker.id}", "people.passkey_added", f"worker:{worker.id}")
    return key


def owner(db: Session, site: Site, challenge: str, sent: str) -> Worker:
    """Whose key answered; NotProven if none of ours did, or its owner may not come in."""
    try:
        key = db.get(Passkey, str(_read(sent).get("id", "")))
        if key is None:
            raise NotProven
        used = verify_authentication_response(
            credential=_read(sent),
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(key.public),
            credential_current_sign_count=key.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        raise NotProven from wrong
    key.uses, key.used_at = used.new_sign_count, now()
    worker, login = db.get_one(Worker, key.worker_id), db.get(Login, key.worker_id)
    if not worker.active or (login is not None and login.approved_at is None):
        raise NotProven
    return worker


def of(db: Session, worker_id: int) -> tuple[Passkey, ...]:
    """A person's keys, oldest first."""
    query = select(Passkey).where(Passkey.worker_id == worker_id)
    return tuple(db.scalars(query.order_by(Passkey.made_at)))


def take_away(db: Session, worker: Worker, known: str) -> None:
    """Forget one of a person's own keys."""
    key = db.get(Passkey, known)
    if key is not None and key.worker_id == worker.id:
        db.delete(key)
        trail.write(db, f"worker:{worker.id}", "people.passkey_removed", f"worker:{worker.id}")


def _read(sent: str) -> dict[str, Any]:
    found = json.loads(sent)
    if not isinstance(found, dict):
        raise ValueError("a credential is an object")
    return found
