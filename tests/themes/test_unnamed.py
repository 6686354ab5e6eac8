"""What many children say that no theme holds stands on a page, to be named or set aside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from tests.build import a_response, a_team, a_worker, signed_in
from tests.forms import token
from voice.answers import take_back
from voice.answers.models import Response
from voice.answers.reach import EVERYWHERE
from voice.answers.sealing import keys_of
from voice.people.models import Role, Worker
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry
from voice.themes import meaning, unnamed, vectors
from voice.themes.meaning import Meaning
from voice.themes.models import NoTheme, Vector
from voice.themes.run import code_pending

pytest.importorskip("numpy")

from tests.themes.test_learnt import a_few

ODD = "The purple envelope hangs on the wall"
PAGE = "/work/themes/new"


@pytest.fixture(scope="module")
def learnt() -> Meaning:
    """Enough to hear by; of themes it holds no opinion, so that phrases speak alone."""
    made = meaning.learn(None, lists=a_few())
    made.themes = replace(made.themes, slope=0.0, offset=-2.4)
    return made


@pytest.fixture
def officer(session: Session) -> Worker:
    made = a_worker(session, Role.OFFICER)
    session.commit()
    return made


def _dozen(session: Session, engine: Engine, keystore: Keystore, learnt: Meaning) -> list[str]:
    """Twelve children say the same odd thing, and twelve say that they are listened to."""
    said = [a_response(session, keystore, f"{ODD}, {n} times.").response_id for n in range(12)]
    for n in range(12):
        a_response(session, keystore, f"My social worker listens to me, {n} times.")
    code_pending(engine, keystore, learnt=learnt)
    return said


def test_children_who_say_alike_what_no_theme_holds_make_a_group(
    session: Session, engine: Engine, keystore: Keystore, learnt: Meaning
) -> None:
    said = _dozen(session, engine, keystore, learnt)
    found = unnamed.unnamed(engine, keystore, EVERYWHERE, "worker:1")
    (group,) = found.possible
    assert (found.among, group.answers, group.children) == (12, 12, 12)
    assert {each[0] for each in group.places} == set(said)
    assert ("purple envelope", 12) in group.telling
    assert len(group.said) == 5
    assert all(ODD in each.text for each in group.said)
    traced = session.scalars(select(TrailEntry).filter_by(act="themes.unnamed_opened")).one()
    assert set(traced.detail["responses"]) == set(said)


def test_what_another_model_heard_waits_until_it_is_read_again(
    session: Session, engine: Engine, keystore: Keystore, learnt: Meaning
) -> None:
    said = _dozen(session, engine, keystore, learnt)
    older = update(Vector).where(Vector.response_id.in_(said)).values(model="another")
    session.execute(older)
    session.commit()
    found = unnamed.unnamed(engine, keystore, EVERYWHERE, "worker:1")
    assert (found.among, found.possible) == (0, ())


@pytest.fixture
def page(
    client: FlaskClient,
    session: Session,
    engine: Engine,
    keystore: Keystore,
    learnt: Meaning,
    officer: Worker,
) -> str:
    """The page, as an officer sees it once a dozen have said the same."""
    _dozen(session, engine, keystore, learnt)
    signed_in(client, session, officer)
    return client.get(PAGE).text


def test_what_was_set_aside_comes_no_more(
    page: str,
    client: FlaskClient,
    session: Session,
    engine: Engine,
    keystore: Keystore,
    officer: Worker,
) -> None:
    assert "12 children say alike" in page
    found = unnamed.unnamed(engine, keystore, EVERYWHERE, "worker:1").possible[0]
    told = [f"{response_id}/{question}" for response_id, question in found.places]
    data = {"csrf_token": token(page), "answer": [*told, "gone/going_well", "spoiled"]}
    after = client.post(f"{PAGE}/none", data=data, follow_redirects=True)
    assert "No new theme in sight" in after.text
    assert session.scalar(select(func.count()).select_from(NoTheme)) == 12
    assert unnamed.dismiss(session, found.places, officer.id) == 0, "said once"


def test_naming_one_goes_on_with_its_telling_words(page: str, client: FlaskClient) -> None:
    told = {"csrf_token": token(page), "step": "again", "language": "en"}
    typing = client.post("/work/themes/codebook/new", data={**told, "phrases": "purple envelope\n"})
    assert typing.status_code == 200
    assert "purple envelope" in typing.text


def test_nobody_reads_there_what_a_team_beyond_their_reach_heard(
    session: Session, engine: Engine, keystore: Keystore, learnt: Meaning
) -> None:
    for n in range(12):
        a_response(session, keystore, f"{ODD}, {n} times.", team=a_team(session, f"team {n}"))
    code_pending(engine, keystore, learnt=learnt)
    from voice.answers.reach import Reach

    nowhere = Reach(teams=frozenset())
    assert unnamed.unnamed(engine, keystore, nowhere, "worker:1").among == 0


def test_vectors_are_made_once_and_open_only_with_the_key(
    session: Session, engine: Engine, keystore: Keystore, learnt: Meaning
) -> None:
    kept = a_response(session, keystore, f"{ODD}. And then it falls down from it.")
    code_pending(engine, keystore, learnt=learnt)
    response = session.get_one(Response, kept.response_id)
    keys = keys_of(keystore, [response])
    first = vectors.of(session, keys, [response])
    assert [len(each) for each in first.values()] == [3], "the whole, and its two sentences"
    made: list[int] = []
    own = meaning.learn(None, lists=a_few())
    embed = own._recent._embed
    own._recent._embed = lambda texts: made.append(len(texts)) or embed(texts)  # type: ignore[func-returns-value]
    response.coded_with = 0
    session.commit()
    assert code_pending(engine, keystore, learnt=own) == 1
    assert made == [], "nothing was made anew"
    again = vectors.of(session, keys, [response])
    assert {k: list(v) for k, v in again.items()} == {k: list(v) for k, v in first.items()}
    assert vectors.of(session, {}, [response]) == {}


def test_vectors_go_with_the_words(
    session: Session, engine: Engine, keystore: Keystore, learnt: Meaning
) -> None:
    kept = a_response(session, keystore, f"Dad hit me. {ODD}.")
    a_response(session, keystore, ODD)
    code_pending(engine, keystore, learnt=learnt)
    assert session.scalar(select(func.count()).select_from(Vector)) == 2
    gone = session.scalars(select(Response).where(Response.id != kept.response_id)).one()
    take_back.take_back(session, keystore, gone.id)
    session.commit()
    assert session.scalars(select(Vector.response_id)).all() == [kept.response_id]
    code_pending(engine, keystore)
    response = session.get_one(Response, kept.response_id)
    response.coded_with = 0
    session.commit()
    code_pending(engine, keystore)
    assert session.scalar(select(func.count()).select_from(Vector)) == 0, "phrases make none"
