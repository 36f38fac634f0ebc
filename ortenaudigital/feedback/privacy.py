"""Which personal data reports hold: what people wrote, their addresses, and who answered."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select, update

from ortenaudigital.audit.privacy import forget_actors_about
from ortenaudigital.feedback.models import Report
from ortenaudigital.feedback.rules import KEEP_ANSWERED, KEEP_OPEN
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.personal import (
    Due,
    Finding,
    Going,
    Holder,
    Person,
    Request,
    columns_of,
    tables,
)
from ortenaudigital.outbox.commands import delete_letters

SOMEBODY = "organiser"


class FeedbackHolder(Holder):
    """Reports. They are deleted as a whole: some weeks after the answer, or after a year."""

    columns = columns_of(
        "feedback_report", erased="page message email answered_by note", no_person="language"
    )
    of_event = tables("feedback_report")

    def find(self, person: Person) -> Iterator[Finding]:
        """Find reports with the address, and those that were answered with it."""
        query = select(Report).where(person.may_have(Report.email)).order_by(Report.id)
        for report in db.session.scalars(query):
            if person.has(report.email):
                yield _finding(report)
        answered = select(Report).where(person.may_have(Report.answered_by))
        theirs = [r.id for r in db.session.scalars(answered) if person.has(r.answered_by)]
        if theirs:
            label = f"reports that they answered: {len(theirs)}"
            yield Finding("answers:given", label, {"number": len(theirs)}, ids=tuple(theirs))

    def correct(self, request: Request) -> None:
        """Write another address."""
        email = request.correction.email
        if email is not None:
            _set(request.ids("report"), email=email)
            _set(request.ids("answers"), answered_by=email)

    def erase(self, request: Request) -> None:
        """Delete what somebody wrote, and say only that an organiser answered."""
        _set(request.ids("answers"), answered_by=SOMEBODY)
        _delete(request.ids("report"))

    def erase_event(self, going: Going) -> int:
        """Delete some reports about the pages of an event, and the letters about them."""
        about = select(Report.id).where(Report.event_id == going.event_id)
        ids = db.session.scalars(about.limit(going.most)).all()
        _delete(ids)
        return len(ids)

    def count_due(self, until: datetime) -> int:
        """Count the reports whose time is over."""
        return db.session.scalar(select(func.count()).select_from(_due(until).subquery())) or 0

    def erase_due(self, due: Due) -> int:
        """Delete some of the reports whose time is over."""
        ids = db.session.scalars(_due(due.until).limit(due.most)).all()
        _delete(ids)
        return len(ids)


def _finding(report: Report) -> Finding:
    columns = ("page", "message", "email", "language", "reported_at", "answered_at", "note")
    data = {name: getattr(report, name) for name in columns}
    return Finding(f"report:{report.id}", f"report on {report.page}", data, ids=(report.id,))


def _due(until: datetime) -> Select[int]:
    answered = Report.answered_at <= until - KEEP_ANSWERED
    return select(Report.id).where(or_(answered, Report.reported_at <= until - KEEP_OPEN))


def _set(ids: Sequence[int], **values: str) -> None:
    db.session.execute(update(Report).where(Report.id.in_(ids)).values(values))


def _delete(ids: Sequence[int]) -> None:
    theirs = Report.id.in_(ids)
    requests = db.session.scalars(select(Report.request_id).where(theirs)).all()
    delete_letters([str(each) for each in requests])
    forget_actors_about([f"report:{each}" for each in ids])
    db.session.execute(delete(Report).where(theirs))
