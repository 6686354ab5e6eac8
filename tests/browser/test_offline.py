"""A form in a kitchen without a signal: it opens, it seals, it waits, and it arrives, once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from tests.browser.check import Watch
from tests.build import a_link
from tests.chromium import Opener
from tests.served import Served
from voice.answers.models import Response
from voice.answers.read import texts_for_coding

pytestmark = pytest.mark.browser

_SAY = """([said, pictures]) => {
  const form = document.querySelector('#form');
  form.querySelector('#a-going_well').value = said;
  return import(document.querySelector('script[type=module]').src)
    .then((flow) => flow.later()).then(({ last }) => { last.seal(form); });
}"""
_HELD = """() => import('/static/js/queue.js').then((queue) => queue.all())
  .then((all) => all.map((each) => new TextDecoder('latin1').decode(each.bytes)))"""
_EMPTIED = """async () => {
  const queue = await import('/static/js/queue.js');
  while ((await queue.waiting()).count) await new Promise((then) => { setTimeout(then, 50); });
}"""
_WIPED = """() => new Promise((then, fail) => {
  const asked = indexedDB.deleteDatabase('voice');
  asked.onsuccess = then;
  asked.onerror = asked.onblocked = fail;
})"""
_FLUSH = "() => import('/static/js/post.js').then((post) => post.flush())"
#: As on a tablet on which an older version held one form, and nothing that is new since.
_UPDATE = """async (form) => {
  await (await caches.open('voice-older')).put(form, new Response('old'));
  const policy = trustedTypes.createPolicy('voice-worker', { createScriptURL: (each) => each });
  await navigator.serviceWorker.register(policy.createScriptURL('/sw.js'));
  await navigator.serviceWorker.ready;
  while ((await caches.keys()).includes('voice-older')) {
    await new Promise((then) => { setTimeout(then, 50); });
  }
}"""
_PREPARE = "(token) => import('/static/js/offline.js').then((offline) => offline.prepare(token))"


@pytest.fixture
def token(served: Served) -> str:
    """A link of the running server."""
    with served.session() as session, session.begin():
        return a_link(session).token


def say(page: Page, said: str) -> None:
    """Fill in one answer, and send it as the last page does."""
    page.locator("html[data-flow]").wait_for()
    page.evaluate(_SAY, [said, []])
    page.locator("#thank-you h1").wait_for()


def kept(served: Served) -> list[str]:
    """What the server has, opened."""
    with served.session() as session:
        found = session.scalars(select(Response)).all()
        texts = texts_for_coding(served.keystore, found)
        return sorted(text for each in texts.values() for text in each.values())


def _ready(context: BrowserContext, served: Served, token: str, language: str = "en") -> Page:
    """A tablet on which a form was prepared, with that form open."""
    page = context.new_page()
    page.goto(f"{served.url}/f/{token}?lang={language}")
    told = page.evaluate(_PREPARE, token)
    assert told["came"] == told["of"] > 40
    return page


def test_a_sealed_answer_arrives_and_the_child_gets_a_receipt_that_works(
    served: Served, opener: Opener, token: str
) -> None:
    page = opener().new_page()
    watch = Watch(page)
    page.goto(f"{served.url}/f/{token}?lang=en")
    say(page, "My canary sings.")
    expect(page.locator("#thank-you h1")).to_have_text("Thank you. We have your words.")
    assert kept(served) == ["My canary sings."]
    pictures = page.locator("#kept [data-picture]")
    names = [each.get_attribute("data-picture") for each in pictures.all()]
    code = page.locator(".digits b").inner_text()
    assert len(names) == 5
    assert re.fullmatch(r"\d{3} \d{3}", code)
    page.goto(f"{served.url}/receipt?lang=en")
    for name in names:
        page.locator(f"input[value={name}]").check(force=True)
    page.locator("#code").fill(code)
    page.get_by_role("button", name="Look").click()
    expect(page.locator("h1")).to_have_text("How far your words are")
    assert "canary" not in page.content()
    assert watch.complaints == []


@pytest.mark.parametrize("language", ["en", "ar", "pl", "so"])
def test_a_prepared_form_opens_seals_and_waits_without_a_network(
    served: Served, opener: Opener, token: str, language: str
) -> None:
    context = opener()
    page = _ready(context, served, token)
    context.set_offline(True)
    page.goto(f"{served.url}/f/{token}?lang={language}")
    assert page.locator("html").get_attribute("lang") == language
    loaded = page.evaluate(
        """() => document.fonts.ready.then(() => [...document.fonts]
          .filter((each) => each.status === 'loaded').length)"""
    )
    assert loaded > 0
    for path in ("/hide", f"/help?lang={language}", f"/receipt?lang={language}"):
        other = context.new_page()
        other.goto(f"{served.url}{path}")
        assert other.locator("h1").count() == 1
        other.close()
    say(page, "Kanari Zwölf")
    assert page.locator("#thank-you [data-state=kept]:visible").count() == 0
    held = page.evaluate(_HELD)
    assert len(held) == 1
    assert "Kanari" not in held[0]
    context.set_offline(False)
    page.evaluate(_FLUSH)
    page.evaluate(_EMPTIED)
    assert kept(served) == ["Kanari Zwölf"]


def test_a_new_version_brings_all_that_the_old_one_was_prepared_for(
    served: Served, opener: Opener, token: str
) -> None:
    context = opener()
    page = context.new_page()
    page.goto(f"{served.url}/hide")
    page.evaluate(_UPDATE, f"/f/{token}?lang=ar")
    context.set_offline(True)
    page.goto(f"{served.url}/f/{token}?lang=pl")
    say(page, "Kanari Zwölf")
    assert len(page.evaluate(_HELD)) == 1
    assert "voice-older" not in page.evaluate("caches.keys()")


def test_the_next_child_gets_an_empty_form_and_back_shows_none_of_it(
    served: Served, opener: Opener, token: str
) -> None:
    context = opener()
    page = _ready(context, served, token)
    context.set_offline(True)
    for said in ("First child.", "Second child."):
        page.goto(f"{served.url}/f/{token}?lang=en")
        assert page.locator("#a-going_well").input_value() == ""
        say(page, said)
        assert said not in page.content()
    assert len(page.evaluate(_HELD)) == 2
    page.go_back()
    page.wait_for_load_state()
    assert "child." not in page.evaluate(
        """() => [...document.querySelectorAll('textarea,input')]
          .map((each) => each.value).join() + document.body.innerText"""
    )


def test_storage_that_is_full_never_says_sent(served: Served, opener: Opener, token: str) -> None:
    context = opener()
    page = _ready(context, served, token)
    context.set_offline(True)
    page.goto(f"{served.url}/f/{token}?lang=en")
    page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => {
          throw new DOMException('', 'QuotaExceededError'); }; }"""
    )
    page.locator("html[data-flow]").wait_for()
    page.evaluate(_SAY, ["Nobody loses this.", []])
    page.locator("#over-full[open]").wait_for()
    assert page.locator("#thank-you").count() == 0
    assert page.locator("#a-going_well").input_value() == "Nobody loses this."
    assert page.evaluate(_HELD) == []


