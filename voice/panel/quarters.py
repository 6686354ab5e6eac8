"""Quarters of the year: the panel reads whole ones only. Pure."""

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
        return _of(self.since + timedelta(days=100)).since - timedelta(days=1)

    @property
    def before(self) -> Quarter:
        """The quarter before this one."""
        return _of(self.since - timedelta(days=1))


def _of(day: date) -> Quarter:
    return Quarter(day.year, (day.month + 2) // 3)


def whole(today: date, count: int = 8) -> tuple[Quarter, ...]:
    """The last whole quarters, the latest first."""
    found = [_of(today).before]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(found)


def of_key(key: str) -> Quarter:
    """The quarter with this key; ValueError for what is none."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(f"{key} is no quarter: write it as 2026-Q3")
    return Quarter(int(match[1]), int(match[2]))


def chosen(key: str | None, offered: tuple[Quarter, ...]) -> Quarter | None:
    """The quarter with this key, the latest for no key; None for one that is not offered."""
    if not key:
        return offered[0]
    return next((each for each in offered if each.key == key), None)
