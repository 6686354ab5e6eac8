"""The boards' reports: due each quarter, prepared from a pack, signed off by somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.panel.models import Pack
from voice.panel.round_models import Report
from voice.people.models import Worker
from voice.storage import trail
from voice.themes.quarters import Quarter

#: Days after the end of a quarter by which each board reads about it, from the reporting
#: arrangements of an improvement plan: panels first, then the boards, then the committee.
DUE: Final = {
    "corporate_parenting": 42,
    "partnership": 49,
    "improvement_board": 56,
    "committee": 70,
}


class NotNow(ValueError):
    """It cannot be done in this state, or not by this person."""


@dataclass(frozen=True, slots=True)
class Row:
    """One report of one board, as the table shows it."""

    report: Report
    prepared_by: str
    signed_by: str
    late: bool


def due_of(board: str, quarter: Quarter) -> date:
    """By when this board reads about this quarter."""
    return quarter.until + timedelta(days=DUE[board])


def plan(session: Session, by: int, quarter: Quarter) -> int:
    """Put the quarter's reports on the list, one for each board; how many are new."""
    known = set(session.scalars(select(Report.board).filter_by(period=quarter.key)))
    new = [board for board in DUE if board not in known]
    for board in new:
        due = due_of(board, quarter)
        session.add(Report(board=board, period=quarter.key, due=due, state="planned"))
    session.flush()
    if new:
        trail.write(session, f"worker:{by}", "reports.planned", f"period:{quarter.key}", boards=new)
    return len(new)


def prepare(session: Session, by: int, report_id: int, pack_id: int, at: datetime) -> None:
    """Say which pack this board reads; it must be published. Prepared anew until signed off."""
    report, pack = of(session, report_id), session.get(Pack, pack_id)
    if report.state == "signed_off" or pack is None or pack.state != "published":
        raise NotNow(report_id)
    report.pack_id, report.prepared_by, report.prepared_at = pack_id, by, at
    report.state = "prepared"
    _trace(session, by, "reports.prepared", report, pack=pack_id)


def sign(session: Session, by: int, report_id: int, at: datetime) -> None:
    """Sign it off: not by whoever prepared it."""
    report = of(session, report_id)
    if report.state != "prepared" or report.prepared_by == by:
        raise NotNow(report_id)
    report.signed_by, report.signed_at, report.state = by, at, "signed_off"
    _trace(session, by, "reports.signed_off", report)


def of(session: Session, report_id: int) -> Report:
    """A report; NotNow for none."""
    found = session.get(Report, report_id)
    if found is None:
        raise NotNow(report_id)
    return found


def rows(session: Session, today: date) -> tuple[Row, ...]:
    """Every report: the newest quarter first, then by the day it is due."""
    names = {each.id: each.name for each in session.scalars(select(Worker))}
    found = session.scalars(select(Report).order_by(Report.period.desc(), Report.due, Report.id))
    return tuple(
        Row(
            each,
            names.get(each.prepared_by or 0, ""),
            names.get(each.signed_by or 0, ""),
            each.state != "signed_off" and today > each.due,
        )
        for each in found
    )


def packs(session: Session) -> tuple[Pack, ...]:
    """Packs a report can be made of: those that are published, for grown-ups first."""
    wanted = select(Pack).where(Pack.state == "published", Pack.team_id.is_(None))
    return tuple(session.scalars(wanted.order_by(Pack.period.desc(), Pack.audience, Pack.id)))


def _trace(session: Session, by: int, act: str, report: Report, **detail: object) -> None:
    session.flush()
    trail.write(session, f"worker:{by}", act, f"report:{report.id}", **detail)
