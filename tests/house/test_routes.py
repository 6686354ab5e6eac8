"""Every page says who may open it, and the table of permissions holds nothing that no page uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_worker, signed_in
from voice import paths
from voice.people.models import Role
from voice.people.permissions import MAY

PACKAGE = Path(paths.__file__).parent
#: Rights of rooms that are still to be furnished.
NOT_YET: frozenset[str] = frozenset()


def _views(app: Flask) -> dict[str, str | None]:
    views = {name: view for name, view in app.view_functions.items() if name != "static"}
    return {name: getattr(view, "guard", None) for name, view in views.items()}


def _plain_pages(app: Flask) -> dict[str, str]:
    """Paths of guarded pages that need no argument, with their ability."""
    return {
        str(rule): str(app.view_functions[rule.endpoint].guard)  # type: ignore[attr-defined]
        for rule in app.url_map.iter_rules()
        if not rule.arguments
        and "GET" in (rule.methods or ())
        and getattr(app.view_functions[rule.endpoint], "guard", None) in MAY
    }


def test_every_route_is_guarded(app: Flask) -> None:
    assert [name for name, guard in _views(app).items() if guard is None] == []


def test_every_guard_is_anyone_or_in_the_table(app: Flask) -> None:
    known = {"anyone", *MAY}
    assert {name: guard for name, guard in _views(app).items() if guard not in known} == {}


def test_every_ability_is_used(app: Flask) -> None:
    used = set(_views(app).values())
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    used |= set(re.findall(r'may\([^)]*"([a-z_]+\.[a-z_]+)"\)', code))
    assert set(MAY) - used - NOT_YET == set()


def test_every_ability_belongs_to_somebody() -> None:
    assert [ability for ability, roles in MAY.items() if not roles] == []


def test_no_route_reads_a_childs_words_without_a_guard(app: Flask) -> None:
    opened = [
        name
        for name, guard in _views(app).items()
        if name.split(".")[0] in {"answers", "themes", "panel"} and guard == "anyone"
    ]
    assert opened == []


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_pages_and_no_others(
    app: Flask, client: FlaskClient, session: Session, role: Role
) -> None:
    worker = a_worker(session, role)
    signed_in(client, session, worker)
    wrong = {}
    for path, ability in _plain_pages(app).items():
        status = client.get(path).status_code
        if (status == 403) == (role in MAY[ability]) or status >= 500:
            wrong[path] = (ability, status)
    assert wrong == {}


def test_a_stranger_is_sent_to_sign_in(app: Flask, client: FlaskClient) -> None:
    for path in _plain_pages(app):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.location.startswith("/sign-in"), path


def test_somebody_who_left_is_sent_to_sign_in(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    worker = a_worker(session)
    worker.active = False
    signed_in(client, session, worker)
    for path in _plain_pages(app):
        assert client.get(path).status_code == 302, path
