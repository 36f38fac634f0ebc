"""What can be done with reports. Each function runs inside one transaction of its caller."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from ortenaudigital.audit.commands import record
from ortenaudigital.events.models import Event
from ortenaudigital.feedback.errors import AnsweredAlready
from ortenaudigital.feedback.letters import REPORT
from ortenaudigital.feedback.models import Report
from ortenaudigital.feedback.rules import tidy_page
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.rows import insert_if_absent, row_count
from ortenaudigital.kernel.sealed import seal
from ortenaudigital.outbox.commands import About, enqueue


@dataclass(frozen=True)
class Message:
    """What somebody wrote. `request_id` is new for each form shown, the same for its repeats.

    `page`: the path of a page of ours, without anything secret in it.
    """

    request_id: UUID
    page: str
    message: str
    email: str
    language: str


def report(message: Message, event: Event | None, now: datetime) -> int:
    """Keep what somebody wrote, and send it to who runs the page; return the id of the report.

    A repeat adds nothing.
    """
    request_id = seal("feedback", message.request_id, message.page, message.message, message.email)
    values = {
        "request_id": request_id,
        "event_id": event.id if event else None,
        "page": tidy_page(message.page),
        "message": message.message,
        "email": message.email,
        "language": message.language,
        "reported_at": now,
        "answered_by": "",
        "note": "",
    }
    is_new = insert_if_absent(Report, values)
    found = db.session.scalars(select(Report).where(Report.request_id == request_id)).one()
    if is_new:
        record("feedback.reported", found.subject, "stranger", now, event_id=found.event_id)
        enqueue(REPORT, About(found.request_id, found.page, found.event_id), now)
    return found.id


def answer(report: Report, note: str, now: datetime, actor: str) -> None:
    """Note that a report is answered, and how. Raises AnsweredAlready."""
    waiting = update(Report).where(Report.id == report.id, Report.answered_at.is_(None))
    values = {"answered_at": now, "answered_by": actor, "note": note}
    if row_count(db.session.execute(waiting.values(values))) == 0:
        raise AnsweredAlready()
    db.session.expire(report)
    record("feedback.answered", report.subject, actor, now, event_id=report.event_id)
