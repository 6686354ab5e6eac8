"""Pages for the tests of this room; the browser itself is in the conftest above."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.borough import Borough
from tests.chromium import Opener
from tests.databases import copy_folder
from tests.served import Served
from voice.config import Config


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
