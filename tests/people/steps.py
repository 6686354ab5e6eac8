"""The steps a person takes to come in, for tests that take them one by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from voice.people import second
from voice.people.models import Worker
from voice.people.proofs import Login
from voice.storage.session import engine_of, transaction
from voice.storage.trail import TrailEntry

PASSWORD = "kettle orchard violin seven"


@dataclass
class Member:
    """A person of an installation, and the secrets only they know."""

    id: int
    name: str
    app: Flask
    #: The recovery codes.
    codes: tuple[str, ...] = ()

    def enrol(self) -> None:
        """Set up the code app, as on the first sign-in."""
        keystore = self.app.extensions["voice.keystore"]
        with transaction(engine_of(self.app)) as db:
            login = db.get_one(Login, self.id)
            second.prepare(keystore, login)
            worker = db.get_one(Worker, self.id)
            self.codes = tuple(second.confirm(db, keystore, worker, login))

    def digits(self) -> str:
        """What the code app shows now."""
        with Session(engine_of(self.app)) as db:
            return digits_of(self.app, db.get_one(Login, self.id))


def digits_of(app: Flask, login: Login) -> str:
    """What the code app of this login shows now."""
    plain = second._secret(app.extensions["voice.keystore"], login)
    return str(second._APP.generate_totp_password(plain))


def form_token(page: TestResponse) -> str:
    """The token of the page's form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def hidden(page: TestResponse, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text)
    assert found, page.text
    return found[1]


def give_password(
    client: FlaskClient, name: str, password: str = PASSWORD, **more: str
) -> TestResponse:
    """Open the sign-in page and send a name and a password."""
    token = form_token(client.get("/sign-in"))
    data = {"csrf_token": token, "name": name, "password": password, **more}
    return client.post("/sign-in", data=data)


def give_code(client: FlaskClient, page: TestResponse, code: str, **more: str) -> TestResponse:
    """Send a code from the page that asks for it."""
    data = {"csrf_token": form_token(page), "code": code, **more}
    return client.post("/sign-in/code", data=data)


def come_in(client: FlaskClient, member: Member) -> TestResponse:
    """Sign in the whole way."""
    return give_code(client, give_password(client, member.name), member.digits())


def press(client: FlaskClient, seen: str, path: str, **data: str) -> TestResponse:
    """Press a button on the page `seen` that posts to `path`."""
    return client.post(path, data={"csrf_token": form_token(client.get(seen)), **data})


def is_in(client: FlaskClient) -> bool:
    """Whether somebody is signed in."""
    return client.get("/work").status_code == 200


def acts(session: Session) -> list[str]:
    """What people did, as it stands in the trail, oldest first; holds no lock afterwards."""
    session.rollback()
    room = TrailEntry.act.startswith("people.")
    found = list(session.scalars(select(TrailEntry.act).where(room).order_by(TrailEntry.number)))
    session.rollback()
    return found
