"""How fast the board counts: `python -m tests.bench.board [N] [postgresql]`.

Writes N answers and what was heard in them directly, with six themes a child over three years, and
prints what the unfiltered board, boards of one and of two choices, a page of evidence and one child
taken back take.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, select, text
from sqlalchemy.orm import Session

from tests.databases import furnish, postgresql_database, postgresql_server
from voice.answers.models import Response
from voice.answers.wanted import Wanted
from voice.questions.models import PublishedSet
from voice.storage.session import open_engine
from voice.themes import counted, edition, splits, triggers
from voice.themes.board import board
from voice.themes.codebook import codebook
from voice.themes.models import Heard

_START = datetime(2024, 1, 1, 9, tzinfo=UTC)
_DAYS = 1000
_THEMES = 6
_BITS = (1, 3, 5, 7, 9)
_BATCH = 20_000
#: Drawn by chance; more than that are copies of them.
_DRAWN = 100_000


def _responses(total: int, set_id: int, number: int) -> Iterator[dict[str, Any]]:
    draw = random.Random(7)
    for place in range(total):
        sent = _START + timedelta(days=draw.randrange(_DAYS), seconds=place % 80_000)
        yield {
            "id": f"{place:036d}",
            "submission_id": f"{place:036d}",
            "digest": b"",
            "key_id": "",
            "set_id": set_id,
            "set_key": draw.choice(("GS-P", "GS-Y", "CP-P", "CP-Y", "RV-P")),
            "tier": draw.choice(("younger", "middle", "older")),
            "language": draw.choice(("en", "en", "en", "ar", "pl", "so")),
            "team_id": None,
            "period": date(sent.year, sent.month, 1),
            "channel": "link",
            "came_by": "link:1",
            "company": draw.choice((["alone"], ["alone"], ["parent"])),
            "taps": "me",
            "sent_at": sent,
            "received_at": sent,
            "read_due": sent,
            "read_at": sent,
            "sampled": False,
            "coded_with": number,
        }


def _heard(made: list[dict[str, Any]], draw: random.Random) -> Iterator[dict[str, Any]]:
    keys = [theme.key for theme in codebook().themes]
    copied = ("period", "sent_at", "set_key", "tier", "language", "team_id", "channel")
    for each in made:
        about = {name: each[name] for name in copied}
        for theme in draw.sample(keys, _THEMES):
            own = draw.choice((0, *_BITS))
            rated = draw.choice(_BITS) if not own else draw.choice((0, 0, 3, 5))
            yield {
                **about,
                "response_id": each["id"],
                "alone": each["company"] == ["alone"],
                "theme": theme,
                "own": own,
                "rated": rated,
            }


def fill(engine: Engine, total: int) -> None:
    """Rows as the worker would leave them, counted once at the end."""
    dialect = engine.dialect.name
    with Session(engine) as session, session.begin():
        set_id = session.scalars(select(PublishedSet.id)).first() or 1
        number = edition.current(session)
        for statement in triggers.lifted(dialect):
            session.execute(text(statement))
        batch: list[dict[str, Any]] = []
        draw = random.Random(11)
        for each in _responses(min(total, _DRAWN), set_id, number):
            batch.append(each)
            if len(batch) == _BATCH:
                _write(session, batch, draw)
                batch = []
        _write(session, batch, draw)
        for copy in range(1, total // _DRAWN):
            _copy(session, Response.__table__, ("id", "submission_id"), f"{copy:02}")
            _copy(session, Heard.__table__, ("response_id",), f"{copy:02}")
        for table in ("heard", "responses"):
            session.execute(text(f"INSERT INTO theme_counts {triggers.counted(table, dialect)}"))
        for statement in triggers.raised(dialect):
            session.execute(text(statement))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _write(session: Session, batch: list[dict[str, Any]], draw: random.Random) -> None:
    if batch:
        session.execute(insert(Response), batch)
        session.execute(insert(Heard), list(_heard(batch, draw)))


def _copy(session: Session, table: Any, ids: tuple[str, ...], mark: str) -> None:
    """All that was drawn once more, under other ids."""
    drawn = f"substr({ids[0]}, 1, 2) = '00'"
    names = [each.name for each in table.columns]
    made = [f"'{mark}' || substr({name}, 3)" if name in ids else name for name in names]
    session.execute(
        text(
            f"INSERT INTO {table.name} ({', '.join(names)}) "
            f"SELECT {', '.join(made)} FROM {table.name} WHERE {drawn}"
        )
    )


def _middle(act: Callable[[], object]) -> str:
    """The middle of seven: on the clock, and of our own processor time (others share it)."""
    times, spent = [], []
    for _ in range(7):
        begun, cpu = time.perf_counter(), time.process_time()
        act()
        times.append(1000 * (time.perf_counter() - begun))
        spent.append(1000 * (time.process_time() - cpu))
    return f"{statistics.median(times):.0f} ms ({statistics.median(spent):.0f} ms of CPU)"


def _page(session: Session) -> None:
    asked = counted.children("listened", "own", splits.codes_of(None), Wanted(), "en")
    session.scalars(asked.order_by(Heard.sent_at.desc(), Heard.response_id).limit(20)).all()


def _say(engine: Engine, total: int) -> None:
    with Session(engine.execution_options(writing=False)) as session:
        acts: dict[str, Callable[[], object]] = {
            "board, no filter": lambda: board(session, Wanted(), "en"),
            "board, one choice": lambda: board(session, Wanted(language="pl"), "en"),
            "board, two choices": lambda: board(
                session, Wanted(language="pl", helped="alone"), "en"
            ),
            "a page of evidence": lambda: _page(session),
        }
        print(f"{engine.dialect.name}, {total:,} answers, {_THEMES} themes a child:")
        for name, act in acts.items():
            print(f"  {name}: {_middle(act)}")
    with Session(engine) as session:
        ids = iter(session.scalars(select(Response.id).limit(7)).all())
        session.rollback()
        print(f"  one child taken back: {_middle(lambda: _take_back(session, next(ids)))}")


def _take_back(session: Session, response_id: str) -> None:
    session.execute(delete(Response).where(Response.id == response_id))
    session.commit()


def main(total: str = "100000", kind: str = "sqlite") -> None:
    """Make, measure, throw away."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        address = f"sqlite:///{Path(folder) / 'voice.db'}"
        if kind == "postgresql":
            server = stack.enter_context(postgresql_server())
            address = stack.enter_context(postgresql_database(server))
        furnish(address)
        engine = open_engine(address)
        stack.callback(engine.dispose)
        begun = time.perf_counter()
        fill(engine, int(total))
        print(f"filled in {time.perf_counter() - begun:.0f} s")
        _say(engine, int(total))


if __name__ == "__main__":
    main(*sys.argv[1:])
