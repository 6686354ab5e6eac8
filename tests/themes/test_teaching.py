"""Learning from officers: kept only if no worse, the same every time, and reversible."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker, signed_in
from tests.themes.test_correcting import post
from voice.answers.models import Response
from voice.people.models import Role
from voice.storage import keys
from voice.storage.keystore import Keystore
from voice.storage.types import now
from voice.themes import deciding, edition, learning, taught, teaching
from voice.themes.codebook import codebook
from voice.themes.ear import Ear
from voice.themes.learning import Head
from voice.themes.models import HandCoding, LearntHead
from voice.themes.run import code_pending
from voice.themes.taught import Compared, Corrected, Told

np = pytest.importorskip("numpy")
KEYS = [each.key for each in codebook().themes]
ASKED = "going_well"


def made_up(seed: int = 1) -> tuple[Any, Any]:
    """Two dozen examples in 384 directions, and their labels."""
    draw = np.random.default_rng(seed)
    vectors = draw.normal(size=(24, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors, np.eye(len(KEYS))[[n % len(KEYS) for n in range(24)]]


def a_head() -> Head:
    """Learnt from them, and fairly sure of itself."""
    return replace(learning.learn(learning.sums(*made_up())), slope=20.0, offset=-6.0)


class Made:
    """As `Meaning`, but that a text's vector is made from its letters."""

    def __init__(self) -> None:
        self.themes = a_head()

    def vectors(self, texts: list[str], _languages: list[str]) -> object:
        found = []
        for text in texts:
            counts = np.zeros(384)
            for place, letter in enumerate(text):
                counts[(ord(letter) * 31 + place % 7) % 384] += 1
            found.append(counts / np.linalg.norm(counts))
        return np.array(found)


def examples(heard: object) -> int:
    """How many examples a head stands on: the 1 behind each vector, added up."""
    return round(float(heard.themes.sums.both[-1, -1]))  # type: ignore[attr-defined]


def corrected(session: Session, engine: Engine, keystore: Keystore, many: int) -> list[str]:
    officer, ids = a_worker(session), []
    for number in range(many):
        text = f"zib zab {number}" if number % 2 else f"kro kru {number}"
        kept = a_response(session, keystore, text)
        ids.append(kept.response_id)
        session.add(
            HandCoding(
                response_id=kept.response_id,
                question=ASKED,
                kind="first",
                by=officer.id,
                at=kept_at(session, kept.response_id),
                themes=["school"] if number % 2 else ["home"],
                found=[],
            )
        )
    session.commit()
    return ids


def kept_at(session: Session, response_id: str) -> object:
    return session.get_one(Response, response_id).sent_at


