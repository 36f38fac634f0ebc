"""The letter that asks whether an address is right. It holds nothing that anybody typed."""

from datetime import timedelta
from uuid import UUID

from flask_babel import force_locale

from ortenaudigital.adapters.mailer import Composed
from ortenaudigital.bookings.pending.links import proof_url
from ortenaudigital.bookings.pending.models import PendingBooking
from ortenaudigital.events.models import Event, TicketType
from ortenaudigital.events.queries import list_ticket_types
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
    if found.event.state is not EventState.PUBLISHED:
        return None
    return _write(found, found.event, found.ticket_type)


def example(event: Event, language: str) -> Composed:
    """Write the letter to nobody, as a preview shows it; nothing is stored."""
    until = event.days[0].opens_at - timedelta(days=2)
    found = PendingBooking(id=UUID(int=0), language=language, until=until)
    found.email = "erika.beispiel@example.org"
    return _write(found, event, list_ticket_types(event)[0])


def _write(found: PendingBooking, event: Event, ticket_type: TicketType) -> Composed:
    with force_locale(found.language):
        context = {
            "event": event,
            "days": ticket_type.days,
            "until": found.until,
            "proof_url": proof_url(event.slug, found.id),
            "erase_at": erase_at(day.closes_at for day in event.days),
            "language": found.language,
        }
        return write_letter(CONFIRM_ADDRESS, found.email, context)
