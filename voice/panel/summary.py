"""Make the panel's summary of a quarter: five themes, a quote each, and what is not known.

It holds keys, rounded counts and the chosen quotes, in no language: the page puts it into words.
It is made once and kept until an answer, a consent, an alert or a theme changes; making it opens
children's words, so it stands in the trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voice.panel import figures, quotes
from voice.panel.figures import FEELINGS, Counts, ShownRow
from voice.panel.gather import Gathered, freshness, gather
from voice.panel.quarters import Quarter
from voice.panel.quotes import Quote
from voice.questions.kinds import Tier
from voice.storage import trail
from voice.storage.keystore import Keystore
from voice.storage.session import transaction
from voice.themes.codebook import NOT_ASSIGNED, codebook

_MOST_KEPT: Final = 64
_KEPT: Final[dict[tuple[object, ...], Summary]] = {}


@dataclass(frozen=True, slots=True)
class Feeling:
    """How many felt so about a theme; None where they are too few to show."""

    key: str
    count: int | None
    in_ten: int | None
    dots: int


@dataclass(frozen=True, slots=True)
class Card:
    """One theme."""

    theme: str
    total: int
    feelings: tuple[Feeling, ...]
    sure: str
    quote: Quote | None

    def feeling(self, key: str) -> Feeling:
        """One of its feelings."""
        return next(each for each in self.feelings if each.key == key)


@dataclass(frozen=True, slots=True)
class Summary:
    """One quarter as the panel may read it."""

    quarter: Quarter
    threshold: int
    #: About how many children answered; None for too few to say anything.
    answered: int | None
    cards: tuple[Card, ...] = ()
    #: Themes with the largest and the smallest share of happy children, where they differ.
    best: str | None = None
    hardest: str | None = None
    per_dot: int = figures.STEP
    #: Whether some theme was spoken of by too few to show.
    small_themes: bool = False
    #: Answers in which we found no theme.
    unassigned: int | None = None
    few_tiers: tuple[str, ...] = ()
    few_teams: tuple[str, ...] = ()


def summary(
    engine: Engine, keystore: Keystore, quarter: Quarter, threshold: int, actor: str
) -> Summary:
    """The summary of a quarter, made for `actor` where it is not kept already."""
    with Session(engine.execution_options(writing=False)) as reading:
        mark = (str(engine.url), quarter.key, threshold, *freshness(reading, quarter))
        if mark not in _KEPT:
            while len(_KEPT) >= _MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)), None)
            _KEPT[mark] = _make(engine, reading, keystore, quarter, threshold, actor)
        return _KEPT[mark]


def _make(
    engine: Engine,
    reading: Session,
    keystore: Keystore,
    quarter: Quarter,
    threshold: int,
    actor: str,
) -> Summary:
    gathered = gather(reading, quarter)
    rows, small = _rows(gathered, threshold)
    wanted = [row.key for row in rows if row.total >= figures.ENOUGH]
    found = quotes.candidates(reading, gathered, wanted)
    with transaction(engine) as own:
        opened = sorted({each.child.id for each in found})
        trail.write(own, actor, "panel.summary_made", f"summary:{quarter.key}", opened=opened)
    chosen = quotes.choose(reading, keystore, gathered, found)
    return _summary(gathered, threshold, rows, small, chosen)


def _rows(gathered: Gathered, threshold: int) -> tuple[tuple[ShownRow, ...], bool]:
    """The five themes most children spoke of, and whether some were too rare to show."""
    counts = {
        theme.key: figures.tally(list(gathered.themes[theme.key].values()))
        for theme in codebook().themes
        if theme.key in gathered.themes
    }
    shown = figures.protect(Counts(counts), threshold)
    return figures.biggest(shown), bool(shown.left_out)


def _summary(
    gathered: Gathered,
    threshold: int,
    rows: tuple[ShownRow, ...],
    small: bool,
    chosen: Mapping[str, Quote],
) -> Summary:
    answered = figures.shown_count(len(gathered.children), threshold)
    if answered is None:
        return Summary(gathered.quarter, threshold, None)
    each = figures.per_dot([row.total for row in rows])
    best, hardest = figures.ends(rows, FEELINGS.index("happy")) or (None, None)
    return Summary(
        quarter=gathered.quarter,
        threshold=threshold,
        answered=answered,
        cards=tuple(_card(row, each, chosen.get(row.key)) for row in rows),
        best=best,
        hardest=hardest,
        per_dot=each,
        small_themes=small,
        unassigned=figures.shown_count(len(gathered.themes.get(NOT_ASSIGNED, {})), threshold),
        few_tiers=figures.few({tier: gathered.by_tier().get(tier, 0) for tier in Tier}),
        few_teams=figures.few(gathered.by_team()),
    )


def _card(row: ShownRow, each: int, quote: Quote | None) -> Card:
    feelings = tuple(
        Feeling(key, count, figures.in_ten(count, row.total), figures.dots(count, each))
        for key, count in zip(FEELINGS, row.cells, strict=True)
    )
    return Card(row.key, row.total, feelings, figures.sureness(row.total), quote)
