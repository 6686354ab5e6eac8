"""Our files are packed once and kept for good; of the pages, only a child's are packed."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urljoin

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_link, a_worker, signed_in
from voice import paths
from voice.child import offline
from voice.people.models import Membership, Role
from voice.web import assets

PACKED = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
SHEETS = sorted(path.name for path in (paths.STATIC / "css").glob("*-????.css"))


def _address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=name)


@pytest.mark.parametrize("name", ["css/base.css", "js/child/flow.js", "pictures/receipt.svg"])
@pytest.mark.parametrize("packing", PACKED)
def test_a_file_comes_as_the_browser_likes_it(
    app: Flask, client: FlaskClient, name: str, packing: str
) -> None:
    answer = client.get(_address(app, name), headers={"Accept-Encoding": packing})
    assert answer.headers.get("Content-Encoding", "") == packing
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert PACKED[packing](answer.data) == (paths.STATIC / name).read_bytes()


def test_a_browser_that_takes_both_gets_the_smaller(app: Flask, client: FlaskClient) -> None:
    liked = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    answer = client.get(_address(app, "css/base.css"), headers=liked)
    assert answer.headers["Content-Encoding"] == "br"


def test_what_is_packed_already_is_not_packed_again(app: Flask, client: FlaskClient) -> None:
    font = "fonts/andika-latin-400.woff2"
    answer = client.get(_address(app, font), headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.mimetype == "font/woff2"
    assert answer.data == (paths.STATIC / font).read_bytes()


def test_a_file_is_packed_once(app: Flask, client: FlaskClient) -> None:
    client.get(_address(app, "css/base.css"))
    before = assets._packed.cache_info()
    for _ in range(3):
        client.get(_address(app, "css/base.css"), headers={"Accept-Encoding": "br"})
    after = assets._packed.cache_info()
    assert (after.misses, after.hits) == (before.misses, before.hits + 3)


def test_a_stamped_file_is_kept_for_good_and_its_address_changes_with_it(
    app: Flask, client: FlaskClient
) -> None:
    address = _address(app, "css/base.css")
    assert assets.stamp() in address
    assert "immutable" in client.get(address).headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/static/css/base.css", "/static/v0123456789ab/css/base.css"])
def test_any_other_address_of_a_file_is_asked_again(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]
    assert "max-age=0" in answer.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_two_packings_have_two_marks(client: FlaskClient) -> None:
    marks = {
        client.get("/static/css/base.css", headers={"Accept-Encoding": each}).headers["ETag"]
        for each in PACKED
    }
    assert len(marks) == 3


@pytest.mark.parametrize(
    "name", ["", "css", "css/none.css", "../pyproject.toml", ".gitkeep", "VENDOR.toml"]
)
def test_nothing_else_is_given_out(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 404
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_of_sheets_is_one_file_that_finds_its_fonts(
    app: Flask, client: FlaskClient, name: str
) -> None:
    address = _address(app, f"css/{name}")
    text = client.get(address).text
    assert "@import" not in text
    assert "/*" not in text
    assert text.count("{") == text.count("}") > 10
    found = re.findall(r"url\(([^)]+)\)", text)
    assert found
    assert {client.get(urljoin(address, each)).status_code for each in found} == {200}


def _encoding(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, path
    return answer.headers.get("Content-Encoding", "")


def test_a_childs_pages_are_packed(app: Flask, client: FlaskClient, session: Session) -> None:
    token = a_link(session).token
    session.commit()
    rest = f"/rest/{offline.version()}?lang=ar"
    for path in (f"/f/{token}", f"/kiosk/{token}", "/help", "/hide", "/receipt", rest):
        assert _encoding(client, path) == "br", path


def test_what_holds_typed_words_is_never_packed(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    token = a_link(session).token
    session.commit()
    answer = client.post(
        f"/f/{token}", data={"a-going_well": "x" * 900}, headers=_LIKED, follow_redirects=True
    )
    assert answer.status_code == 409
    assert "Content-Encoding" not in answer.headers
    person = a_worker(session)
    held = {each.role for each in person.memberships}
    person.memberships.extend(Membership(role=role) for role in Role if role not in held)
    signed_in(client, session, person)
    rules = [each for each in app.url_map.iter_rules() if not each.arguments]
    ours = [
        each.rule
        for each in rules
        if "GET" in (each.methods or ()) and each.endpoint.split(".")[0] not in {"child", "static"}
    ]
    packed = [
        path
        for path in ours
        if "Content-Encoding" in client.get(path, headers=_LIKED, buffered=True).headers
    ]
    assert len(ours) > 15
    assert packed == []


_LIKED = {"Accept-Encoding": "br, gzip"}


def test_what_is_kept_does_not_hang_on_a_cookie(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    signed_in(client, session, a_worker(session))
    for path in (_address(app, "css/base.css"), "/help", f"/rest/{offline.version()}"):
        assert "Cookie" not in client.get(path).headers.get("Vary", ""), path


def test_the_rest_of_a_form_is_kept_under_its_own_stamp_alone(client: FlaskClient) -> None:
    kept = client.get(f"/rest/{offline.version()}?lang=en").headers["Cache-Control"]
    assert "immutable" in kept
    assert client.get("/rest/0123456789abcdef").headers["Cache-Control"] == "no-store"
