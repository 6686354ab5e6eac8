"""What the panel reads, whole in every language, and read aloud by a voice of this device alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.check import check_page
from tests.build import a_pack, a_worker
from tests.chromium import Opener
from tests.databases import copy_folder
from tests.served import Served
from voice.config import Config
from voice.people.models import Body, Role

pytestmark = pytest.mark.browser

#: A machine's voices: one of its own in Arabic, and in English as the test says.
VOICES = """([local, goesOn]) => {
  Object.defineProperty(window, 'speechSynthesis', {value: {
    said: [], cancelled: 0, cancel() { this.cancelled += 1 },
    speak(each) { this.said.push([each.lang, each.text]); if (goesOn) setTimeout(each.onend, 0) },
    getVoices: () => [
      {lang: 'ar-EG', localService: true}, {lang: 'en-GB', localService: local}]}});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
}"""


@pytest.fixture(scope="module")
def borough(tmp_path_factory: pytest.TempPathFactory, furnished: Path) -> Iterator[Served]:
    """A server with one pack, and a young person who may read it."""
    folder = tmp_path_factory.mktemp("panel") / "var"
    copy_folder(furnished, folder)
    with Served(Config(data=folder, demo=True, https=False)) as running:
        with running.session() as session, session.begin():
            a_pack(session)
            a_worker(session, Role.PANEL_MEMBER, bodies=(Body.YOUTH_PANEL,))
        yield running


def enter(borough: Served, page: Page, path: str) -> None:
    page.goto(f"{borough.url}/sign-in")
    page.get_by_role("button", name="A panel_member", exact=True).click()
    page.wait_for_url(f"{borough.url}/work")
    # The first page that names a theme reads every phrase file.
    page.goto(borough.url + path, timeout=60_000)


@pytest.mark.parametrize("path", ["/panel?version=easy&lang=", "/panel?lang="])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_pack_is_whole_in_both_versions(
    borough: Served, opener: Opener, path: str, language: str
) -> None:
    page = opener(bypass_csp=True, locale=language).new_page()
    enter(borough, page, path + language)
    direction = "rtl" if language == "ar" else "ltr"
    assert check_page(page, lang=language, direction=direction) == []


def listening(borough: Served, opener: Opener, path: str, *, local: bool, goes_on: bool) -> Page:
    page = opener().new_page()
    told = f"[{str(local).lower()}, {str(goes_on).lower()}]"
    page.add_init_script(f"({VOICES})({told})")
    enter(borough, page, path)
    return page


def said(page: Page) -> list[list[str]]:
    found: Any = page.evaluate("speechSynthesis.said")
    return list(found)


def test_a_theme_is_read_in_the_pages_language_and_stops(borough: Served, opener: Opener) -> None:
    page = listening(borough, opener, "/panel?lang=ar", local=False, goes_on=False)
    button = page.locator('[data-hear^="#card-listened "]')
    expect(button).to_be_visible()
    button.click()
    title = page.locator("#card-listened h2").inner_text().strip()
    assert said(page) == [["ar-EG", title]]
    expect(page.locator(".is-read")).to_have_text(title)
    button.click()
    expect(page.locator(".is-read")).to_have_count(0)
    assert page.evaluate("speechSynthesis.cancelled") >= 2
    button.click()
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_the_whole_easy_page_is_read_sentence_by_sentence(borough: Served, opener: Opener) -> None:
    page = listening(borough, opener, "/panel?version=easy", local=True, goes_on=True)
    page.locator('[data-hear^="#easy "]').click()
    expect(page.locator('[data-hear^="#easy "]')).to_have_attribute("aria-pressed", "false")
    shown = page.locator("[data-say]").all_inner_texts()
    assert [text for _, text in said(page)] == [each.strip() for each in shown]
    assert {code for code, _ in said(page)} == {"en-GB"}


def test_without_a_voice_of_its_own_no_button_is_there(borough: Served, opener: Opener) -> None:
    for path in ("/panel", "/panel?version=easy"):
        page = listening(borough, opener, path, local=False, goes_on=False)
        expect(page.locator("[data-hear]").first).to_be_hidden()
        assert page.locator("[data-hear]:visible").count() == 0
