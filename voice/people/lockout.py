"""Too many wrong tries: wait. Counted in the database, for names that exist and names that do not.

An account waits after 5 wrong tries, a neighbourhood of the network after 50; each further round
waits twice as long. Neither a name nor an address is kept, only keyed digests.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voice.people.proofs import Tries

ACCOUNT: Final = 5
SOURCE: Final = 50
_WAIT: Final = timedelta(minutes=15)
_LONGEST: Final = timedelta(hours=12)
#: Wrong tries are forgotten after a day without one.
_FORGOTTEN: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counter:
    """Whose tries are counted, and how many wrong ones make a round."""

    whom: str
    most: int


def counters(key: bytes, name: str, address: str | None, today: date) -> tuple[Counter, ...]:
    """Those that one try at this name from this address counts for."""
    account = Counter(_digest(key, f"name|{name}"), ACCOUNT)
    near = neighbourhood(address)
    if near is None:
        return (account,)
    # The day is part of it, so that nobody can follow a neighbourhood from day to day.
    return account, Counter(_digest(key, f"near|{today.isoformat()}|{near}"), SOURCE)


def neighbourhood(address: str | None) -> str | None:
    """The /24 or /48 an address lies in; None for our own machine, where a proxy stands."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return None
    if found.is_loopback:
        return None
    return str(ip_network((found, 24 if found.version == 4 else 48), strict=False))


def waiting(db: Session, counted: tuple[Counter, ...], at: datetime) -> datetime | None:
    """Until when to wait, or None. Holds the counters, so that tries at once come one by one."""
    untils = [_row(db, each, at).locked_until for each in counted]
    return max((until for until in untils if until is not None and until > at), default=None)


def wrong(db: Session, counted: tuple[Counter, ...], at: datetime) -> datetime | None:
    """Count a wrong try; until when to wait if it was one too many."""
    found = []
    for each in counted:
        row = _row(db, each, at)
        row.wrong, row.last_at = row.wrong + 1, at
        if row.wrong % each.most == 0:
            row.locked_until = at + _wait(row.wrong // each.most)
            found.append(row.locked_until)
    db.flush()
    return max(found, default=None)


def right(db: Session, counted: tuple[Counter, ...]) -> None:
    """Forget an account's wrong tries; the neighbourhood's stay."""
    db.execute(delete(Tries).where(Tries.whom == counted[0].whom))


def _wait(rounds: int) -> timedelta:
    return min(_WAIT * int(2 ** min(rounds - 1, 10)), _LONGEST)


def _row(db: Session, counter: Counter, at: datetime) -> Tries:
    query = select(Tries).where(Tries.whom == counter.whom).with_for_update()
    found = db.scalar(query)
    if found is None:
        try:
            with db.begin_nested():
                db.add(Tries(whom=counter.whom, wrong=0, last_at=at))
        except IntegrityError:  # another process was quicker
            pass
        found = db.scalars(query).one()
    if found.last_at < at - _FORGOTTEN:
        found.wrong, found.locked_until = 0, None
    return found


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), "sha256").hexdigest()
