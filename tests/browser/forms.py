"""A server with a link to every form, and a Chromium, for commands that look at screens."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.build import a_link
from tests.databases import make_folder
from tests.served import Served
from voice.config import Config
from voice.questions.shelf import library


@dataclass(frozen=True, slots=True)
class Forms:
    """Where every form is, and what to look at it with."""

    browser: Browser
    url: str
    #: Tokens of the links, by set and tier.
    tokens: dict[tuple[str, str], str]

    def address(self, key: str, tier: str, language: str) -> str:
        """A form in a language."""
        return f"{self.url}/f/{self.tokens[key, tier]}?lang={language}"


@contextmanager
def opened() -> Iterator[Forms]:
    """A fresh installation, for as long as this lasts."""
    with tempfile.TemporaryDirectory() as folder:
        data = make_folder(Path(folder) / "var")
        with Served(Config(data=data, demo=True, https=False)) as server:
            with server.session() as session, session.begin():
                tokens = {
                    (key, str(tier)): a_link(session, key, tier).token
                    for key, each in library().items()
                    for tier in each.tiers
                }
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium.find(), args=[*chromium.ARGUMENTS]
                )
                yield Forms(browser, server.url, tokens)
                browser.close()
