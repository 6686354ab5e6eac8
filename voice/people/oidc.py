"""The council's own sign-in (OpenID Connect): who its tokens say somebody is, and what that gives.

Authlib asks with PKCE, state and nonce, and checks the signature, the issuer, the audience and the
time. Then nobody comes in without a second factor, and a claim gives a role only where the settings
say so: a claim that calls itself "admin" means nothing by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from authlib.integrations.flask_client import OAuth
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.config import Config, UnsafeSetting
from voice.people import accounts, entering
from voice.people.accounts import Held, Refused
from voice.people.models import Role, Team, Worker
from voice.storage import trail
from voice.storage.types import now

#: Signatures made with a private key: a shared secret or none at all proves nothing.
_SIGNED: Final = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
_ALGORITHMS: Final = "id_token_signing_alg_values_supported"
_NAME: Final = "council"
_WAIT: Final = 10
#: Letters of a subject, by the standard.
_LONGEST: Final = 255
_ACTOR: Final = "council-sign-in"


class NotLetIn(Exception):
    """This person does not come in: "failed", "weak", "unknown" or "disabled"."""

    def __init__(self, why: str, worker_id: int | None = None) -> None:
        super().__init__(why)
        self.why, self.worker_id = why, worker_id


@dataclass(frozen=True, slots=True)
class Told:
    """What the council's sign-in says about somebody."""

    subject: str
    name: str
    #: Only an address that was checked there.
    email: str | None
    #: What the claim of roles holds.
    values: frozenset[str]
    strong: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """What one value of the claim gives here."""

    value: str
    role: Role
    team: str | None = None


def init_app(app: Flask, config: Config) -> None:
    """Make the client, if the settings name a sign-in; UnsafeSetting for a role that is none."""
    app.jinja_env.globals["council_sign_in"] = bool(config.oidc_issuer)
    if not config.oidc_issuer:
        return
    rules_of(config)
    OAuth(app).register(
        _NAME,
        client_id=config.oidc_client_id,
        client_secret=config.oidc_client_secret,
        server_metadata_url=f"{config.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": _WAIT,
        },
    )


def client_of(app: Flask, config: Config) -> Any:
    """The client, after it is sure that it speaks with the issuer of the settings."""
    client = app.extensions["authlib.integrations.flask_client"].create_client(_NAME)
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != config.oidc_issuer:
        raise NotLetIn("failed")
    offered = metadata.get(_ALGORITHMS) or ["RS256"]
    metadata[_ALGORITHMS] = [each for each in offered if each in _SIGNED]
    if not metadata[_ALGORITHMS]:  # an empty list would mean any
        raise NotLetIn("failed")
    return client


def rules_of(config: Config) -> tuple[Rule, ...]:
    """The settings' pairs `value=role` or `value=role@team`."""
    return tuple(_rule(pair) for pair in config.oidc_roles)


def read(claims: Mapping[str, Any], config: Config) -> Told:
    """The claims of a checked token, as far as they matter here."""
    proofs = {*_several(claims.get("acr")), *_several(claims.get("amr"))}
    email = claims.get("email") if claims.get("email_verified") is True else None
    subject = str(claims["sub"])
    if not 0 < len(subject) <= _LONGEST:
        raise NotLetIn("failed")
    return Told(
        subject=subject,
        name=str(claims.get("name") or email or subject)[:120],
        email=entering.folded(str(email)) if email else None,
        values=frozenset(_several(claims.get(config.oidc_role_claim))),
        strong=bool(proofs & set(config.oidc_acr)),
    )


def come_in(db: Session, told: Told, rules: tuple[Rule, ...]) -> Worker:
    """The person these claims are about, added or brought up to date; NotLetIn says why not."""
    worker = _known(db, told)
    if not told.strong:
        raise NotLetIn("weak", worker.id if worker else None)
    held = _held(db, told, rules)
    if worker is None:
        if not held:
            raise NotLetIn("unknown")
        worker = _add(db, told)
    if not worker.active:
        raise NotLetIn("disabled", worker.id)
    if rules:
        _set_roles(db, worker, held)
    if not worker.roles:
        raise NotLetIn("unknown", worker.id)
    worker.name = told.name
    return worker


def refuse(db: Session, why: NotLetIn) -> None:
    """Trace that somebody was not let in."""
    subject = f"worker:{why.worker_id or 'unknown'}"
    trail.write(db, _ACTOR, "people.refused", subject, reason=f"council_{why.why}")


def _known(db: Session, told: Told) -> Worker | None:
    found = db.scalar(select(Worker).where(Worker.oidc_subject == told.subject))
    if found is not None or told.email is None:
        return found
    same = (func.lower(Worker.email) == told.email, Worker.oidc_subject.is_(None))
    found = db.scalar(select(Worker).where(*same))
    if found is not None and told.strong:
        found.oidc_subject = told.subject
        trail.write(db, _ACTOR, "people.linked", f"worker:{found.id}")
    return found


def _add(db: Session, told: Told) -> Worker:
    same = select(Worker.id).where(func.lower(Worker.email) == told.email)
    worker = Worker(
        name=told.name,
        email=told.email if db.scalar(same) is None else None,
        oidc_subject=told.subject,
        created_at=now(),
        active=True,
    )
    db.add(worker)
    db.flush()
    trail.write(db, _ACTOR, "people.added", f"worker:{worker.id}", roles=[])
    return worker


def _held(db: Session, told: Told, rules: tuple[Rule, ...]) -> list[Held]:
    keys = {team.key: team.id for team in db.scalars(select(Team))}
    given = [rule for rule in rules if rule.value in told.values]
    return [
        Held(rule.role, keys[rule.team] if rule.team else None)
        for rule in given
        if rule.team is None or rule.team in keys
    ]


def _set_roles(db: Session, worker: Worker, held: list[Held]) -> None:
    try:
        accounts.set_roles(db, _ACTOR, worker, held)
    except Refused:  # the last administrator stays one, or nobody could mend the settings
        return


def _rule(pair: str) -> Rule:
    value, _, given = pair.rpartition("=")
    role, _, team = given.partition("@")
    if not value or role not in set(Role):
        raise UnsafeSetting(f"VOICE_OIDC_ROLES: {pair!r} is not of the form group=role.")
    return Rule(value, Role(role), team or None)


def _several(claim: object) -> list[str]:
    if isinstance(claim, str):
        return [claim]
    return [str(each) for each in claim] if isinstance(claim, list | tuple) else []
