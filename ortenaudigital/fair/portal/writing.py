"""What the letters of the portal share: to whom they go, in which language, and when not."""

from typing import Any

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.events.rules import erase_at
from ortenaudigital.fair.applications.links import portal_url
from ortenaudigital.fair.applications.models import Exhibitor
from ortenaudigital.outbox.writing import write_letter


def write_about(exhibitor: Exhibitor, kind: str, recipient: str, **more: Any) -> Composed | None:
    """Write a letter about an exhibitor; None without an address, or if there is no event."""
    event = exhibitor.event
    if not recipient or exhibitor.erased_at is not None or event.is_cancelled:
        return None
    context = {
        "exhibitor": exhibitor,
        "event": event,
        "portal_url": portal_url(exhibitor.id),
        "erase_at": erase_at(day.closes_at for day in event.days),
        "language": exhibitor.language,
        **more,
    }
    with force_locale(exhibitor.language):
        return write_letter(kind, recipient, context)
