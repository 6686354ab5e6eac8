"""A drawing is kept stroke by stroke, outlives turns and Back, and reaches the officer."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.borough import Borough
from tests.browser.walk import start, stroke, to, to_the_last_look
from voice.answers.attachments import parse
from voice.people.models import Role
from voice.questions.kinds import Tier

pytestmark = pytest.mark.browser

ROOF = ((0.2, 0.5), (0.5, 0.2), (0.8, 0.5))


def _paper(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    to(page, "wishes")
    page.locator("#draw").click()
    page.locator(".paper canvas").wait_for()


def _strokes(page: Page) -> int:
    field = page.locator("[name=d-wishes]")
    return len(json.loads(field.input_value())) - 1 if field.count() else 0


def _tap(page: Page, what: str) -> None:
    page.locator(f".drawing button[value={what}]").click()


def test_strokes_are_kept_as_numbers_that_the_server_reads(visited: Borough, page: Page) -> None:
    _paper(visited, page)
    page.locator(".drawing input[name=pen]").nth(2).check()
    stroke(page, *ROOF)
    drawing = parse("wishes", page.locator("[name=d-wishes]").input_value())
    (line,) = drawing.strokes
    assert (line.pen, line.thickness) == (2, 1)
    assert abs(line.points[0][0] - 200) < 8
    assert abs(line.points[0][1] - 400) < 8


def test_undo_redo_and_start_again(visited: Borough, page: Page) -> None:
    _paper(visited, page)
    stroke(page, *ROOF)
    stroke(page, (0.4, 0.6), (0.6, 0.6))
    _tap(page, "undo")
    assert _strokes(page) == 1
    _tap(page, "redo")
    assert _strokes(page) == 2
    _tap(page, "clear")
    page.locator("#over-clear button[value=no]").click()
    assert _strokes(page) == 2
    _tap(page, "clear")
    page.locator("#over-clear button[value=yes]").click()
    assert _strokes(page) == 0


def test_a_blank_sheet_is_no_answer(visited: Borough, page: Page) -> None:
    _paper(visited, page)
    page.locator(".drawing [value='5']").check()
    stroke(page, *ROOF)
    assert _strokes(page) == 0
    page.locator(".drawing input[name=pen]").nth(0).check()
    stroke(page, (0.5, 0.5), (0.52, 0.5))
    assert _strokes(page) == 2
    page.locator(".drawing [value='5']").check()
    stroke(page, (0.4, 0.5), (0.6, 0.5), (0.4, 0.5))
    assert _strokes(page) == 0


def test_turning_the_tablet_and_going_back_keep_the_drawing(visited: Borough, page: Page) -> None:
    _paper(visited, page)
    stroke(page, *ROOF)
    before = page.locator("[name=d-wishes]").input_value()
    page.set_viewport_size({"width": 1080, "height": 810})
    page.locator("#back").click()
    expect(page.locator(".question:not([hidden]) .thumb")).to_be_visible()
    page.go_forward()
    expect(page.locator(".paper canvas")).to_be_visible()
    inked = """each => each.getContext('2d').getImageData(0, 0, each.width, each.height).data
        .filter((part, place) => place % 4 === 3 && part > 99).length"""
    assert page.locator(".paper canvas").evaluate(inked) > 100
    assert page.locator("[name=d-wishes]").input_value() == before


def test_what_the_picture_is_about_can_be_typed(visited: Borough, page: Page) -> None:
    _paper(visited, page)
    page.get_by_label("What is your picture about?").fill("A dog.")
    to_the_last_look(page)
    expect(page.locator("#said li", has_text="A dog.")).to_be_visible()


def test_the_officer_sees_the_drawing(visited: Borough, page: Page) -> None:
    _paper(visited, page)
    stroke(page, *ROOF)
    to_the_last_look(page)
    expect(page.locator("#said .thumb")).to_be_visible()
    page.locator("button[type=submit]").click()
    page.locator("#thank-you").wait_for()
    visited.sign_in(page, Role.OFFICER)
    page.goto(f"{visited.server.url}/work/answers?state=all")
    page.locator("main table a, main li a").filter(has_text="").first.wait_for()
    found = page.locator("a[href*='/work/answers/']").evaluate_all(
        "all => all.map(each => each.href)"
    )
    for address in dict.fromkeys(found):
        page.goto(address)
        if page.locator("svg[role=img] path").count():
            return
    raise AssertionError("no drawing on the page of any answer")
