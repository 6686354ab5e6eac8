"""What opening a page costs a child: bytes, requests, and how soon it can be read and answers.

Bytes are what Chromium counts on the wire, headers and all, unless a name says "body". Times are
taken on a slow line and a slow processor, for a machine at rest; `effort` and `opening` count the
work of the page's own thread instead, which a busy machine hardly moves.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import CDPSession, Page

PHONE = {"width": 360, "height": 740}
#: Slow 4G: 1.6 Mb/s down, 0.75 up, 150 ms there and back; a processor six times slower.
_LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
_SLOWER = 6
_WATCH = """(() => {
  window.seen = {lcp: 0, cls: 0, inp: 0};
  const watch = (type, take, more) => new PerformanceObserver((list) => {
    list.getEntries().forEach(take); }).observe({type, buffered: true, ...more});
  watch('largest-contentful-paint', (each) => { seen.lcp = each.startTime; });
  watch('layout-shift', (each) => { if (!each.hadRecentInput) seen.cls += each.value; });
  watch('event', (each) => {
    if (each.interactionId) seen.inp = Math.max(seen.inp, each.duration);
  }, {durationThreshold: 16});
})()"""


_PAINTED = """new Promise((then) => {
  const look = () => (seen.lcp ? then() : setTimeout(look, 50)); look(); })"""
#: Where Next stands on a bare page, and what it does: one thing goes and another comes.
_BARE = """<!doctype html><meta name="viewport" content="width=device-width"><title>Bare</title>
<h1>One</h1><fieldset><legend>First</legend><label><input type="radio">Yes</label></fieldset>
<fieldset hidden><legend>Second</legend><label><input type="radio">No</label></fieldset>
<button id="next">Next</button>"""
_SWAP = """() => document.querySelector('#next').addEventListener('click', () => {
  document.querySelectorAll('fieldset').forEach((each) => { each.hidden = !each.hidden; }); })"""


#: Until what a touch did is on the screen.
_SHOWN = """new Promise((then) => {
  requestAnimationFrame(() => requestAnimationFrame(() => then(0))); })"""


@dataclass(frozen=True, slots=True)
class File:
    """One answer of the server."""

    address: str
    #: "Document", "Stylesheet", "Script", "Font", "XHR", ...
    kind: str
    wire: int
    body: int


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds until the largest text is seen, and from a touch to what it does; and jumps."""

    lcp: float
    inp: float
    cls: float


class Scales:
    """Everything that one page fetches, in the order in which it comes."""

    def __init__(self, page: Page) -> None:
        self.files: list[File] = []
        self._begun: dict[str, dict[str, Any]] = {}
        line = page.context.new_cdp_session(page)
        line.on("Network.responseReceived", self._answered)
        line.on("Network.loadingFinished", self._finished)
        line.send("Network.enable")

    def _answered(self, event: dict[str, Any]) -> None:
        self._begun[event["requestId"]] = event

    def _finished(self, event: dict[str, Any]) -> None:
        begun = self._begun.pop(event["requestId"], None)
        if begun is None or begun["response"]["url"].startswith("data:"):
            return
        response, wire = begun["response"], int(event["encodedDataLength"])
        if wire:  # nothing came by the wire where the browser had it
            headers = {name.lower(): value for name, value in response["headers"].items()}
            body = int(headers["content-length"])
            self.files.append(File(response["url"], begun["type"], wire, body))

    def wire(self, *kinds: str) -> int:
        """Bytes of these kinds, or of all."""
        return sum(each.wire for each in self.files if not kinds or each.kind in kinds)

    def body(self, *kinds: str) -> int:
        """The same without headers."""
        return sum(each.body for each in self.files if each.kind in kinds)

    @contextlib.contextmanager
    def only(self) -> Iterator[None]:
        """Forget what came before."""
        self.files.clear()
        yield


def look(page: Page, address: str) -> None:
    """Open a page and leave it alone until nothing more comes."""
    page.goto(address, wait_until="networkidle")


def touch(page: Page) -> None:
    """Touch a form for the first time, so that it fetches all that follows the first screen."""
    page.keyboard.press("Shift")
    page.locator("html[data-whole]").wait_for(state="attached")
    page.wait_for_load_state("networkidle")


def slowly(page: Page) -> CDPSession:
    """Give a page a slow line and a slow processor."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", _LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    page.add_init_script(_WATCH)
    page.set_default_timeout(60_000)
    return line


def times(page: Page, address: str, presses: int = 0) -> Times:
    """Open a page slowly, press what leads on, and say how long a child would have waited."""
    slowly(page)
    look(page, address)
    page.evaluate(_PAINTED)
    press(page, presses)
    return Times(**page.evaluate("seen"))


def bare(page: Page, presses: int) -> Times:
    """The same on a page that could not do less."""
    slowly(page)
    least(page)
    press(page, presses)
    return Times(**page.evaluate("seen"))


def least(page: Page) -> None:
    """Make a page that could not do less when Next is pressed."""
    look(page, "about:blank")
    page.set_content(_BARE)
    page.evaluate(_SWAP)


def effort(page: Page, presses: int) -> float:
    """Milliseconds that the page's own thread works from a touch until its effect is seen.

    The median of so many presses; of processor time, which other work on the machine hardly moves.
    """
    line = _counting(page)
    spent = []
    for _ in range(presses):
        x, y = _next(page)
        page.wait_for_load_state("networkidle")
        before = _worked(line)
        for kind in ("mousePressed", "mouseReleased"):
            touched = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
            line.send("Input.dispatchMouseEvent", touched)
        line.send("Runtime.evaluate", {"expression": _SHOWN, "awaitPromise": True})
        spent.append(_worked(line) - before)
    return median(spent)


def opening(page: Page, address: str) -> tuple[float, float]:
    """Milliseconds that the page's own thread works until its largest text is seen, and its jumps.

    Processor time again. The browser's own start is not in it.
    """
    page.add_init_script(_WATCH)
    look(page, urljoin(address, "/no-such-page"))
    line = _counting(page)
    before = _worked(line)
    page.goto(address)
    page.evaluate(_PAINTED)
    return _worked(line) - before, float(page.evaluate("seen.cls"))


def _counting(page: Page) -> CDPSession:
    line = page.context.new_cdp_session(page)
    line.send("Performance.enable", {"timeDomain": "threadTicks"})
    return line


def _worked(line: CDPSession) -> float:
    metrics = line.send("Performance.getMetrics")["metrics"]
    return next(1000 * float(each["value"]) for each in metrics if each["name"] == "ThreadTime")


def press(page: Page, presses: int) -> None:
    """Press Next, and let the page come to rest after each time."""
    for _ in range(presses):
        page.mouse.click(*_next(page))
        page.wait_for_load_state("networkidle")
        page.evaluate("new Promise((then) => requestAnimationFrame(() => setTimeout(then, 100)))")


def _next(page: Page) -> tuple[float, float]:
    """The middle of Next."""
    box = page.locator("#next").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
