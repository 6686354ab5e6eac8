"""A child says it: only when asked, heard back, ended with the screen, wiped with the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests import databases
from tests.browser.walk import screen, start, to_the_last_look, until
from tests.build import a_link
from tests.chromium import Opener
from tests.served import Served
from voice.answers.models import Recorded
from voice.answers.recordings import parse
from voice.answers.spoken import play
from voice.config import Config

pytestmark = pytest.mark.browser

FIELD = "[name=v-going_well]"


@pytest.fixture
def served(config: Config, furnished: object) -> Iterator[Served]:
    """A server that offers to say it on one form."""
    databases.copy_folder(furnished, config.data)  # type: ignore[arg-type]
    with Served(replace(config, say_it=("GS-P",))) as running:
        yield running


@pytest.fixture
def address(served: Served) -> str:
    with served.session() as session, session.begin():
        return f"{served.url}/f/{a_link(session).token}?lang=en"


def _ask(page: Page, address: str) -> None:
    start(page, address)
    until(page, "#q-going_well")
    page.locator("#speak").click()
    page.locator(".saying").wait_for()


def _press(page: Page, what: str) -> None:
    page.locator(f".saying [value={what}]").click()


def _record(page: Page) -> None:
    _press(page, "start")
    page.locator(".saying [value=stop]").wait_for()
    page.wait_for_function(
        """() => Number(document.querySelector('.level').style.getPropertyValue('--level')) > 0
            && !['', '1:00'].includes(document.querySelector('.left').textContent)"""
    )


def test_what_is_said_is_heard_back_sent_sealed_and_played_to_the_officer(
    served: Served, opener: Opener, address: str
) -> None:
    page = opener(permissions=["microphone"]).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    start(page, address)
    until(page, "#q-going_well")
    assert not [each for each in asked if "say." in each]
    assert page.evaluate(
        "() => navigator.permissions.query({name: 'microphone'}).then(p => p.state)"
    )
    page.locator("#speak").click()
    expect(page.locator(FIELD)).to_have_count(0)
    _record(page)
    _press(page, "stop")
    _press(page, "listen")
    page.locator(".saying [value=hush]").click()
    said = page.locator(FIELD).input_value()
    assert parse("going_well", said).kind == "webm"
    _press(page, "delete")
    page.locator("#over-unsay button[value=no]").click()
    to_the_last_look(page)
    expect(page.locator("#said li", has_text="Your recording")).to_be_visible()
    page.locator("button[type=submit]").click()
    page.locator("#thank-you [data-state=kept]").first.wait_for()
    with served.session() as session:
        found = session.scalars(select(Recorded)).one()
    sound, kind = play(served.engine, served.keystore, found.response_id, "going_well", "worker:1")
    assert (parse("going_well", said).sound, kind) == (sound, "audio/webm")


def test_it_ends_with_the_screen_and_hide_keeps_nothing(opener: Opener, address: str) -> None:
    page = opener(permissions=["microphone"]).new_page()
    _ask(page, address)
    _record(page)
    page.locator("#next").click()
    page.locator(FIELD).wait_for(state="attached")
    assert page.locator(".saying").count() == 0
    page.locator("#back").click()
    page.locator(".saying [value=again]").click()
    _record(page)
    page.locator("#hide").click()
    page.wait_for_url("**/hide")
    page.go_back()
    page.wait_for_load_state()
    assert page.locator(FIELD).count() == 0


def test_without_leave_there_is_a_kind_line_and_without_the_switch_no_button(
    served: Served, opener: Opener, address: str
) -> None:
    page = opener().new_page()
    _ask(page, address)
    _press(page, "start")
    expect(page.locator(".saying")).to_contain_text("You can write or draw instead.")
    expect(page.locator("#speak")).to_be_visible()
    with served.session() as session, session.begin():
        other = a_link(session, "CP-P").token
    start(page, f"{served.url}/f/{other}?lang=en")
    until(page, "#draw")
    assert page.locator("#speak").count() == 0
    assert screen(page).count() == 1


def test_where_nothing_can_be_recorded_nothing_is_offered(opener: Opener, address: str) -> None:
    context = opener()
    context.add_init_script("delete globalThis.MediaRecorder")
    page = context.new_page()
    start(page, address)
    until(page, "#draw")
    expect(page.locator("#speak")).to_be_hidden()
