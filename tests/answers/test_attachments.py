"""A drawing is numbers: what fits is kept as it was drawn, and anything else is refused whole."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.build import a_link, an_arrival
from tests.forms import open_form
from voice.answers.attachments import (
    HEIGHT,
    LONGEST,
    MOST_STROKES,
    RUBBER,
    WIDTH,
    BadDrawing,
    Drawing,
    Stroke,
    lines,
    parse,
    written,
)
from voice.answers.models import Answer, Attachment, Response
from voice.answers.read import open_response
from voice.answers.receive import BadArrival, OtherContent, receive
from voice.questions.kinds import State, Tier
from voice.storage.keystore import Keystore

WITHIN = timedelta(days=5)
LINE = "[1,[0,1,100,200,10,0,10,-5]]"
SUN = Stroke(3, 2, ((500, 100), (520, 120), (480, 130)))

_points = st.lists(
    st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT)), min_size=1, max_size=30
)
_strokes = st.builds(Stroke, st.integers(0, RUBBER - 1), st.integers(0, 2), _points.map(tuple))


def test_points_are_kept_where_they_were_drawn() -> None:
    drawing = parse("wishes", LINE)
    assert drawing == Drawing("wishes", (Stroke(0, 1, ((100, 200), (110, 200), (120, 195))),))


@given(st.lists(_strokes, min_size=1, max_size=10))
def test_what_is_written_is_read_again(strokes: list[Stroke]) -> None:
    drawing = Drawing("wishes", tuple(strokes))
    assert parse("wishes", written(drawing)) == drawing


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no drawing",
        "null",
        "[]",
        "{}",
        "[2,[0,1,100,200]]",
        "[true,[0,1,100,200]]",
        "[1]",
        "[1,7]",
        "[1,[0,1,100]]",
        "[1,[0,1,100,200,5]]",
        "[1,[0,1]]",
        "[1,[6,1,100,200]]",
        "[1,[-1,1,100,200]]",
        "[1,[0,3,100,200]]",
        "[1,[0,true,100,200]]",
        "[1,[0,1,100.0,200]]",
        "[1,[0,1,1e2,200]]",
        "[1,[0,1,NaN,200]]",
        "[1,[0,1,Infinity,200]]",
        '[1,[0,1,"100",200]]',
        "[1,[0,1,100,null]]",
        "[1,[0,1,[100],200]]",
        "[1,[0,1,1001,200]]",
        "[1,[0,1,100,801]]",
        "[1,[0,1,100,200,-101,0]]",
        "[1,[5,1,100,200]]",
        "<svg onload=alert(1)>",
        "[1,[0,1,100,200]] ]",
        "[" * 20_000,
        "[1,[0,1,100," + "9" * 5_000 + "]]",
        "[1" + ",[0,1,1,1]" * (MOST_STROKES + 1) + "]",
        "[1,[0,1,100,200" + ",0,0" * LONGEST + "]]",
    ],
    ids=lambda text: text[:30],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadDrawing):
        parse("wishes", text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=20,
    )
)
def test_nothing_that_json_can_say_breaks_the_reader(told: Any) -> None:
    try:
        drawing = parse("wishes", json.dumps(told))
    except BadDrawing:
        return
    assert drawing.strokes


@given(st.lists(_strokes, min_size=1, max_size=10))
def test_what_is_drawn_for_people_is_numbers_alone(strokes: list[Stroke]) -> None:
    for line in lines(Drawing("wishes", tuple(strokes))):
        assert re.fullmatch(r"M\d+ \d+(Q\d+ \d+ [\d.]+ [\d.]+)*L\d+ \d+", line.path)
        assert re.fullmatch(r"#[0-9A-F]{6}", line.colour)


def test_rubbing_out_is_wider_than_drawing_and_white() -> None:
    drawing = Drawing("wishes", (SUN, replace(SUN, pen=RUBBER)))
    sun, rubbed = lines(drawing)
    assert rubbed.width == 2 * sun.width
    assert rubbed.colour == "#FFFFFF"


def _drawn(session: Session, under: str = "going_well", **more: Any) -> Any:
    arrival = an_arrival(session, **more)
    return replace(arrival, drawings=(Drawing(under, (SUN,)),))


def test_a_drawing_opens_again_and_counts_as_an_answer(
    either_engine: str, engine: Engine, session: Session, keystore: Keystore
) -> None:
    arrival = _drawn(session)
    kept = receive(session, keystore, arrival, WITHIN)
    session.commit()
    opened = open_response(engine, keystore, kept.response_id, "worker:1")
    (answer,) = opened.said
    assert answer not in opened.unsaid
    assert answer.question.id == "going_well"
    assert answer.drawing == lines(Drawing("going_well", (SUN,)))


def test_the_strokes_are_sealed_and_go_with_the_response(
    session: Session, keystore: Keystore
) -> None:
    kept = receive(session, keystore, _drawn(session), WITHIN)
    session.commit()
    attachment = session.get_one(Attachment, (kept.response_id, "going_well", "drawing"))
    assert b"500" not in attachment.strokes
    session.delete(session.get_one(Response, kept.response_id))
    session.commit()
    assert session.get(Attachment, (kept.response_id, "going_well", "drawing")) is None


def test_the_same_drawing_twice_is_kept_once_and_another_is_refused(
    session: Session, keystore: Keystore
) -> None:
    arrival = _drawn(session)
    receive(session, keystore, arrival, WITHIN)
    session.commit()
    assert not receive(session, keystore, arrival, WITHIN).new
    with pytest.raises(OtherContent):
        receive(session, keystore, replace(arrival, drawings=()), WITHIN)


@pytest.mark.parametrize("under", ["no_such_question", "leaving_care"])
def test_there_is_paper_only_under_questions_that_have_it(
    session: Session, keystore: Keystore, under: str
) -> None:
    arrival = replace(an_arrival(session), drawings=(Drawing(under, (SUN,)),))
    with pytest.raises(BadArrival):
        receive(session, keystore, arrival, WITHIN)


def test_a_drawing_comes_with_the_form_and_is_an_answer(
    client: FlaskClient, session: Session
) -> None:
    form = open_form(client, _link(session))
    sent = client.post(
        form.path, data={"ticket": form.ticket, "d-wishes": LINE}, follow_redirects=True
    )
    assert sent.status_code == 200
    (attachment,) = session.scalars(select(Attachment)).all()
    answer = session.get_one(Answer, (attachment.response_id, "wishes"))
    assert (attachment.kind, answer.state) == ("drawing", State.ANSWERED)


def test_what_is_no_drawing_costs_no_words(client: FlaskClient, session: Session) -> None:
    form = open_form(client, _link(session))
    told = {"ticket": form.ticket, "d-wishes": "<svg>", "a-wishes": "A dog.", "d-worries": LINE}
    sent = client.post(form.path, data=told, follow_redirects=True)
    assert sent.status_code == 422
    assert "A dog." in sent.text
    assert 'name="d-wishes"' not in sent.text
    assert 'name="d-worries"' in sent.text
    assert session.scalars(select(Attachment)).all() == []


def _link(session: Session) -> str:
    token = a_link(session, "GS-Y", Tier.YOUNGEST).token
    session.commit()
    return token


def test_two_drawings_under_one_question_are_refused(session: Session, keystore: Keystore) -> None:
    arrival = _drawn(session)
    with pytest.raises(BadArrival):
        receive(session, keystore, replace(arrival, drawings=arrival.drawings * 2), WITHIN)
