"""Pictures of every screen that a child sees: `python -m tests.browser.pictures DIR`.

A tablet and a phone, English and Arabic, and the pictures of the youngest, as small WebP files.
docs/screens.md shows a set that was made so.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.browser import walk
from tests.browser.forms import Forms, opened
from voice.questions.kinds import Tier

_TABLET = {"width": 810, "height": 1080}
_PHONE = {"width": 360, "height": 740}
_QUALITY = 82
_SAID = {
    "en": "I like it when we walk and talk. I wish I knew who comes next.",
    "ar": "يعجبني أن نمشي ونتحدث. أتمنى أن أعرف من سيأتي بعد ذلك.",
}
_HOUSE = ((0.18, 0.9), (0.18, 0.5), (0.5, 0.15), (0.82, 0.5), (0.82, 0.9), (0.18, 0.9))
_DOOR = ((0.45, 0.9), (0.45, 0.62), (0.58, 0.62), (0.58, 0.9))


@dataclass(frozen=True, slots=True)
class Visit:
    """One child's way through one form."""

    name: str
    key: str
    tier: Tier
    language: str
    screen: dict[str, int]
    #: A question with faces, and one that is answered in words or with a drawing.
    faces: str
    words: str


VISITS = (
    Visit("tablet-pictures", "GS-Y", Tier.YOUNGEST, "en", _TABLET, "feel_today", "wishes"),
    Visit("tablet", "GS-Y", Tier.MIDDLE, "en", _TABLET, "feel_today", "wishes"),
    Visit("tablet-arabic", "GS-Y", Tier.MIDDLE, "ar", _TABLET, "feel_today", "wishes"),
    Visit("phone", "GS-P", Tier.OLDER, "en", _PHONE, "life_better", "going_well"),
    Visit("phone-arabic", "GS-P", Tier.OLDER, "ar", _PHONE, "life_better", "going_well"),
)


def _screens(page: Page, visit: Visit, address: str) -> Iterator[str]:
    """Walk through the form, and stop at each screen worth a picture."""
    walk.start(page, address)
    yield "1-start"
    page.locator("#next").click()
    yield "2-who"
    walk.to(page, visit.faces)
    walk.screen(page).locator(".picks label").nth(1).click()
    yield "3-faces"
    walk.to(page, visit.words)
    if page.locator("#write").is_visible():
        page.locator("#write").click()
    walk.screen(page).locator("textarea").fill(_SAID[visit.language])
    yield "4-words"
    page.locator("#draw").click()
    page.locator(".paper canvas").wait_for()
    walk.stroke(page, *_HOUSE)
    page.locator(".drawing input[name=pen]").nth(2).check()
    walk.stroke(page, *_DOOR)
    yield "5-drawing"
    walk.to_the_last_look(page)
    yield "6-last-look"
    page.locator("#check button[type=submit]").click()
    page.locator("#thank-you").wait_for()
    page.wait_for_load_state("networkidle")
    yield "7-thank-you"


def _beside(page: Page, visit: Visit, forms: Forms) -> Iterator[str]:
    """What lies beside the way: help, how it looks, an answer, the page that hides."""
    walk.start(page, forms.address(visit.key, visit.tier, visit.language))
    page.locator(".land a[href='#help']").click()
    yield "8-help"
    page.keyboard.press("Escape")
    page.locator("#aa").click()
    page.locator("#over-look").wait_for()
    yield "9-looks"
    for name, path in (("10-receipt", "receipt"), ("11-hidden", "hide")):
        page.goto(f"{forms.url}/{path}?lang={visit.language}")
        yield name


def _take(page: Page, path: Path) -> None:
    page.evaluate("document.fonts.ready")
    page.mouse.move(0, 0)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        picture.save(path, "WEBP", quality=_QUALITY, method=6)


def _follow(forms: Forms, visit: Visit, way: Callable[[Page], Iterator[str]], to: Path) -> None:
    context = forms.browser.new_context(
        viewport=visit.screen, locale=visit.language, reduced_motion="reduce"
    )
    page = context.new_page()
    for name in way(page):
        _take(page, to / f"{visit.name}-{name}.webp")
    context.close()


def main(folder: str) -> None:
    """Make them all."""
    to = Path(folder)
    to.mkdir(parents=True, exist_ok=True)
    with opened() as forms:
        for visit in VISITS:
            address = forms.address(visit.key, visit.tier, visit.language)
            _follow(forms, visit, lambda page, v=visit, a=address: _screens(page, v, a), to)
        for visit in (VISITS[1], VISITS[4]):
            _follow(forms, visit, lambda page, v=visit: _beside(page, v, forms), to)
    made = sorted(to.glob("*.webp"))
    print(f"{len(made)} pictures, {sum(each.stat().st_size for each in made) / 1024:.0f} KB: {to}")


if __name__ == "__main__":
    main(sys.argv[1])
