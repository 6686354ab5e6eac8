"""The tracker as a paper for a meeting: a tagged PDF on A4, made from plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any, Final

from voice.actions.labels import BECAUSE, STATES
from voice.actions.view import Row
from voice.i18n.catalogues import day_in_words, later
from voice.i18n.days import midnight
from voice.web.paper import printed


def written(rows: Iterable[Row], today: date, council: str) -> BytesIO:
    """The file, from its beginning: PDF/UA-1."""
    told = {
        "title": str(later("Actions: what we do about what children said")),
        "council": council,
        "date": _day(today),
        "heads": [str(each) for each in _HEADS],
        "themes": _themes(rows),
    }
    return BytesIO(printed("actions/tracker.typ", told, midnight(today)))


_HEADS: Final = (
    later("Action"),
    later("Lead"),
    later("Done by"),
    later("State"),
    later("Last update"),
)


def _themes(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows under the title of their theme, in the order in which they came."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row.theme.title, []).append(_told(row))
    return [{"title": title, "rows": mine} for title, mine in found.items()]


def _told(row: Row) -> dict[str, str]:
    action = row.action
    return {
        "number": row.number,
        "title": action.title,
        "what": action.what,
        "lead": action.lead_name,
        "agency": action.agency,
        "due": _day(action.due),
        "state": row.standing.state.value,
        "state_said": str(STATES[row.standing.state]),
        "why": str(BECAUSE[row.standing.why]),
        "updated": _day(row.days.updated),
        "last": row.last,
        "evidence": action.evidence,
    }


def _day(day: date) -> str:
    return f"{day_in_words(day, 'en').split(' ', 1)[1]} {day.year}"
