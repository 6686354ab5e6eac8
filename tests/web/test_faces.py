"""The child's pages and the staff's can run apart; the child's know nothing of who signs in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask import Flask, request
from sqlalchemy.orm import Session

from tests.apps import an_app
from tests.build import a_link, a_worker, signed_in
from voice import running
from voice.config import Config, UnsafeSetting
from voice.running import serve

Face = Callable[[str], Flask]


@pytest.fixture
def face(app: Flask, config: Config) -> Iterator[Face]:
    """The same installation with another face."""
    with ExitStack() as opened:
        yield lambda name: opened.enter_context(an_app(replace(config, face=name)))


def _rooms(app: Flask) -> set[str]:
    return {rule.endpoint.split(".")[0] for rule in app.url_map.iter_rules()}


def test_the_childs_face_has_only_the_childs_pages(face: Face) -> None:
    assert _rooms(face("child")) == {"child", "static", "told"}


def test_the_staffs_face_has_all_but_the_childs(face: Face, app: Flask) -> None:
    assert _rooms(face("staff")) == _rooms(app) - {"child", "handover", "told"}


def test_only_a_hand_over_needs_both(face: Face, app: Flask) -> None:
    assert _rooms(app) - _rooms(face("child")) - _rooms(face("staff")) == {"handover"}


def test_the_childs_face_neither_reads_nor_sets_the_staffs_cookie(
    face: Face, session: Session, app: Flask
) -> None:
    token = a_link(session).token
    person = a_worker(session)
    session.commit()
    staff = app.test_client()
    signed_in(staff, session, person)
    cookie = staff.get_cookie("voice")
    assert cookie
    child = face("child")
    seen: list[object] = []
    child.before_request(lambda: seen.append(request.cookies.get("voice")))
    visitor = child.test_client()
    visitor.set_cookie("voice", cookie.value)
    with visitor:
        for path in (f"/f/{token}", "/help", "/hide", "/receipt", "/work", "/no/such/page"):
            answer = visitor.get(path)
            assert "voice=" not in answer.headers.get("Set-Cookie", ""), path
            assert "Cookie" not in answer.headers.get("Vary", ""), path
            from flask import g
            from flask import session as opened

            assert dict(opened) == {}
            assert "worker" not in g
    assert seen == [cookie.value] * 6


def test_on_the_childs_face_every_error_is_told_to_a_child(face: Face) -> None:
    visitor = face("child").test_client()
    for path in ("/work", "/sign-in", "/panel", "/nothing"):
        answer = visitor.get(path, headers={"Accept-Language": "so"})
        assert answer.status_code == 404
        assert 'lang="so"' in answer.text


def test_a_child_can_send_on_the_childs_face(face: Face, session: Session) -> None:
    link = a_link(session).token
    session.commit()
    visitor = face("child").test_client()
    assert visitor.get(f"/f/{link}").status_code == 200
    assert visitor.post(f"/f/{link}", data={}, follow_redirects=True).status_code == 409


def test_staff_pages_open_on_the_staffs_face(face: Face, session: Session) -> None:
    from voice.people.models import Role

    staff = face("staff")
    for role in Role:
        client = staff.test_client()
        signed_in(client, session, a_worker(session, role))
        for path in ("/work", "/work/safety-net", "/nothing"):
            assert client.get(path).status_code in {200, 404}, (role, path)
    assert staff.test_client().get("/help").status_code == 404


def test_a_face_that_is_none_is_refused() -> None:
    with pytest.raises(UnsafeSetting, match="VOICE_FACE"):
        Config(face="both")


def test_the_option_wins_over_the_setting(
    app: Flask, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[str] = []
    monkeypatch.setattr(running, "run_server", lambda config, *_: served.append(config.face))
    monkeypatch.setenv("VOICE_DATA", str(config.data))
    monkeypatch.setenv("VOICE_FACE", "staff")
    runner = CliRunner()
    assert runner.invoke(serve, []).exit_code == 0
    assert runner.invoke(serve, ["--face", "child"]).exit_code == 0
    assert served == ["staff", "child"]
    assert runner.invoke(serve, ["--face", "both"]).exit_code == 2
