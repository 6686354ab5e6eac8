"""Every screen of the flow, in two scripts, for every age: whole, and open to all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.borough import Borough
from tests.browser.check import Watch, check_page
from tests.browser.walk import start, to_the_last_look
from tests.chromium import Opener
from voice.i18n.locales import locale
from voice.questions.kinds import Tier

pytestmark = pytest.mark.browser

AGES = [("GS-Y", Tier.YOUNGEST), ("GS-Y", Tier.MIDDLE), ("GS-P", Tier.OLDER)]
PHONE = {"width": 360, "height": 740}
_SMALL = """() => {
  const young = document.body.dataset.tier !== '11-18';
  const face = (each) => (young && each.closest('.picks') ? 72 : 0);
  const least = (each) => (each.matches('.face') ? face(each) : 47.5);
  return [...document.querySelectorAll('button,.picks label,.ways label,a.pill,.face')]
    .filter(each => each.checkVisibility() && each.getBoundingClientRect().width > 1)
    .map(each => [each, each.getBoundingClientRect()])
    .filter(([each, box]) => Math.min(box.height, box.width) < least(each))
    .map(([each, box]) => `${each.outerHTML.slice(0, 60)}: ${box.width} x ${box.height}`);
}"""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("set_key", "tier"), AGES)
def test_every_screen_is_whole_and_large_enough_to_hit(
    visited: Borough, opener: Opener, set_key: str, tier: Tier, language: str
) -> None:
    context = opener(bypass_csp=True, locale=language, viewport=PHONE, reduced_motion="reduce")
    page = context.new_page()
    start(page, visited.flow(set_key, tier, language))
    faults: dict[str, list[str]] = {}
    kinds: set[str] = set()
    for number in range(60):
        kind = _kind(page)
        if kind not in kinds:
            kinds.add(kind)
            if wrong := _faults(page, language):
                faults[f"{number} {kind}"] = wrong
        if page.locator("#check").is_visible():
            break
        page.locator("#next").click()
    assert faults == {}
    assert len(kinds) >= 6


@pytest.mark.parametrize("over", ["help", "look"])
def test_every_page_over_the_page_is_whole(visited: Borough, opener: Opener, over: str) -> None:
    page = opener(bypass_csp=True, viewport=PHONE, reduced_motion="reduce").new_page()
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    page.locator({"help": ".land a[href='#help']", "look": "#aa"}[over]).click()
    page.locator(f"#over-{over}").wait_for()
    assert _faults(page, "en") == []


@pytest.mark.parametrize("tier", [Tier.YOUNGEST, Tier.MIDDLE])
def test_the_paper_is_whole(visited: Borough, opener: Opener, tier: Tier) -> None:
    page = opener(bypass_csp=True, viewport=PHONE, reduced_motion="reduce").new_page()
    start(page, visited.flow("GS-Y", tier))
    while not page.locator("#q-wishes").is_visible():
        page.locator("#next").click()
    page.locator("#draw").click()
    page.locator(".paper canvas").wait_for()
    assert _faults(page, "en") == []


def test_nothing_complains_on_the_way_through(visited: Borough, page: Page) -> None:
    watch = Watch(page)
    start(page, visited.flow("GS-Y", Tier.MIDDLE))
    to_the_last_look(page)
    assert watch.complaints == []


def test_nothing_stays_behind_the_landscape_at_the_end_of_a_long_list(
    visited: Borough, opener: Opener
) -> None:
    page = opener(viewport=PHONE, reduced_motion="reduce").new_page()
    start(page, visited.flow("GS-P", Tier.OLDER))
    for _ in range(6):
        page.locator("#next").click()
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        last = page.locator(".question:not([hidden]) .ways").bounding_box()
        land = page.locator(".land").bounding_box()
        assert last
        assert land
        assert last["y"] + last["height"] <= land["y"]


def _kind(page: Page) -> str:
    """Screens that are drawn alike: the same kind of question, with the same look."""
    return str(
        page.evaluate(
            """() => { const step = document.querySelector('.question:not([hidden])');
            if (!step) return document.documentElement.dataset.at;
            return step.dataset.kind + ' ' + (step.querySelector('.picks')?.className ?? '')
              + (step.dataset.if ? ' if' : ''); }"""
        )
    )


def _faults(page: Page, language: str) -> list[str]:
    whole = check_page(page, lang=language, direction=locale(language).direction)
    small: list[str] = page.evaluate(_SMALL)
    return [*whole, *small]
