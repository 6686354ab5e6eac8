"""Send messages that wait in a table until they arrive: about alerts, and to leads of actions.

At least once: a worker that dies between sending and noting it sends again. A message is claimed
for a while rather than locked, so that no slow mail server holds the database's pen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from voice.safety.notify import Adapter, Letter
from voice.storage.session import transaction
from voice.storage.types import UtcTime, Words

#: As long as one worker may try; then another may.
LEASE: Final = timedelta(minutes=2)
_LONGEST_WAIT: Final = timedelta(hours=1)
_AT_ONCE: Final = 20


class Waiting:
    """What every table of messages holds of one."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: "waiting", "sent", or "moot": nothing to say any more before it was sent.
    state: Mapped[str] = mapped_column(Words(10), default="waiting")
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    #: The kind of the last error, never its text.
    last_error: Mapped[str | None] = mapped_column(Words(120))
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)


Row = TypeVar("Row", bound=Waiting)


@dataclass(frozen=True, slots=True)
class Sender:
    """How messages leave: the adapter, the address they name, and the desk that takes the rest."""

    adapter: Adapter
    url: str = ""
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter, and who takes it: "worker:7" or "desk"."""

    letter: Letter
    to: str


@dataclass(frozen=True, slots=True)
class Post(Generic[Row]):
    """What is sent out of one table."""

    table: type[Row]
    #: What to send now; None where it has become moot.
    write: Callable[[Session, Row, Sender, datetime], Outgoing | None]
    #: What an arrival leaves behind, in the transaction that notes it.
    arrived: Callable[[Session, Row, Sender, str], None]


def deliver_due(engine: Engine, sender: Sender, post: Post[Row], at: datetime) -> int:
    """Send what is due; how many arrived. What fails is tried again, later each time."""
    return sum(_deliver(engine, sender, post, each, at) for each in claim(engine, post.table, at))


def claim(engine: Engine, table: type[Row], at: datetime) -> list[int]:
    """Take what is due for as long as a lease; ids of what nobody else has."""
    due = (
        select(table.id)
        .where(table.state == "waiting", table.next_try_at <= at)
        .order_by(table.next_try_at, table.id)
        .limit(_AT_ONCE)
    )
    with Session(engine.execution_options(writing=False)) as reading:
        if reading.scalar(due) is None:
            return []
    with transaction(engine) as own:
        mine = select(table).where(table.id.in_(due)).with_for_update(skip_locked=True)
        claimed = [each for each in own.scalars(mine) if each.state == "waiting"]
        for each in claimed:
            each.tries += 1
            each.next_try_at = at + LEASE
        return sorted(each.id for each in claimed)


def _deliver(engine: Engine, sender: Sender, post: Post[Row], row_id: int, at: datetime) -> bool:
    with Session(engine.execution_options(writing=False)) as reading:
        out = post.write(reading, reading.get_one(post.table, row_id), sender, at)
    wrong = _try(sender, out.letter) if out else None
    with transaction(engine) as own:
        noted = own.get_one(post.table, row_id)
        noted.last_error = wrong
        if wrong:
            noted.next_try_at = at + _wait_before(noted.tries)
            return False
        noted.state = "sent" if out else "moot"
        if out:
            noted.sent_at = at
            post.arrived(own, noted, sender, out.to)
    return out is not None


def _wait_before(tries: int) -> timedelta:
    """How long to wait after so many failures: a minute, doubled each time, at most an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 10)), _LONGEST_WAIT)


def _try(sender: Sender, letter: Letter) -> str | None:
    """Send it; the kind of what went wrong, or None. Never its text, which may hold an address."""
    try:
        sender.adapter.send(letter)
    except Exception as wrong:  # noqa: BLE001 - whatever it is, the message must stay
        code = getattr(wrong, "code", None) or getattr(wrong, "smtp_code", None)
        return f"{type(wrong).__name__} {code or ''}".strip()
    return None
