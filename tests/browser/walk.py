"""Walk through a child's form one question a screen, as a child does."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def start(page: Page, address: str) -> None:
    """Open a form, and wait until all it needs later is there."""
    page.goto(address)
    page.locator("[data-flow='']").wait_for(state="attached")
    page.keyboard.press("Shift")  # the first touch brings what follows the first screen
    page.locator("[data-whole]").wait_for(state="attached")


def screen(page: Page) -> Locator:
    """The question on the screen."""
    return page.locator(".question:not([hidden])")


def to(page: Page, question: str) -> None:
    """Press Next until this question is asked."""
    until(page, f"#q-{question}")


def to_the_last_look(page: Page) -> None:
    """Press Next until the page that shows everything."""
    until(page, "#check")


def until(page: Page, wanted: str) -> None:
    """Press Next until this is to be seen."""
    for _ in range(60):
        if page.locator(wanted).is_visible():
            return
        page.locator("#next").click()
    raise AssertionError(f"{wanted} never came")


def stroke(page: Page, *places: tuple[float, float]) -> None:
    """Draw one line; places from 0 to 1 across and down the paper."""
    paper = page.locator(".paper canvas").bounding_box()
    assert paper is not None
    (x, y), *rest = (
        (paper["x"] + paper["width"] * across, paper["y"] + paper["height"] * down)
        for across, down in places
    )
    page.mouse.move(x, y)
    page.mouse.down()
    for x, y in rest:
        page.mouse.move(x, y, steps=5)
    page.mouse.up()
