"""The pages of receipts, slips and hand-overs: whole, clean, and within reach of every finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.borough import Borough
from tests.browser.check import check_page
from tests.chromium import Opener
from voice.child import receipt
from voice.child.pictures import drawn
from voice.config import kept_secret
from voice.i18n.locales import locale
from voice.people.models import Role

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ar", "pl", "so")
_SMALL = """() => [...document.querySelectorAll('button, .tiles label, a.pill, a.go')]
  .map((each) => [each.getBoundingClientRect(), each.innerText])
  .filter(([box]) => box.width && (box.height < 47.5 || box.width < 47.5))
  .map(([box, text]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


def _faults(page: Page, language: str = "en") -> list[str]:
    return [
        *check_page(page, lang=language, direction=locale(language).direction),
        *page.evaluate(_SMALL),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_without_a_receipt_are_whole(
    visited: Borough, opener: Opener, language: str
) -> None:
    page = opener(bypass_csp=True, locale=language).new_page()
    token = next(iter(visited.tokens.values()))
    for path in ("/receipt", "/c", f"/kiosk/{token}"):
        page.goto(f"{visited.server.url}{path}?lang={language}")
        assert _faults(page, language) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_a_receipt_are_whole(visited: Borough, opener: Opener, language: str) -> None:
    secret = kept_secret(visited.server.config.data, "secret.key")
    given = drawn(f"a child who reads {language}")
    with visited.server.session() as session, session.begin():
        assert receipt.keep(session, secret, given, visited.answer)
    page = opener(bypass_csp=True, locale=language).new_page()
    page.goto(f"{visited.server.url}/receipt?lang={language}")
    for name in given.pictures:
        page.locator(f"input[value={name}]").check(force=True)
    page.locator("#code").fill(given.code)
    page.locator("form button.go").click()
    page.locator("ol.course").wait_for()
    assert _faults(page, language) == []
    page.locator("form button.pill").last.click()
    page.locator("button[name=sure]").wait_for()
    assert _faults(page, language) == []


def test_the_pages_of_a_hand_over_are_whole(visited: Borough, opener: Opener) -> None:
    page = opener(bypass_csp=True).new_page()
    visited.sign_in(page, Role.WORKER)
    page.goto(f"{visited.server.url}/work/hand-over")
    assert check_page(page) == []
    page.get_by_role("button", name="Prepare").click()
    page.locator("#offline").wait_for()
    assert check_page(page) == []
    page.goto(f"{visited.server.url}/device")
    assert check_page(page) == []
