"""Every page of a child, in every language and for every age: whole, open to all, and clean."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.borough import Borough
from tests.browser.check import Watch, check_page
from tests.chromium import Opener
from voice.i18n.locales import locale
from voice.questions.kinds import Tier
from voice.questions.shelf import library

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "ar", "pl", "so")
#: For each tier, the set that is asked in general.
GENERAL = {Tier.YOUNGEST: "GS-Y", Tier.MIDDLE: "GS-Y", Tier.OLDER: "GS-P"}
OTHERS = sorted((key, str(each.tiers[-1])) for key, each in library().items() if key[:2] != "GS")


def _faults(opener: Opener, address: str, language: str = "en") -> list[str]:
    """What is wrong with the page at an address: looked at with axe, then under its own policy."""
    inspected = opener(bypass_csp=True, locale=language).new_page()
    inspected.goto(address)
    faults = check_page(inspected, lang=language, direction=locale(language).direction)
    return [*faults, *_complaints(opener, address, language)]


def _complaints(opener: Opener, address: str, language: str) -> list[str]:
    page = opener(locale=language).new_page()
    watch = Watch(page)
    answer = page.goto(address)
    expected = answer is not None and answer.status >= 400
    # A page that says that something is missing is itself an answer of 404: not a complaint.
    return [each for each in watch.complaints if not (expected and "status of 4" in each)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tier", GENERAL)
def test_the_form_is_whole_in_every_language(
    visited: Borough, opener: Opener, tier: Tier, language: str
) -> None:
    assert _faults(opener, visited.form(GENERAL[tier], tier, language), language) == []


@pytest.mark.parametrize(("set_key", "tier"), OTHERS)
def test_every_other_form_is_whole(
    visited: Borough, opener: Opener, set_key: str, tier: str
) -> None:
    assert _faults(opener, visited.form(set_key, tier)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/help", "/f/nosuchlink"])
def test_a_small_page_is_whole_in_every_language(
    visited: Borough, opener: Opener, path: str, language: str
) -> None:
    address = f"{visited.server.url}{path}?lang={language}"
    assert _faults(opener, address, language) == []


def test_the_page_that_hides_is_whole_and_gives_nothing_away(
    visited: Borough, opener: Opener
) -> None:
    address = f"{visited.server.url}/hide"
    assert _faults(opener, address) == []
    page = opener().new_page()
    page.goto(address)
    shown = f"{page.title()} {page.locator('body').inner_text()}".lower()
    given_away = ("social worker", "feedback", "childline", "council", "voice")
    assert [word for word in given_away if word in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_thank_you_is_whole(visited: Borough, opener: Opener, language: str) -> None:
    page = opener(bypass_csp=True, locale=language).new_page()
    _send(page, visited.form("GS-Y", Tier.YOUNGEST, language))
    assert page.locator("#thank-you").is_visible()
    assert check_page(page, lang=language, direction=locale(language).direction) == []


def test_thank_you_with_the_help_card_is_whole(visited: Borough, opener: Opener) -> None:
    page = opener(bypass_csp=True).new_page()
    page.goto(visited.form("GS-P"))
    page.locator("#a-going_well").fill("He hit me.")
    page.locator("button[type=submit]").click()
    page.locator("#thank-you").wait_for()
    assert page.locator("#help").is_visible()
    assert check_page(page) == []


def test_a_form_that_comes_back_still_holds_the_words(visited: Borough, opener: Opener) -> None:
    page = opener(bypass_csp=True).new_page()
    page.goto(visited.form("GS-P"))
    page.locator("#a-going_well").fill("My worker listens.")
    page.locator("input[name=ticket]").evaluate("each => { each.value = 'spoiled' }")
    page.locator("button[type=submit]").click()
    page.wait_for_load_state()
    assert page.locator("#a-going_well").input_value() == "My worker listens."
    assert check_page(page) == []


def test_after_sending_back_shows_none_of_it(visited: Borough, page: Page) -> None:
    page.goto(visited.form("GS-P"))
    page.locator("#a-going_well").fill("Nobody may read this.")
    page.locator("button[type=submit]").click()
    page.locator("#thank-you").wait_for()
    page.go_back()
    page.locator("#a-going_well").wait_for()
    assert page.locator("#a-going_well").input_value() == ""


def test_the_form_can_be_answered_with_the_keyboard_alone(visited: Borough, page: Page) -> None:
    page.goto(visited.form("GS-Y", Tier.YOUNGEST))
    first = page.locator("input[type=radio]").first
    for _ in range(80):
        if first.evaluate(
            "each => each.matches(':focus') || document.activeElement?.name === each.name"
        ):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert first.evaluate("each => !!document.querySelector(`[name='${each.name}']:checked`)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_finger_must_hit_is_large_enough(
    visited: Borough, opener: Opener, language: str
) -> None:
    page = opener(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    page.goto(visited.form("GS-Y", Tier.YOUNGEST, language))
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .picks label, .ways label, a.pill, a.go')]
        .map(each => [each.getBoundingClientRect(), each.innerText])
        .filter(([box]) => box.width && (box.height < 47.5 || box.width < 47.5))
        .map(([box, text]) => `${text}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""
    )
    assert small == []


def _send(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("button[type=submit]").click()
    page.locator("#thank-you").wait_for()
