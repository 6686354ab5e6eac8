"""The day and the hour that it is for the council's children. Pure.

What is kept is in UTC; what people read, and what a day is, follows the clock on their wall.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")


def local(moment: datetime) -> datetime:
    """The same moment by the clock on the wall."""
    return moment.astimezone(LONDON)


def day_of(moment: datetime) -> date:
    """The day on which a moment falls."""
    return local(moment).date()


def span(since: date, until: date) -> tuple[datetime, datetime]:
    """When these days begin, and the moment after their end.

    In UTC, as the database counts its months, so that a filter and the counts it is beside agree.
    """
    return midnight(since), midnight(until + timedelta(days=1))


def midnight(day: date) -> datetime:
    """When a day begins in UTC."""
    return datetime.combine(day, time(), UTC)
