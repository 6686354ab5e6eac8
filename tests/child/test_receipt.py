"""A child finds the way back to an answer by five pictures and six digits, and nobody else does."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.build import a_link, a_response, a_worker
from tests.forms import open_form
from voice.answers import reply, take_back
from voice.answers.models import Answer, Response, Tombstone
from voice.child import receipt
from voice.child.models import ReceiptMark
from voice.child.pictures import PICTURES, Receipt, drawn, read
from voice.safety.models import Alert
from voice.storage import trail
from voice.storage.keystore import Keystore, LostKey
from voice.storage.types import now

SECRET = b"a secret of the tests, long enough"


def _send(client: FlaskClient, session: Session, said: str = "My canary sings.") -> Receipt:
    link = a_link(session)
    session.commit()
    form = open_form(client, link.token)
    answer = client.post(
        form.path,
        data={"ticket": form.ticket, "a-going_well": said, "answer": "pictures"},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    return _shown(answer.text)


def _shown(page: str) -> Receipt:
    names = tuple(dict.fromkeys(re.findall(r"receipt\.svg#(\w+)", page)))
    digits = re.search(r'<b dir="ltr">(\d{3}) (\d{3})</b>', page)
    assert digits is not None
    return Receipt(names, digits[1] + digits[2])


def _look(
    client: FlaskClient, given: Receipt, language: str = "en", near: str = "192.0.2.1"
) -> tuple[int, str]:
    answer = client.post(
        f"/receipt?lang={language}",
        data={"pictures": list(given.pictures), "code": given.spaced},
        environ_base={"REMOTE_ADDR": near},
    )
    return answer.status_code, answer.text


def _count(session: Session, model: type[Any]) -> int:
    """How many there are, as others left it; SQLite's pen is put down again."""
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()
    return found


def _left(session: Session) -> tuple[str, list[str], str]:
    """Of the one response: the id of its key, the questions that still have words, and sharing."""
    session.expire_all()
    found = session.scalars(select(Response)).one()
    left = [each.question for each in found.answers if each.text]
    told = found.key_id, left, found.consent.share
    session.rollback()
    return told


