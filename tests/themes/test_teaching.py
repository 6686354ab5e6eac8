"""Learning from officers: kept only if no worse, the same every time, and reversible."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker, signed_in
from tests.themes.test_correcting import post
from voice.answers.models import Response
from voice.people.models import Role
from voice.storage.keystore import Keystore
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


def a_head(seed: int = 1) -> Head:
    """Two dozen made-up examples in 384 directions."""
    draw = np.random.default_rng(seed)
    vectors = draw.normal(size=(24, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    labels = np.eye(len(KEYS))[[n % len(KEYS) for n in range(24)]]
    known = learning.Known(vectors, tuple(f"made up {n}" for n in range(24)), labels)
    return replace(learning.learn(known, learning.Weighing(5.0, 0.0)), cuts=np.full(len(KEYS), 0.5))


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
    corrected(session, engine, keystore, 20)
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
    assert len(mine.themes.vectors) == len(ours.themes.vectors) + 20
    assert b"zib" not in (first.weights or b"")


def test_an_answer_taken_back_is_forgotten(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    ids = corrected(session, engine, keystore, 20)
    ours = Made()
    teaching.learn(engine, keystore, ours, "worker:1")  # type: ignore[arg-type]
    session.execute(delete(Response).where(Response.id.in_(ids[:19])))
    session.commit()
    mine = teaching.apply(engine, keystore, ours)  # type: ignore[arg-type]
    assert len(mine.themes.vectors) == len(ours.themes.vectors) + 1
    session.execute(delete(Response))
    session.commit()
    mine = teaching.apply(engine, keystore, ours)  # type: ignore[arg-type]
    assert len(mine.themes.vectors) == len(ours.themes.vectors)
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


def test_verdicts_are_corrections_too(session: Session, engine: Engine, keystore: Keystore) -> None:
    kept = a_response(session, keystore, "My social worker never listens to me.")
    code_pending(engine, keystore)
    officer = a_worker(session)
    teaching_from = teaching.corrections(session)
    assert teaching_from == ()
    deciding.add(session, kept.response_id, ASKED, "school", (0, 4), officer.id)
    (told,) = teaching.corrections(session)
    assert {"school", "listened"} <= set(told.themes)


def test_other_themes_than_ours_are_not_heard_by_old_weights(
    session: Session, engine: Engine, keystore: Keystore
) -> None:
    corrected(session, engine, keystore, 20)
    ours = Made()
    teaching.learn(engine, keystore, ours, "worker:1")  # type: ignore[arg-type]
    ours.themes = replace(ours.themes, weights=ours.themes.weights[:, :5])
    assert teaching.apply(engine, keystore, ours) is ours  # type: ignore[arg-type]


def test_the_head_so_far_is_held_to_the_same_test() -> None:
    head = a_head()
    told = tuple(Corrected(f"r{n}", "q", ("home",) if n % 2 else ("school",)) for n in range(16))
    labels = taught.labels_of(told, KEYS)
    whole = Told(told, a_head(2).vectors[:16], labels)
    every = taught.compare(head, whole, {each.mark for each in told})
    assert every.before == every.after
    assert every.better
    nothing = Told(told[:1], whole.vectors[:1], np.zeros((1, len(KEYS))))
    assert taught.compare(head, nothing, set()) == Compared(0.0, 0.0)
