"""The letter that asks whether an address is right. It holds nothing that anybody typed."""

from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.pending.links import proof_url
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.events.rules import EventState, erase_at
from ortenaudigital.kernel.clock import utc_now
from ortenaudigital.kernel.db import db
from ortenaudigital.outbox.writing import write_letter

CONFIRM_ADDRESS = "pending.confirm_address"


def confirm_address(subject_id: str) -> Composed | None:
    """Write the letter; None if there is nothing to confirm any more.

    Whoever gave the address may be a stranger to its owner.
    """
    found = db.session.get(PendingBooking, UUID(subject_id))
    if found is None or found.booking_id is not None or found.until <= utc_now():
        return None
    event = found.event
    if event.state is not EventState.PUBLISHED:
        return None
    with force_locale(found.language):
        context = {
            "event": event,
            "days": found.ticket_type.days,
            "until": found.until,
            "proof_url": proof_url(event.slug, found.id),
            "erase_at": erase_at(day.closes_at for day in event.days),
            "language": found.language,
        }
        return write_letter(CONFIRM_ADDRESS, found.email, context)
