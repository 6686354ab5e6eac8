"""What must be true of every page that anybody opens.

Each check returns what is wrong, in words; `check_page` gathers them all, so that a page is mended
in one go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Response

_AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
_NARROW = {"width": 320, "height": 640}
_HEAD = """() => ({
  title: document.title, lang: document.documentElement.lang, dir: document.documentElement.dir,
  h1: document.querySelectorAll('h1').length,
  ids: [...document.querySelectorAll('[id]')].map(each => each.id),
  unlabelled: [...document.querySelectorAll('input,textarea,select')]
    .filter(each => each.type !== 'hidden' && !each.hidden)
    .filter(each => !each.labels?.length && !each.getAttribute('aria-label')
      && !each.getAttribute('aria-labelledby'))
    .map(each => each.outerHTML.slice(0, 90)),
})"""
_SIDEWAYS = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(each => { const box = each.getBoundingClientRect();
      return box.width && (box.right > wide + 1 || box.left < -1); })
    .slice(0, 5).map(each => each.outerHTML.slice(0, 90)).concat('the page scrolls sideways');
}"""
_RUN_AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .map(each => `${each.id}: ${each.help}: ${each.nodes.slice(0, 3).map(n => n.html.slice(0, 120))}`)
"""


class Watch:
    """Everything a page complains about while it is open: its console, its scripts, lost files."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status}: {response.url}")


def check_page(page: Page, *, lang: str = "en", direction: str = "ltr") -> list[str]:
    """All that is wrong with an open page; it must be in a context that bypasses CSP."""
    head: dict[str, Any] = page.evaluate(_HEAD)
    return [*_head_faults(head, lang, direction), *_axe_faults(page), *_sideways(page)]


def _head_faults(head: dict[str, Any], lang: str, direction: str) -> Iterator[str]:
    if not head["title"].strip():
        yield "no title"
    if head["h1"] != 1:
        yield f"{head['h1']} h1"
    if head["lang"].split("-")[0] != lang:
        yield f"lang is {head['lang']!r}, not {lang!r}"
    if head["dir"] != direction:
        yield f"dir is {head['dir']!r}, not {direction!r}"
    for name, count in Counter(head["ids"]).items():
        if count > 1:
            yield f"{count} elements have the id {name!r}"
    for html in head["unlabelled"]:
        yield f"no label: {html}"


def _axe_faults(page: Page) -> list[str]:
    page.evaluate(_AXE.read_text("utf-8"))
    faults: list[str] = page.evaluate(_RUN_AXE)
    return [f"axe: {fault}" for fault in faults]


def _sideways(page: Page) -> list[str]:
    before = page.viewport_size
    page.set_viewport_size(_NARROW)
    wide: list[str] = page.evaluate(_SIDEWAYS)
    if before:
        page.set_viewport_size(before)
    return [f"320 px: {each}" for each in wide]
