"""What templates may ask for: links to this page, and the words for a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from voice.web.filters import day, here, moment, url_exists


def test_a_link_to_this_page_keeps_its_query_and_changes_a_part(app: Flask) -> None:
    with app.test_request_context("/sign-in?lang=ar&set=GS-Y&set=CP-Y&page=3"):
        assert here(page=None, sort="-day") == "/sign-in?lang=ar&set=GS-Y&set=CP-Y&sort=-day"
        assert here(lang=None, set=None, page=None) == "/sign-in"


@pytest.mark.parametrize(
    "query", ["_external=1&_scheme=javascript", "_anchor=x", "endpoint=a", "_method=POST"]
)
def test_a_visitor_cannot_lead_a_link_of_this_page_elsewhere(app: Flask, query: str) -> None:
    with app.test_request_context(f"/sign-in?{query}"):
        assert here() == f"/sign-in?{query}"


def test_a_link_is_offered_only_to_a_room_that_is_built(app: Flask) -> None:
    with app.app_context():
        assert url_exists("people.home")
        assert not url_exists("people.garden")


@time_machine.travel(datetime(2026, 7, 1, tzinfo=UTC))
def test_the_year_is_said_only_when_it_is_another(app: Flask) -> None:
    with app.test_request_context():
        assert "2026" not in day(date(2026, 3, 4))
        assert day(date(2025, 3, 4)).endswith("2025")


@time_machine.travel(datetime(2026, 7, 1, tzinfo=UTC))
def test_the_time_of_day_is_the_council_s_own(app: Flask) -> None:
    with app.test_request_context():
        assert moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).endswith("00:30")
        assert moment(datetime(2026, 1, 5, 9, 5, tzinfo=UTC)).endswith("09:05")