def test_an_answer_that_arrived_though_the_tablet_never_heard_is_kept_once(
    served: Served, opener: Opener, token: str
) -> None:
    context = opener()
    page = context.new_page()
    page.goto(f"{served.url}/f/{token}?lang=en")
    lost = []

    def _lose(route) -> None:  # type: ignore[no-untyped-def]
        lost.append(route.fetch())
        route.abort() if len(lost) < 3 else route.fulfill(response=lost[-1])

    page.route("**/in", _lose)
    say(page, "Once only.")
    page.evaluate(_EMPTIED)
    assert len(lost) == 3
    assert kept(served) == ["Once only."]


def test_a_database_that_the_browser_lost_loses_nothing(
    served: Served, opener: Opener, token: str
) -> None:
    """A Chromium that is killed finds its database broken about once in a hundred times."""
    context = opener()
    page = _ready(context, served, token)
    context.set_offline(True)
    say(page, "My canary waits.")
    before = page.evaluate(_HELD)
    assert len(before) == 1
    page.evaluate(_WIPED)
    page.goto(f"{served.url}/f/{token}?lang=en")
    assert page.evaluate(_HELD) == before
    context.set_offline(False)
    page.evaluate(_FLUSH)
    page.evaluate(_EMPTIED)
    assert kept(served) == ["My canary waits."]
    assert page.evaluate(_HELD) == []
    assert page.evaluate("() => caches.open('letters').then((c) => c.keys())") == []


