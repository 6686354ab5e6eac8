"""A real Chromium for the tests of this room, one for each test process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import chromium
from tests.browser.borough import Borough
from tests.databases import copy_folder
from tests.served import Served
from voice.config import Config

Opener = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once."""
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
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


@pytest.fixture
def page(opener: Opener) -> Page:
    """An empty page in a context of its own."""
    return opener().new_page()


@pytest.fixture(scope="session")
def visited(tmp_path_factory: pytest.TempPathFactory, furnished: Path) -> Iterator[Borough]:
    """One server full of answers for all tests that only look: nobody changes what others see."""
    folder = tmp_path_factory.mktemp("visited") / "var"
    copy_folder(furnished, folder)
    with Served(Config(data=folder, demo=True, https=False)) as running:
        yield Borough.filled(running)
