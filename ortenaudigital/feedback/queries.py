"""Questions about reports."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, true

from ortenaudigital.feedback.errors import UnknownReport
from ortenaudigital.feedback.models import Report
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.paging import Page, Place, counted, read_page


def get_report(report_id: int, events: Collection[int] | None = None) -> Report:
    """Return a report, if it is about one of the events; None is all. Raises UnknownReport."""
    query = select(Report).where(Report.id == report_id, _within(events))
    report = db.session.scalar(query)
    if report is None:
        raise UnknownReport()
    return report


def list_reports(events: Collection[int] | None, is_answered: bool, place: Place) -> Page[Report]:
    """List reports, the newest first: those that wait for an answer, or those that have one."""
    query = select(Report).where(_within(events), _has_answer(is_answered))
    number = db.session.scalar(select(counted(query.with_only_columns(Report.id)))) or 0
    return read_page(query, [Report.id], place, number)


def count_open(events: Collection[int] | None) -> int:
    """Count the reports that nobody has answered."""
    query = select(func.count(Report.id)).where(_within(events), _has_answer(False))
    return db.session.scalar(query) or 0


class Open(NamedTuple):
    """How many reports nobody has answered, and since when the first of them waits."""

    number: int
    since: datetime | None


def open_of(event_id: int) -> Open:
    """Count the reports about the pages of an event that nobody has answered."""
    about = (Report.event_id == event_id, _has_answer(False))
    query = select(func.count(Report.id), func.min(Report.reported_at)).where(*about)
    return Open(*db.session.execute(query).one())


def _within(events: Collection[int] | None) -> ColumnElement[bool]:
    return true() if events is None else Report.event_id.in_(events)


def _has_answer(is_answered: bool) -> ColumnElement[bool]:
    return Report.answered_at.is_not(None) if is_answered else Report.answered_at.is_(None)
