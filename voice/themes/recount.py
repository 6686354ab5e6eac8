"""Keep `heard` as the codings say, check it, and count everything again where it is not.

`refresh` runs in the transaction that changed codings, feelings or verdicts. The counts of `heard`
are made by the database itself (`triggers.py`); `check` holds both against a count from nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from voice.answers.kept import Response
from voice.storage.session import transaction
from voice.themes import counting, triggers
from voice.themes.codebook import codebook
from voice.themes.counting import Found
from voice.themes.models import Coding, Feeling, Heard, ThemeCount

#: Responses looked at in one go.
_BATCH = 500
#: One number for whoever adds up, so that PostgreSQL lets one at a time.
_FOLD_LOCK = 7_301_985
_COUNTED = ("dimension", "value", "theme", "own", "rated", "period")

Bits = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Wrong:
    """What a check found: answers whose themes are counted wrongly, and wrong counts."""

    responses: int
    counts: int

    def __bool__(self) -> bool:
        return bool(self.responses or self.counts)


def refresh(session: Session, response_ids: Iterable[str]) -> int:
    """Make `heard` fit the codings of these responses; how many of them it did not fit."""
    changed = 0
    session.flush()
    for ids in _in_batches(response_ids):
        wanted, known = _wanted(session, ids), _known(session, ids)
        about = _about(session, [each for each in ids if wanted.get(each, {}) != known[each]])
        changed += len(about)
        come: list[dict[str, Any]] = []
        for each, response in about.items():
            come += _write(session, response, wanted.get(each, {}), known[each])
        if come:
            session.execute(insert(Heard), come)
    return changed


def check(session: Session) -> Wrong:
    """Hold `heard` against the codings, and the counts against a count from nothing."""
    wrong = 0
    for ids in _in_batches(session.scalars(select(Response.id).order_by(Response.id)).all()):
        wanted, known = _wanted(session, ids), _known(session, ids)
        wrong += sum(wanted.get(each, {}) != known[each] for each in ids)
    return Wrong(wrong, len(_kept_counts(session) ^ _true_counts(session)))


def repair(engine: Engine) -> Wrong:
    """Mend what `check` would find, and say what it was; one repair at a time, others wait."""
    with transaction(engine) as own:
        if engine.dialect.name == "postgresql":
            own.execute(text("LOCK TABLE responses, heard IN SHARE ROW EXCLUSIVE MODE"))
        ids = list(own.scalars(select(Response.id).order_by(Response.id)))
        responses = refresh(own, ids)
        counts = len(_kept_counts(own) ^ _true_counts(own))
        if counts:
            own.execute(delete(ThemeCount))
            for table in ("heard", "responses"):
                counted = triggers.counted(table, engine.dialect.name)
                own.execute(text(f"INSERT INTO theme_counts {counted}"))
        return Wrong(responses, counts)


def fold(engine: Engine) -> None:
    """Add up what transactions on PostgreSQL left beside one another; one process at a time."""
    if engine.dialect.name != "postgresql":
        return
    with transaction(engine) as own:
        if not own.scalar(text(f"SELECT pg_try_advisory_xact_lock({_FOLD_LOCK})")):
            return
        keys = ", ".join(_COUNTED)
        own.execute(
            text(
                "WITH gone AS (DELETE FROM theme_counts WHERE part <> 0 RETURNING *) "  # noqa: S608
                f"INSERT INTO theme_counts ({keys}, part, children) "
                f"SELECT {keys}, 0, sum(children) FROM gone GROUP BY {keys} "
                f"ON CONFLICT ({keys}, part) "
                "DO UPDATE SET children = theme_counts.children + excluded.children"
            )
        )


def _in_batches(ids: Iterable[str]) -> Iterator[Sequence[str]]:
    rest = iter(ids)
    while batch := tuple(islice(rest, _BATCH)):
        yield batch


def _wanted(session: Session, ids: Sequence[str]) -> dict[str, Bits]:
    """What should be heard in these responses, from their codings.

    What a person decided of a theme that was merged counts where it is counted now.
    """
    counted = codebook().counted
    found: dict[str, list[Found]] = defaultdict(list)
    own = Coding.start.is_not(None)
    for row in session.execute(
        select(Coding.response_id, Coding.question, Coding.theme, own, Coding.counts).where(
            Coding.response_id.in_(ids)
        )
    ):
        found[row[0]].append(Found(row[1], counted(row[2]), bool(row[3]), bool(row[4])))
    bands: dict[str, dict[str, str]] = defaultdict(dict)
    felt = select(Feeling.response_id, Feeling.question, Feeling.band)
    for response_id, question, band in session.execute(felt.where(Feeling.response_id.in_(ids))):
        bands[response_id][question] = band
    return {each: counting.bits(mine, bands[each]) for each, mine in found.items()}


def _known(session: Session, ids: Sequence[str]) -> dict[str, Bits]:
    known: dict[str, Bits] = defaultdict(dict)
    rows = select(Heard.response_id, Heard.theme, Heard.own, Heard.rated)
    for response_id, theme, own, rated in session.execute(rows.where(Heard.response_id.in_(ids))):
        known[response_id][theme] = (own, rated)
    return known


def _about(session: Session, ids: Sequence[str]) -> dict[str, Response]:
    found = session.scalars(select(Response).where(Response.id.in_(ids)))
    return {each.id: each for each in found}


def _write(session: Session, response: Response, mine: Bits, had: Bits) -> list[dict[str, Any]]:
    """Take away and change what is there; the rows that are missing."""
    here = Heard.response_id == response.id
    if gone := had.keys() - mine.keys():
        session.execute(delete(Heard).where(here, Heard.theme.in_(gone)))
    for theme in mine.keys() & had.keys():
        if mine[theme] != had[theme]:
            own, rated = mine[theme]
            moved = update(Heard).where(here, Heard.theme == theme)
            session.execute(moved.values(own=own, rated=rated))
    return [_row(response, theme, mine[theme]) for theme in sorted(mine.keys() - had.keys())]


def _row(response: Response, theme: str, seen: tuple[int, int]) -> dict[str, Any]:
    return {
        "response_id": response.id,
        "theme": theme,
        "own": seen[0],
        "rated": seen[1],
        "period": response.period,
        "sent_at": response.sent_at,
        "set_key": response.set_key,
        "tier": response.tier,
        "language": response.language,
        "team_id": response.team_id,
        "channel": response.channel,
        "alone": response.alone,
    }


def _kept_counts(session: Session) -> set[tuple[Any, ...]]:
    keys = [getattr(ThemeCount, name) for name in _COUNTED]
    total = func.sum(ThemeCount.children)
    rows = session.execute(select(*keys, total).group_by(*keys).having(total != 0))
    return {(*row[:5], str(row[5]), row[6]) for row in rows}


def _true_counts(session: Session) -> set[tuple[Any, ...]]:
    engine = session.get_bind().dialect.name
    rows = (
        (*row[:5], str(row[5]), row[7])
        for table in ("heard", "responses")
        for row in session.execute(text(triggers.counted(table, engine)))
    )
    return set(rows)
