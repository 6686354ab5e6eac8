"""Journeys open the same Chromium as the tests of single pages."""

from __future__ import annotations

from tests.browser.conftest import browser, opener

__all__ = ["browser", "opener"]
