"""A real Chromium, one for each test process: fixtures that any room may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests.browser import chromium

Opener = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The hand that drives Chromium: a process can start it only once."""
    if chromium.find() is None:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, started once."""
    path = chromium.find()
    started = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS])
    yield started
    started.close()


@pytest.fixture
def opener(browser: Browser) -> Iterator[Opener]:
    """Open contexts, which know nothing of one another and end with the test."""
    opened: list[BrowserContext] = []

    def _open(**wishes: Any) -> BrowserContext:
        context = browser.new_context(**{"locale": "en-GB", **wishes})
        context.set_default_timeout(10_000)
        opened.append(context)
        return context

    yield _open
    for context in opened:
        context.close()