def test_learning_helps_is_kept_and_is_the_same_again(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    ids = corrected(session, engine, keystore, 20)
    assert teaching.is_due(session)
    session.rollback()
    ours = Made()
    first = teaching.learn(engine, keystore, ours, "worker:1")  # type: ignore[arg-type]
    assert first is not None
    assert first.used_from is not None
    assert first.after > first.before
    again = teaching.learn(engine, keystore, ours, "worker:1")  # type: ignore[arg-type]
    assert again is not None
    assert (again.made_from, again.after) == (first.made_from, first.after)
    assert not teaching.is_due(session)
    session.rollback()
    mine = teaching.apply(engine, keystore, ours)  # type: ignore[arg-type]
    assert examples(mine) == examples(ours) + 20
    place = keys.Place("learnt_heads", "weights", first.made_from, "heads")
    opened = keys.open_sealed(keystore.derived("themes.heads"), first.told or b"", place)
    assert json.loads(opened) == {
        "told": {f"{one}|{ASKED}": [("home", "school")[at % 2]] for at, one in enumerate(ids)}
    }


def test_an_answer_taken_back_is_forgotten(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    ids = corrected(session, engine, keystore, 20)
    ours = Made()
    teaching.learn(engine, keystore, ours, "worker:1")  # type: ignore[arg-type]
    session.execute(delete(Response).where(Response.id.in_(ids[:19])))
    session.commit()
    mine = teaching.apply(engine, keystore, ours)  # type: ignore[arg-type]
    assert examples(mine) == examples(ours) + 1
    session.execute(delete(Response))
    session.commit()
    mine = teaching.apply(engine, keystore, ours)  # type: ignore[arg-type]
    assert examples(mine) == examples(ours)
    assert teaching.learn(engine, keystore, ours, "worker:1") is None  # type: ignore[arg-type]


def test_what_is_worse_is_shown_and_never_used(
    session: Session,
    engine: Engine,
    keystore: Keystore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    corrected(session, engine, keystore, 4)
    before = edition.current(session)
    session.rollback()
    monkeypatch.setattr(taught, "compare", lambda *_: Compared(0.5, 0.4))
    ours = Made()
    made = teaching.learn(engine, keystore, ours, "worker:1")  # type: ignore[arg-type]
    assert made is not None
    assert made.used_from is None
    assert teaching.apply(engine, keystore, ours) is ours  # type: ignore[arg-type]
    assert edition.current(session) == before


def test_going_back_reads_every_answer_again(
    client: FlaskClient, session: Session, engine: Engine, keystore: Keystore
) -> None:
    corrected(session, engine, keystore, 20)
    ours = Made()
    ear = Ear(engine, keystore, ours)  # type: ignore[arg-type]
    assert ear.now() is ours
    assert ear.learn_if_due()
    assert not ear.learn_if_due()
    assert ear.now() is not ours
    signed_in(client, session, a_worker(session, Role.OFFICER))
    page = "/work/themes/how"
    assert "Score after" in client.get(page).text
    assert post(client, page, f"{page}/0") == 302
    assert ear.now() is ours
    newest = session.scalars(select(LearntHead.id).order_by(LearntHead.id)).first()
    session.rollback()
    assert post(client, page, f"{page}/{newest}") == 302
    assert ear.now() is not ours
    assert post(client, page, f"{page}/999") == 404
    assert client.post(f"{page}/0").status_code == 400


def test_only_the_last_twenty_are_kept_and_the_one_in_use(session: Session) -> None:
    about = {"by": "worker:1", "made_from": "made up", "corrections": 1, "before": 0.2}
    session.add(LearntHead(at=now(), used_from=now(), told=b"\x01sealed", after=0.3, **about))
    session.add_all(LearntHead(at=now(), after=0.1, **about) for _ in range(30))
    session.flush()
    first, *_, last = session.scalars(select(LearntHead.id).order_by(LearntHead.id))
    assert teaching.go_back(session, first, "worker:1")
    left = list(session.scalars(select(LearntHead.id).order_by(LearntHead.id)))
    assert left == list(range(last - 18, last + 2))
    session.add_all(LearntHead(at=now(), after=0.1, **about) for _ in range(30))
    teaching._forget(session)
    used = teaching.in_use(session)
    assert used is not None
    assert used.id == last + 1
    assert session.scalar(select(func.count()).select_from(LearntHead)) == 21


def test_verdicts_are_corrections_too(session: Session, engine: Engine, keystore: Keystore) -> None:
    kept = a_response(session, keystore, "My social worker never listens to me.")
    code_pending(engine, keystore)
    officer = a_worker(session)
    teaching_from = teaching.corrections(session)
    assert teaching_from == ()
    deciding.add(session, kept.response_id, ASKED, "school", (0, 4), officer.id)
    (told,) = teaching.corrections(session)
    assert {"school", "listened"} <= set(told.themes)


def test_what_an_earlier_version_sealed_is_still_heard(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    ids = corrected(session, engine, keystore, 3)
    old = {"weights": "AAAA", "told": {f"{ids[0]}|{ASKED}": ["home"]}}
    place = keys.Place("learnt_heads", "weights", "old", "heads")
    sealed = keys.seal(keystore.derived("themes.heads"), json.dumps(old).encode(), place)
    about = {"by": "worker:1", "made_from": "old", "corrections": 1, "before": 0.1, "after": 0.2}
    session.add(LearntHead(at=now(), used_from=now(), told=sealed, **about))
    session.commit()
    ours = Made()
    mine = teaching.apply(engine, keystore, ours)  # type: ignore[arg-type]
    assert examples(mine) == examples(ours) + 1


def test_the_head_so_far_is_held_to_the_same_test() -> None:
    head = a_head()
    told = tuple(Corrected(f"r{n}", "q", ("home",) if n % 2 else ("school",)) for n in range(16))
    labels = taught.labels_of(told, KEYS)
    whole = Told(told, made_up(2)[0][:16], labels)
    every = taught.compare(head, whole, {each.mark for each in told})
    assert every.before == every.after
    assert every.better
    nothing = Told(told[:1], whole.vectors[:1], np.zeros((1, len(KEYS))))
    assert taught.compare(head, nothing, set()) == Compared(0.0, 0.0)
