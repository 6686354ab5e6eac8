"""Pages of the officer's hour ask the database as often for many answers as for a few."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.build import SENT, a_response, a_worker, signed_in
from voice.answers.arrival import Wishes
from voice.answers.read import mark_read, quotes_for
from voice.storage.keystore import Keystore
from voice.themes.run import code_pending

UNDER = "going_well"
QUARTER = "2026-07-01"
SAID = {
    "en": "My social worker listens to me. I miss my dad.",
    "ar": "لا أحد يستمع إلي",
    "pl": "Nikt mnie nie słucha, boję się zebrań.",
    "so": "Qofna ima dhageysto",
}
PAGES = (
    "/work/answers",
    "/work/themes",
    "/work/themes?language=en",
    "/work/themes?since=2026-01-01",
    "/work/themes/listened",
    "/work/themes/not_assigned",
    "/work/themes/check",
    f"/work/quotes?theme=listened&from={QUARTER}",
)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def _sent(*about: object) -> None:
        sent.append(str(about[2]))

    event.listen(engine, "before_cursor_execute", _sent)
    yield sent
    event.remove(engine, "before_cursor_execute", _sent)


def children_answer(session: Session, engine: Engine, keystore: Keystore, times: int) -> list[str]:
    """Children answer in four languages, each time with a plain remark, too."""
    made = []
    for number in range(times):
        for language, said in SAID.items():
            wishes, sent = Wishes(share="yes"), SENT - timedelta(minutes=number)
            kept = a_response(session, keystore, said, language=language, wishes=wishes, sent=sent)
            made.append(kept.response_id)
        made.append(a_response(session, keystore, "It rains on the tin roof.").response_id)
    for each in made:
        mark_read(session, each, "worker:1")
    session.commit()
    while code_pending(engine, keystore):
        pass
    return made


@pytest.fixture
def officer(client: FlaskClient, session: Session) -> FlaskClient:
    """An officer's browser."""
    signed_in(client, session, a_worker(session))
    return client


def asked(officer: FlaskClient, engine: Engine) -> dict[str, int]:
    """How many statements each page sends, once what is the same for good is known."""
    found = {}
    for page in PAGES:
        assert officer.get(page).status_code == 200
        with counted(engine) as sent:
            html = officer.get(page).text
        assert "<blockquote" in html or page == "/work/answers", f"{page} shows nobody's words"
        found[page] = len(sent)
    return found


def test_no_page_asks_more_often_because_more_children_answered(
    officer: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    children_answer(session, engine, keystore, 3)
    few = asked(officer, engine)
    children_answer(session, engine, keystore, 2)
    assert asked(officer, engine) == few


def test_words_to_quote_are_opened_with_as_few_statements_for_many_as_for_one(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    made = children_answer(session, engine, keystore, 2)
    lengths = []
    for some in (made[:1], made):
        with Session(engine) as own, counted(engine) as sent:
            texts = quotes_for(own, keystore, [(each, UNDER) for each in some])
        assert len(texts) == len(some)
        lengths.append(len(sent))
    assert lengths[0] == lengths[1]
