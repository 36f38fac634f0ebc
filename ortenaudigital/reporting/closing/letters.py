"""The letter that tells the team of the erasure a week before, and what is still to be done."""

from flask import current_app, render_template
from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.rules import DEFAULT_LANGUAGE, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.reporting.closing.models import ClosingNotice
from ortenaudigital.reporting.closing.queries import list_tasks
from ortenaudigital.reporting.closing.rules import open_tasks
from ortenaudigital.reporting.closing.words import title_of

CLOSING = "reporting.closing"


def closing(subject_id: str) -> Composed | None:
    """Write the letter, in German as the team works in it; None if its reader is gone."""
    notice = db.session.get(ClosingNotice, int(subject_id))
    if notice is None:
        return None
    event, base = notice.event, current_app.config["BASE_URL"]
    with force_locale(DEFAULT_LANGUAGE):
        context = {
            "event": event,
            "erasure": erase_at(day.closes_at for day in event.days),
            "titles": [title_of(each) for each in open_tasks(list_tasks(event, utc_now()))],
            "list_url": f"{base}/orga/{event.slug}/abschluss",
            "report_url": f"{base}/orga/{event.slug}/bericht",
            "language": DEFAULT_LANGUAGE,
        }
        folder = "letters/reporting/closing"
        subject = render_template(f"{folder}/subject.txt", **context).strip()
        return Composed(
            recipient=notice.user.email,
            subject=subject,
            text=render_template(f"{folder}/body.txt", **context),
            html=render_template(f"{folder}/body.html", subject=subject, **context),
        )
