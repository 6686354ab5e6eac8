"""What waits on a tablet goes within five minutes of a network, and says when it waits too long."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.build import a_link
from tests.chromium import Opener
from tests.served import Served

pytestmark = pytest.mark.browser

#: Our scripts as the page itself has them, under their stamp.
_OURS = "document.querySelector('script[type=module]').src.replace(/js\\/.*/, 'js/')"
_ADD = f"""async ([count, hours]) => {{
  const queue = await import({_OURS} + 'queue.js');
  for (let n = 0; n < count; n += 1) {{
    const at = Date.now() - hours * 3600e3 + n;
    await queue.add({{ id: `letter-${{n}}`, at, bytes: new ArrayBuffer(64) }});
  }}
}}"""
#: What is left when the last letter was put away; a busy machine needs a moment for it.
_LEFT = f"""async () => {{
  const queue = await import({_OURS} + 'queue.js');
  for (let n = 0; n < 200 && (await queue.waiting()).count; n += 1) {{
    await new Promise((then) => {{ requestIdleCallback(then); }});
  }}
  return queue.waiting();
}}"""
_POST = f"() => import({_OURS} + 'post.js').then(() => 0)"


class Line:
    """A network that fails until it is mended, and stumbles over some letters for ever."""

    def __init__(self, page: Page, stumbles: int = 0) -> None:
        self.mended, self.stumbles, self.came, self.tries = False, stumbles, 0, 0
        page.route("**/in", self._answer)

    def _answer(self, route: Route) -> None:
        self.tries += 1
        if not self.mended:
            route.abort("connectionfailed")
        elif self.stumbles:
            self.stumbles -= 1
            route.fulfill(status=500, body="{}")
        else:
            self.came += 1
            route.fulfill(status=200, json={"state": "kept"})


@pytest.fixture
def page(served: Served, opener: Opener) -> Page:
    """A child's page whose clock we hold."""
    with served.session() as session, session.begin():
        token = a_link(session).token
    page = opener().new_page()
    page.clock.install()
    page.goto(f"{served.url}/hide")
    page.goto(f"{served.url}/f/{token}?lang=en")
    return page


def _pass(page: Page, seconds: int, line: Line, letters: int) -> int:
    """Let time pass until all came; after how many seconds."""
    for at in range(0, seconds, 5):
        if line.came >= letters:
            return at
        page.clock.run_for(5000)
        page.evaluate("() => new Promise((then) => { requestIdleCallback(then); })")
    return seconds


def test_a_long_queue_is_delivered_within_five_minutes_of_a_network_nobody_announced(
    page: Page,
) -> None:
    line = Line(page)
    page.evaluate(_ADD, [40, 5])
    page.evaluate(_POST)
    _pass(page, 1800, line, 1)
    tried, line.mended = line.tries, True
    assert tried < 60, "half an hour without a network is no reason to knock all the time"
    assert _pass(page, 300, line, 40) < 300
    left = page.evaluate(_LEFT)
    assert (left["count"], left["refused"]) == (0, 0)


def test_one_letter_at_which_the_server_stumbles_keeps_no_other_back(page: Page) -> None:
    line = Line(page, stumbles=1)
    line.mended = True
    page.evaluate(_ADD, [5, 5])
    page.evaluate(_POST)
    _pass(page, 60, line, 5)
    assert (line.came, page.evaluate(_LEFT)["count"]) == (5, 0)


@pytest.mark.parametrize(
    ("hours", "said"),
    [(23, ""), (25, "more than a day"), (73, "more than three days")],
)
def test_what_waits_says_so_louder_after_a_day_and_after_three(
    served: Served, opener: Opener, hours: int, said: str
) -> None:
    page = opener().new_page()
    Line(page)
    page.goto(f"{served.url}/device")
    page.evaluate(_ADD, [1, hours])
    page.reload()
    expect(page.locator("#waits")).to_contain_text("Waiting here: 1.")
    for words in ("more than a day", "more than three days"):
        assert (words in page.locator("#waits").inner_text()) is (words == said)
