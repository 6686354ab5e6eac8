"""The codebook that this installation uses: the one that came with Voice, and its own changes.

Asked for when somebody first wants to know in a request or a batch, and the same until its end, so
that one page or one answer is never read by two. Each database has its own: two apps in one process
do not mix.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from flask import Flask, current_app, g
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from voice.storage import trail
from voice.storage.session import engine_of
from voice.storage.types import now
from voice.themes import changes, drafting, folding
from voice.themes.changes import Change, Numbered, Undo
from voice.themes.codebook import Codebook, Source, codebook, leave, shipped, use, using
from voice.themes.codebook_models import CodebookChange

#: One number for whoever changes the codebook, so that PostgreSQL lets one at a time.
_LOCK = 7_301_986
_KNOWN: WeakKeyDictionary[Engine, Codebook] = WeakKeyDictionary()


def book_of(engine: Engine) -> Codebook:
    """The codebook in use with this database, made again only where it was changed."""
    with Session(engine.execution_options(writing=False)) as reading:
        newest = reading.scalar(select(func.max(CodebookChange.number))) or 0
        known = _KNOWN.get(engine)
        if known is None or known.change != newest:
            known = folding.applied(shipped(), numbered(reading))
            _KNOWN[engine] = known
    return known


def source_of(engine: Engine) -> Source:
    """Where a request or a batch finds it: looked for once, when it is first wanted."""
    found: list[Codebook] = []

    def _source() -> Codebook:
        if not found:
            found.append(book_of(engine))
        return found[0]

    return _source


@contextmanager
def of(engine: Engine) -> Iterator[None]:
    """Use this installation's codebook, as it is when it is first wanted."""
    with using(source_of(engine)):
        yield


def init_app(app: Flask) -> None:
    """Let every request use this installation's codebook; a page that wants none asks nothing."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    g.codebook_before = use(source_of(engine_of(current_app)))


def _end(_error: BaseException | None) -> None:
    token = g.pop("codebook_before", None)
    if token is not None:
        leave(token)


def rows(session: Session) -> Sequence[CodebookChange]:
    """All changes, the oldest first."""
    return session.scalars(select(CodebookChange).order_by(CodebookChange.number)).all()


def numbered(session: Session) -> tuple[Numbered, ...]:
    """All changes, as the folding takes them."""
    return tuple(as_change(each) for each in rows(session))


def as_change(row: CodebookChange) -> Numbered:
    """One row, as the folding takes it."""
    return Numbered(row.number, changes.read(row.kind, row.told))


class Overtaken(Exception):
    """Somebody else changed the codebook since this was looked at."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that nobody made yet: the codebook in use, and the one that would be."""

    change: Change
    old: Codebook
    new: Codebook
    #: The changes that were made, by number.
    made: Mapping[int, Change] = field(default_factory=dict)

    @property
    def books(self) -> tuple[Codebook, Codebook]:
        """Before and after."""
        return self.old, self.new


def draft(session: Session, change: Change) -> Draft:
    """What the codebook would be; Unfit says in plain words what is wrong with the change."""
    old, known = codebook(), numbered(session)
    drafting.check(old, change)
    new = folding.tried(shipped(), known, Numbered(_next(known), change))
    return Draft(change, old, new, {each.number: each.change for each in known})


def taken(session: Session) -> frozenset[str]:
    """Keys of local codes that were ever given."""
    return changes.keys_ever(numbered(session))


def _next(known: Sequence[Numbered]) -> int:
    return known[-1].number + 1 if known else 1


def make(session: Session, change: Change, by: str, why: str, after: int | None = None) -> int:
    """Change the codebook from now on, and its number; every answer is read again by the worker.

    Unfit where the change does not fit. With `after`, Overtaken where another change was made since
    that one.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    known = numbered(session)
    number = _next(known)
    if after is not None and after != number - 1:
        raise Overtaken
    folding.tried(shipped(), known, Numbered(number, change))
    kind, told = changes.written(change)
    session.add(CodebookChange(number=number, at=now(), by=by, kind=kind, told=told, why=why))
    keys = sorted({one.key for one in changes.singles(change)})
    undone = {"undone": change.number} if isinstance(change, Undo) else {}
    trail.write(
        session, by, "codebook.changed", f"codebook:{number}", kind=kind, keys=keys, **undone
    )
    return number
