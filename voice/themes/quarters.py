"""Quarters of the year: the panel reads whole ones only, quotes say no more than this. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_KEY = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """As in an address: "2026-Q3"."""
        return f"{self.year}-Q{self.number}"

    @property
    def since(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def until(self) -> date:
        """Its last day."""
        return of(self.since + timedelta(days=100)).since - timedelta(days=1)

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last day."""
        return self.since, self.until

    @property
    def before(self) -> Quarter:
        """The quarter before this one."""
        return of(self.since - timedelta(days=1))


def of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def back_from(quarter: Quarter, count: int) -> tuple[Quarter, ...]:
    """So many quarters, this one first, each followed by the one before it."""
    found = [quarter]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(found)


def whole(today: date, count: int = 8) -> tuple[Quarter, ...]:
    """The last whole quarters, the latest first."""
    return back_from(of(today).before, count)


def of_key(key: str) -> Quarter:
    """The quarter with this key; ValueError for what is none."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"{key} is no quarter: write it as 2026-Q3")
    return Quarter(int(match[1]), int(match[2]))
