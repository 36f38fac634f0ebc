"""The letter that brings a report to those who run the pages, in German, as they work in it.

What a stranger wrote goes to the published contact of the event or of the house, and to nobody
else: not to the address that the stranger gave, which may be anybody's. For the same reason it is
no Reply-To: a program that answers by itself would write to whoever that is.
"""

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import select

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.rules import DEFAULT_LANGUAGE
from ortenaudigital.feedback.models import Report
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.sealed import SealedId
from ortenaudigital.towns.queries import find_operator

REPORT = "feedback.report"


def report(subject_id: str) -> Composed | None:
    """Write the letter; None if the report is gone, or nobody has said where letters go."""
    same = Report.request_id == SealedId(subject_id)
    found = db.session.scalar(select(Report).where(same))
    recipient = _recipient(found) if found else ""
    if found is None or not recipient:
        return None
    context = {
        "report": found,
        "event": found.event,
        "page_url": current_app.config["BASE_URL"] + found.page,
        "list_url": current_app.config["BASE_URL"] + "/orga/meldungen",
        "language": DEFAULT_LANGUAGE,
    }
    with force_locale(DEFAULT_LANGUAGE):
        subject = render_template("letters/feedback/report/subject.txt", **context).strip()
        return Composed(
            recipient=recipient,
            subject=subject,
            text=render_template("letters/feedback/report/body.txt", **context),
            html=render_template("letters/feedback/report/body.html", subject=subject, **context),
        )


def _recipient(report: Report) -> str:
    if report.event and report.event.contact:
        return report.event.contact
    operator = find_operator()
    return operator.email if operator else ""
