"""The letter about a correction that the organisers ask about again."""

from uuid import UUID

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.corrections.queries import find_last
from ortenaudigital.fair.portal.corrections.rules import Outcome
from ortenaudigital.fair.portal.writing import write_about
from ortenaudigital.kernel.db import db

ASKED_AGAIN = "portal.asked_again"


def asked_again(subject_id: str) -> Composed | None:
    """Write why a change did not go in yet; None if another one came since."""
    exhibitor = db.session.get(Exhibitor, UUID(subject_id))
    last = None if exhibitor is None else find_last(exhibitor)
    if exhibitor is None or last is None or last.outcome is not Outcome.ASKED_AGAIN:
        return None
    return write_about(exhibitor, ASKED_AGAIN, exhibitor.email, correction=last)
