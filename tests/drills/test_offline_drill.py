"""Answers sealed on a tablet with a bad network and a battery that fails: none lost, none doubled.

Every answer of which the child was told that it is kept or safe arrives exactly once, though the
network drops, resets, delays, loses the server's answers and repeats requests, tabs are closed and
the browser is killed. What still waits is there within five minutes of the network's return.
VOICE_OFFLINE_N is how many answers (60), VOICE_OFFLINE_SEEDS how often (2).
"""

from __future__ import annotations

import os
import random
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Playwright
from sqlalchemy import select

from tests.browser.tablet import Tablet
from tests.build import a_link
from tests.faulty import Faulty
from tests.served import Served
from voice.answers.models import Response
from voice.answers.read import texts_for_coding

N = int(os.environ.get("VOICE_OFFLINE_N", "60"))
SEEDS = range(int(os.environ.get("VOICE_OFFLINE_SEEDS", "2")))
#: After so many answers a tab is closed or the browser is killed.
PEACE = (8, 20)

_SEND = """async (said) => {
  const post = await import('/static/js/post.js');
  const { drawn } = await import('/static/js/receipt.js');
  const form = document.querySelector('#form');
  await (await import(document.querySelector('script[type=module]').src)).later();
  delete form.dataset.submission;
  form.querySelector('#a-going_well').value = said;
  const { state } = await post.send(form, drawn());
  form.querySelector('#a-going_well').value = '';
  return state;
}"""
_LEFT = "() => import('/static/js/queue.js').then((queue) => queue.waiting())"
_DELIVERED = """async () => {
  const post = await import('/static/js/post.js');
  const queue = await import('/static/js/queue.js');
  const healed = Date.now();
  while ((await queue.waiting()).count && Date.now() - healed < 300_000) {
    await post.flush();
    await new Promise((then) => { setTimeout(then, 50); });
  }
  return { ...await queue.waiting(), seconds: (Date.now() - healed) / 1000 };
}"""

pytestmark = [pytest.mark.drill, pytest.mark.browser]


@pytest.fixture
def token(served: Served) -> str:
    """A link of the running server."""
    with served.session() as session, session.begin():
        return a_link(session).token


def _kept(served: Served) -> Counter[str]:
    with served.session() as session:
        found = session.scalars(select(Response)).all()
        texts = texts_for_coding(served.keystore, found)
        return Counter(text for each in texts.values() for text in each.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_no_answer_is_lost_or_doubled_on_a_bad_network(
    playwright: Playwright, served: Served, token: str, tmp_path: Path, seed: int
) -> None:
    rng, told, maybe = random.Random(seed), Counter[str](), set[str]()
    with Faulty(served.port, seed) as network, Tablet(playwright, tmp_path / "tablet") as tablet:
        address = f"http://127.0.0.1:{network.port}/f/{token}?lang=en"
        page, next_end = tablet.page(), rng.randint(*PEACE)
        page.goto(address)
        for number in range(N):
            told[page.evaluate(_SEND, f"Kanari {seed} {number}")] += 1
            if number == next_end:
                next_end += rng.randint(*PEACE)
                if rng.random() < 0.5:
                    page.close()
                else:
                    lost = f"Kanari {seed} in flight {number}"
                    maybe.add(lost)
                    page.evaluate(f"(said) => {{ void ({_SEND})(said); }}", lost)
                    tablet.kill()
                    tablet.start()
                page = tablet.page()
                page.goto(address)
        network.heal()
        left = page.evaluate(_DELIVERED)
        kept = _kept(served)
        kills = tablet.kills
        tablet.kill()
        readable = tablet.holding("Kanari")
    sent = {f"Kanari {seed} {number}" for number in range(N)}
    lost_count, doubled = len(sent - kept.keys()), sum(kept.values()) - len(kept)
    print(
        f"\n  seed {seed}: N {N}, told {dict(told)}, faults {dict(network.seen)}, kills {kills},"
        f" lost {lost_count}, doubled {doubled}, readable on the disk {len(readable)},"
        f" all there {left['seconds']:.0f} s after the network's return"
    )
    assert told.keys() <= {"kept", "waiting"}
    assert (left["count"], left["refused"]) == (0, 0)
    assert (lost_count, doubled) == (0, 0)
    assert kept.keys() - sent <= maybe
    assert readable == []


def test_the_search_finds_what_lies_open_on_a_tablet(
    playwright: Playwright, served: Served, token: str, tmp_path: Path
) -> None:
    """The control: the same words put into the browser's own storage are found."""
    with Tablet(playwright, tmp_path / "tablet") as tablet:
        page = tablet.page()
        page.goto(f"{served.url}/f/{token}?lang=en")
        page.evaluate("() => { localStorage.setItem('draft', 'Kanari Zwölf'); }")
        page.evaluate(
            """() => new Promise((then) => {
              const asked = indexedDB.open('open', 1);
              asked.onupgradeneeded = () => asked.result.createObjectStore('drafts');
              asked.onsuccess = () => {
                const how = { durability: 'strict' };
                const doing = asked.result.transaction('drafts', 'readwrite', how);
                doing.objectStore('drafts').put('Kanari Zwölf', 1);
                doing.oncomplete = then;
              };
            })"""
        )
        tablet.kill()
        assert tablet.holding("Kanari")
