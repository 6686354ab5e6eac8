"""Read the four meters of `actions.meters` from what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voice.actions import meters, tell, told
from voice.actions.meters import Meters
from voice.actions.models import Action, Told
from voice.actions.tracker import Why
from voice.actions.view import Row
from voice.answers.kept import ReplyVerdict, Response


def measure(session: Session, rows: Iterable[Row], offered: Sequence[str]) -> Meters:
    """All four, over every action there is."""
    open_rows, ended = _split(rows)
    children = sum(tell.waiting(session, each).all for each in ended)
    days = _days(session)
    return Meters(
        full=meters.full(_told_in(session, ended), offered),
        friendly=meters.friendly(len(days), children),
        fast=meters.fast(days),
        followed_up=meters.followed_up([_missed(row) for row in open_rows]),
        helped=meters.helped(_verdicts(session)),
    )


def waiting(session: Session) -> dict[int, dict[str, int]]:
    """Children who wait to be told, by action and language."""
    ended = session.scalars(select(Action).where(Action.state == "closed")).all()
    return {each.id: dict(tell.waiting(session, each).by_language) for each in ended}


def _split(rows: Iterable[Row]) -> tuple[list[Row], list[Action]]:
    held = list(rows)
    ended = [row.action for row in held if row.action.state == "closed"]
    return [row for row in held if row.action.state == "open"], ended


def _missed(row: Row) -> bool:
    return row.standing.why in {Why.UPDATE_MISSED, Why.PAST_DUE, Why.PLAN_MISSED}


def _told_in(session: Session, ended: Sequence[Action]) -> list[set[str]]:
    found = told.sentences(session, [each.id for each in ended])
    return [
        {code for code, each in mine.items() if each.state == "checked"} for mine in found.values()
    ]


def _days(session: Session) -> list[int]:
    """For each child who was told, the days since Send; the first answer counts."""
    first = func.min(Told.at)
    query = (
        select(first, Response.sent_at)
        .join(Response, Response.id == Told.response_id)
        .group_by(Told.response_id, Response.sent_at)
    )
    return [(at - sent).days for at, sent in session.execute(query)]


def _verdicts(session: Session) -> dict[str, int]:
    query = (
        select(ReplyVerdict.helped, func.count())
        .join(Told, Told.reply_id == ReplyVerdict.reply_id)
        .group_by(ReplyVerdict.helped)
    )
    return dict(session.execute(query).all())
