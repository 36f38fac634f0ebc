"""The letter that tells of a message of the organisers."""

from uuid import UUID

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.fair.portal.messages.queries import list_messages
from ortenaudigital.fair.portal.writing import write_about
from ortenaudigital.kernel.db import db

MESSAGE = "portal.message"


def message(subject_id: str) -> Composed | None:
    """Write what the organisers wrote last; None if it is gone."""
    exhibitor = db.session.get(Exhibitor, UUID(subject_id))
    if exhibitor is None:
        return None
    last = next((each for each in list_messages(exhibitor) if each.from_organiser), None)
    if last is None:
        return None
    return write_about(exhibitor, MESSAGE, exhibitor.email, message=last)
