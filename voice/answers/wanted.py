"""Which answers are wanted: the one filter of the house, and the one reading of it in SQL.

The inbox, the themes board and the evidence all read it here, so that they count the same children.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, or_, select

from voice.answers.models import Answer, Response
from voice.answers.reach import EVERYWHERE, Reach
from voice.answers.versions import Translation
from voice.i18n.days import midnight
from voice.safety.models import Alert
from voice.storage.types import now

#: "look": an alert waits; "late": unread for too long; "unread"; "foreign": unread, in another
#: language; "untranslated": words in another language that nobody put into ours, read or not;
#: "sample": unread, to be read with special care; "read".
STATES = ("look", "late", "unread", "foreign", "untranslated", "sample", "read")
#: "due": alerts first, then whoever has waited longest; by the day of sending, "-" newest first.
SORTS = ("due", "-sent", "sent")
#: The `company` column of a child who was alone, as JSON is written.
_ALONE = ("[]", '["alone"]')


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which answers, and which page of them; None means any."""

    set_key: str | None = None
    team_id: int | None = None
    since: date | None = None
    until: date | None = None
    tier: str | None = None
    language: str | None = None
    #: "alone" or "assisted".
    helped: str | None = None
    #: One of STATES.
    state: str | None = None
    sort: str = "due"
    page: int = 1
    #: How far the person who asks may read; never part of an address.
    reach: Reach = EVERYWHERE

    def query(self, **changes: object) -> dict[str, Any]:
        """These choices as the query of an address, some of them changed; page 1 unless said."""
        mine = asdict(self)
        del mine["reach"]
        told = {**mine, "state": self.state or "all", "page": 1, **changes}
        usual: dict[str, object] = {"page": 1, "sort": usual_sort(self.state)}
        return {
            key: value
            for key, value in told.items()
            if value is not None and usual.get(key) != value
        }

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state, the order and the page was chosen."""
        usual = Wanted(reach=self.reach)
        return replace(self, state=None, sort="due", page=1) != usual


def usual_sort(state: str | None) -> str:
    """How a list is sorted unless said: what waits by its waiting, the rest newest first."""
    return "-sent" if state in {None, "read"} else "due"


def conditions(wanted: Wanted, home: str, at: datetime | None = None) -> list[ColumnElement[bool]]:
    """What must hold of a response for the filter; dates are whole days of the sending, in UTC.

    With `at`, the answers that fitted at that moment, whatever was read or decided since.
    """
    equal = {
        Response.set_key: wanted.set_key,
        Response.team_id: wanted.team_id,
        Response.tier: wanted.tier,
        Response.language: wanted.language,
    }
    where: list[ColumnElement[bool]] = [
        column == value for column, value in equal.items() if value is not None
    ]
    if wanted.since:
        where.append(Response.sent_at >= midnight(wanted.since))
    if wanted.until:
        where.append(Response.sent_at < midnight(wanted.until + timedelta(days=1)))
    if wanted.helped:
        where.append(_alone() if wanted.helped == "alone" else ~_alone())
    if at is not None:
        where.append(Response.received_at <= at)
    if wanted.state:
        where.append(state_is(wanted.state, home, at))
    return [*where, *_within(wanted.reach)]


def sort_keys(sort: str) -> tuple[tuple[ColumnElement[Any], ...], bool]:
    """The columns by which a list is sorted, and whether downwards; the id makes it whole."""
    if sort == "due":
        return (waiting(), Response.read_due.expression, Response.id.expression), False
    return (Response.sent_at.expression, Response.id.expression), sort == "-sent"


def order(sort: str) -> list[ColumnElement[Any]]:
    """What a list is ordered by."""
    keys, downwards = sort_keys(sort)
    return [key.desc() if downwards else key.asc() for key in keys]


def waiting() -> ColumnElement[int]:
    """0 where an alert waits, 1 where none does: what sorts alerts to the top."""
    return case((has_open_alert(), 0), else_=1)


def has_open_alert(at: datetime | None = None) -> ColumnElement[bool]:
    """Whether an alert of this response is not decided yet, or was not at that moment."""
    waits: ColumnElement[bool] = Alert.state != "decided"
    if at is not None:
        waits = and_(Alert.raised_at <= at, or_(waits, Alert.decided_at > at))
    return Response.id.in_(select(Alert.response_id).where(waits))


def has_untranslated() -> ColumnElement[bool]:
    """Whether words of this response stand in no translation, and none said they need none."""
    beside = and_(
        Translation.response_id == Answer.response_id, Translation.question == Answer.question
    )
    return exists().where(
        Answer.response_id == Response.id, Answer.text.is_not(None), ~exists().where(beside)
    )


def state_is(state: str, home: str, at: datetime | None = None) -> ColumnElement[bool]:
    """Whether a response belongs to this one of STATES; `home` is the language staff read."""
    unread: ColumnElement[bool] = Response.read_at.is_(None)
    if at is not None:
        unread = or_(unread, Response.read_at > at)
    return {
        "look": has_open_alert(at),
        "late": and_(unread, Response.read_due < (at or now())),
        "unread": unread,
        "foreign": and_(unread, Response.language != home),
        "untranslated": and_(Response.language != home, has_untranslated()),
        "sample": and_(unread, Response.sampled),
        "read": ~unread,
    }[state]


def _within(reach: Reach) -> Iterator[ColumnElement[bool]]:
    """Only answers this far; none about a worker of one's own line."""
    nobodys = Response.team_id.is_(None)
    if reach.teams is not None:
        yield or_(nobodys, Response.team_id.in_(reach.teams))
    if reach.line:
        about = select(Alert.response_id).where(Alert.kind == "about_worker")
        yield or_(nobodys, Response.team_id.not_in(reach.line), Response.id.not_in(about))


def _alone() -> ColumnElement[bool]:
    """As `Response.alone`, in SQL."""
    return and_(cast(Response.company, String).in_(_ALONE), Response.taps.in_(("me", "")))