def _key(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_there_are_thirty_two_pictures_and_each_is_drawn() -> None:
    from voice.paths import STATIC

    symbols = re.findall(r'<symbol id="(\w+)"', (STATIC / "pictures" / "receipt.svg").read_text())
    assert symbols == list(PICTURES)
    assert len(symbols) == 32


def test_a_receipt_belongs_to_its_seed_and_every_picture_comes_up() -> None:
    many = [drawn(str(number)) for number in range(2000)]
    seen = Counter(name for each in many for name in each.pictures)
    assert drawn("7") == drawn("7") != drawn("7", turn=1)
    assert all(len(set(each.pictures)) == 5 and re.fullmatch(r"\d{6}", each.code) for each in many)
    assert set(seen) == set(PICTURES)
    assert min(seen.values()) > 230 < 312 < max(seen.values()) + 150
    assert len(set(many)) == len(many)


def test_a_receipt_is_read_however_it_is_typed() -> None:
    given = drawn("x")
    arabic = given.code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert read(reversed(given.pictures), f" {given.code[:3]}-{given.code[3:]} ") == given
    assert read(given.pictures, arabic) == given


@pytest.mark.parametrize(
    ("pictures", "code"),
    [((), "123456"), (("drop",) * 5, "123456"), (tuple(PICTURES)[:6], "123456"),
     (("drop", "star", "house", "leaf", "nothing"), "123456"), (tuple(PICTURES)[:5], "12345")],
)  # fmt: skip
def test_what_cannot_be_a_receipt_is_none(pictures: tuple[str, ...], code: str) -> None:
    assert read(pictures, code) is None


def test_the_database_holds_neither_pictures_nor_digits(
    session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "Hello.")
    given = receipt.give(session, SECRET, "seed", kept.response_id)
    assert given is not None
    mark = session.scalars(select(ReceiptMark.digest)).one()
    assert re.fullmatch(r"[0-9a-f]{64}", mark)
    assert given.code not in mark
    assert receipt.find(session, SECRET, given) == kept.response_id
    assert receipt.find(session, b"another secret", given) is None
    assert receipt.find(session, SECRET, None) is None
    assert receipt.give(session, SECRET, "seed", kept.response_id) == given
    other = a_response(session, keystore, "Another child.")
    assert receipt.give(session, SECRET, "seed", other.response_id) not in {given, None}


def test_the_thank_you_page_gives_a_receipt_and_gives_it_again(
    client: FlaskClient, session: Session
) -> None:
    link = a_link(session)
    session.commit()
    form = open_form(client, link.token)
    told = {"ticket": form.ticket, "a-going_well": "All is well."}
    first = _shown(client.post(form.path, data=told, follow_redirects=True).text)
    assert _shown(client.post(form.path, data=told, follow_redirects=True).text) == first
    assert len(first.pictures) == 5


@pytest.mark.parametrize("language", ["en", "ar", "pl", "so"])
def test_the_receipt_shows_how_far_the_answer_is_and_never_what_it_says(
    client: FlaskClient, session: Session, keystore: Keystore, language: str
) -> None:
    given = _send(client, session)
    status, page = _look(client, given, language)
    assert status == 200
    assert page.count('<li class="done"') == 1
    officer = a_worker(session)
    response = session.scalars(select(Response)).one()
    response.read_at = now()
    reply.write(session, keystore, response.id, "We heard you.", "en", officer.id)
    session.commit()
    _, page = _look(client, given, language)
    assert page.count('<li class="done"') == 3
    assert "We heard you." in page
    assert "canary" not in page


def test_wrong_ones_all_get_the_same_page(client: FlaskClient, session: Session) -> None:
    given = _send(client, session)
    wrong = [
        Receipt(given.pictures, f"{(int(given.code) + 1) % 1_000_000:06}"),
        Receipt(given.pictures, "1"),
    ]
    answers = {_look(client, each) for each in wrong}
    assert {status for status, _ in answers} == {404}
    assert len(answers) == 1


def test_too_many_tries_are_refused_even_with_the_right_one(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    given = _send(client, session)
    statuses = [_look(client, Receipt(given.pictures, "000000"))[0] for _ in range(12)]
    assert set(statuses) <= {404}
    assert _look(client, given)[0] == 429
    assert _look(client, given, near="192.0.2.77")[0] == 429, "a neighbour of the same network"
    assert _look(client, given, near="198.51.100.7")[0] == 200


def test_a_child_says_whether_it_helped(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    given = _send(client, session)
    response = session.scalars(select(Response.id)).one()
    said = reply.write(session, keystore, response, "We did it.", "en", a_worker(session).id)
    session.commit()
    _, page = _look(client, given)
    told = {"key": _key(page), "reply": said, "helped": "a_bit"}
    assert "Did that help?" not in client.post("/receipt/helped", data=told).text
    session.expire_all()
    assert [each.helped for each in reply.written(session, keystore, response)] == ["a_bit"]
    assert not reply.say_whether_it_helped(session, "another", said, "yes")


def test_taking_back_is_asked_twice_and_leaves_nothing(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    link = a_link(session)
    session.commit()
    form = open_form(client, link.token)
    told = {"ticket": form.ticket, "a-going_well": "My canary sings."}
    given = _shown(client.post(form.path, data=told, follow_redirects=True).text)
    key_id, _, _ = _left(session)
    _, page = _look(client, given)
    asked = client.post("/receipt/back", data={"key": _key(page)})
    assert _count(session, Response) == 1
    done = client.post("/receipt/back", data={"key": _key(asked.text), "sure": "yes"})
    assert done.status_code == 200
    session.expire_all()
    for model in (Response, Answer, ReceiptMark):
        assert _count(session, model) == 0
    with pytest.raises(LostKey):
        keystore.find(key_id)
    assert _look(client, given)[0] == 404
    assert client.post(form.path, data=told, follow_redirects=True).status_code == 404
    assert _count(session, Response) == 0
    assert _count(session, Tombstone) == 1
    again = client.post("/receipt/back", data={"key": _key(asked.text), "sure": "yes"})
    assert again.status_code == 200
    assert trail.verify(session) is None


def test_what_raised_an_alert_stays_and_nothing_else(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    link = a_link(session)
    session.commit()
    form = open_form(client, link.token)
    told = {
        "ticket": form.ticket, "share": "yes",
        "a-going_well": "My canary sings.", "a-worst_thing": "x", "a-one_change": "Dad hit me.",
    }  # fmt: skip
    given = _shown(client.post(form.path, data=told, follow_redirects=True).text)
    page = _look(client, given)[1]
    client.post("/receipt/back", data={"key": _key(page), "sure": "yes"})
    assert _count(session, Alert) >= 1
    assert _left(session)[1:] == (["one_change"], "no")
    assert _look(client, given)[0] == 404
    assert client.post(form.path, data=told, follow_redirects=True).status_code == 200, (
        "a copy is known, and not kept"
    )
    assert _left(session)[1] == ["one_change"]


def test_what_is_in_a_pack_cannot_be_taken_back(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    given = _send(client, session)
    key = _key(_look(client, given)[1])
    response = session.scalars(select(Response)).one()
    response.packed_at = now()
    session.commit()
    assert "Take my words back" not in _look(client, given)[1]
    client.post("/receipt/back", data={"key": key, "sure": "yes"})
    assert _count(session, Response) == 1
    with pytest.raises(take_back.AlreadyPacked):
        take_back.take_back(session, keystore, response.id)


@pytest.mark.parametrize("path", ["/receipt/back", "/receipt/helped"])
def test_a_made_up_key_opens_nothing(client: FlaskClient, path: str) -> None:
    assert client.post(path, data={"key": "made up", "sure": "yes"}).status_code == 409


def test_the_officer_writes_back_where_the_child_asked(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    given = _send(client, session)
    response = session.scalars(select(Response.id)).one()
    officer = a_worker(session)
    reply.write(session, keystore, response, "Thank you for telling us.", "en", officer.id)
    session.commit()
    assert "Thank you for telling us." in _look(client, given)[1]
    entries = session.scalars(select(trail.TrailEntry.act)).all()
    assert "answers.replied" in entries
    assert not any(
        "Thank you" in str(each.detail) for each in session.scalars(select(trail.TrailEntry))
    )