def test_a_copy_is_sent_though_there_is_no_room_to_put_it_back(
    served: Served, opener: Opener, token: str
) -> None:
    context = opener()
    page = _ready(context, served, token)
    context.set_offline(True)
    say(page, "My canary waits.")
    page.evaluate(_WIPED)
    page.goto("about:blank")
    page.add_init_script("IDBObjectStore.prototype.put = () => { throw new Error('full'); };")
    page.goto(f"{served.url}/f/{token}?lang=en")
    assert len(page.evaluate(_HELD)) == 1
    context.set_offline(False)
    page.evaluate(_FLUSH)
    page.evaluate(_EMPTIED)
    assert kept(served) == ["My canary waits."]


def test_what_the_server_refuses_stays_for_a_person_to_rescue(
    served: Served, opener: Opener, token: str
) -> None:
    page = opener().new_page()
    page.goto(f"{served.url}/f/{token}?lang=en")
    page.route("**/in", lambda route: route.fulfill(status=403, body="{}"))
    say(page, "Not lost.")
    assert page.locator("#thank-you [data-state=kept]:visible").count() == 0
    waits = page.evaluate("() => import('/static/js/queue.js').then(q => q.waiting())")
    assert (waits["count"], waits["refused"]) == (0, 1)


def test_a_hundred_sealed_in_the_browser_all_open_on_the_server(
    served: Served, opener: Opener, token: str
) -> None:
    page = opener().new_page()
    page.goto(f"{served.url}/f/{token}?lang=en")
    statuses = page.evaluate(
        """async () => {
          const { enveloped } = await import('/static/js/seal.js');
          const form = document.querySelector('#form');
          const seen = [];
          for (let n = 0; n < 100; n += 1) {
            delete form.dataset.submission;
            form.querySelector('#a-going_well').value = `Letter ${n} żółć سلام`;
            const { bytes } = await enveloped(form, null);
            const headers = { 'Content-Type': 'application/voice-sealed' };
            const flipped = bytes.slice(0);
            new Uint8Array(flipped)[flipped.byteLength - 1 - n] ^= 1;
            seen.push((await fetch('/in', { method: 'POST', headers, body: flipped })).status);
            seen.push((await fetch('/in', { method: 'POST', headers, body: bytes })).status);
          }
          return seen;
        }"""
    )
    assert statuses == [422, 200] * 100
    assert kept(served) == sorted(f"Letter {n} żółć سلام" for n in range(100))


def test_a_waiting_room_goes_round_without_a_network(
    served: Served, opener: Opener, token: str
) -> None:
    context = opener()
    page = _ready(context, served, token)
    context.set_offline(True)
    page.goto(f"{served.url}/kiosk/{token}?lang=en")
    page.get_by_role("link", name="English").click()
    say(page, "From a waiting room.")
    page.get_by_role("link", name="Finish").click()
    page.wait_for_url("**/kiosk/**")
    page.go_back()
    page.wait_for_load_state()
    assert "waiting room" not in page.content()
    other = context.new_page()
    other.goto(f"{served.url}/device")
    other.get_by_text("Waiting here: 1.").wait_for()
    with other.expect_download() as saved:
        other.get_by_role("button", name="Save them to a file").click()
    assert b"waiting room" not in saved.value.path().read_bytes()
    for path in ("/work", "/work/answers", "/unlock"):
        other.goto(f"{served.url}{path}")
        expect(other.locator("h1")).to_have_text("No network here")
        other.get_by_text("Waiting here: 1.").wait_for()
        assert other.locator("form").count() == 0
